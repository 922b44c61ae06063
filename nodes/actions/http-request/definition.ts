import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import type { Effect } from '../../../app/kit/effects.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const WITH_BODY = ['POST', 'PUT', 'PATCH'];

function effectOf(method: string): Effect {
  if (method === 'GET' || method === 'HEAD') return 'read';
  return method === 'DELETE' ? 'destructive' : 'external';
}

/** Calls a web service at the address of the agent's own connection. */
export const httpRequest = defineAction({
  type: 'http.request',
  version: 1,
  title: 'Call a web service',
  summary: 'Sends a request to a web service and reads its answer.',
  icon: 'globe',
  tool: 'http',
  toolName: 'call_web_service',
  toolHelp:
    'Sends an HTTP request to the web service this teammate is connected to. The path is below the address of the connection. Use GET to read; other methods change something there.',
  fields: {
    agent: field.agent({ label: 'As' }),
    method: field.choice({
      label: 'Method',
      default: 'GET',
      options: METHODS.map((value) => ({ value, label: value })),
    }),
    path: field.text({
      label: 'Path',
      help: 'Below the address of the connection.',
      role: 'url',
      acceptsData: true,
      placeholder: '/orders/{{order.id}}',
    }),
    query: field.pairs({
      label: 'Search parameters',
      noun: 'parameter',
      acceptsData: true,
      optional: true,
    }),
    body: field.text({
      label: 'Body (JSON)',
      role: 'content',
      lines: 6,
      json: true,
      acceptsData: true,
      optional: true,
      placeholder: '{ "note": "{{ticket.subject}}" }',
      when: { field: 'method', is: WITH_BODY },
    }),
  },
  gives: [
    { path: 'status', label: 'Status', sample: 200 },
    { path: 'json', label: 'Answer as data', sample: {} },
    { path: 'body', label: 'Answer as text', sample: '{}' },
  ],
  effect: ({ method }) => effectOf(method),
  idempotency: 'none',
  output: z.strictObject({ status: z.number(), body: z.string(), json: z.json() }),
  sample: {
    input: { agent: 'ada', method: 'GET', path: '/orders/1042' },
    output: { status: 200, body: '{"id":1042}', json: { id: 1042 } },
  },
  sentence: ({ agent, method, path }, names) => {
    if (!path) return 'Choose the path to call';
    return `${agent ? names.agent(agent) : 'Somebody'} calls ${method ?? 'GET'} ${settingInWords(path)}`;
  },
  proposes: ({ method, path }) => `Send ${method} ${path}`,
  did: ({ method, path }, { status }) => `Sent ${method} ${path}, answered with ${status}`,
  card: ({ method, path, query, body }) => [
    { label: 'To', value: `${method} ${path}`, weight: 'to', field: 'path' },
    ...(query ?? []).map(({ name, value }) => ({ label: name, value })),
    ...(body ? [{ label: 'Body', value: body, weight: 'body' as const, field: 'body' }] : []),
  ],
});
