import { createConversations } from './helpscout-conversations.ts';
import { createPeople } from './helpscout-people.ts';
import { notFound, serverError } from './helpscout-replies.ts';
import { createShapes } from './helpscout-shapes.ts';
import type { DeskStore } from './helpscout-store.ts';
import { createThreads } from './helpscout-threads.ts';
import { createTokens } from './helpscout-token.ts';
import { matchPath, type Vendor, type VendorReply, type VendorRequest } from './http.ts';
import type { CompanyAgent } from './company.ts';
import type { Workspace } from './workspace.ts';

type Route = (request: VendorRequest, agent: CompanyAgent, id: string) => VendorReply;

/** The help desk, speaking Help Scout's Mailbox API 2.0. */
export function createHelpscout(ws: Workspace, store: DeskStore): Vendor {
  const shapes = createShapes(ws, store);
  const tokens = createTokens(ws);
  const people = createPeople(ws, store, shapes);
  const conversations = createConversations(ws, store, shapes);
  const threads = createThreads(ws, store, shapes);

  const routes: readonly (readonly [string, string, Route])[] = [
    ['GET', '/v2/users/me', (_request, agent) => people.me(agent.helpscout.id)],
    ['GET', '/v2/users', (request) => people.listUsers(request)],
    ['GET', '/v2/mailboxes', (request) => people.listMailboxes(request)],
    ['GET', '/v2/tags', (request) => people.listTags(request)],
    ['GET', '/v2/customers', (request) => people.listCustomers(request)],
    ['GET', '/v2/customers/{id}', (_request, _agent, id) => people.getCustomer(id)],
    ['GET', '/v2/conversations', (request) => conversations.list(request)],
    ['POST', '/v2/conversations', (request, agent) => threads.start(request, agent)],
    ['GET', '/v2/conversations/{id}', (request, _agent, id) => conversations.get(request, id)],
    ['PATCH', '/v2/conversations/{id}', (request, agent, id) => conversations.patch(request, id, agent)],
    ['PUT', '/v2/conversations/{id}/tags', (request, agent, id) => conversations.putTags(request, id, agent)],
    ['GET', '/v2/conversations/{id}/threads', (request, _agent, id) => threads.list(request, id)],
    ['POST', '/v2/conversations/{id}/reply', (request, agent, id) => threads.reply(request, id, agent)],
    ['POST', '/v2/conversations/{id}/notes', (request, agent, id) => threads.note(request, id, agent)],
  ];
  const isToken = (request: VendorRequest): boolean => request.path === '/v2/oauth2/token';

  return {
    name: 'helpscout',
    answer(request) {
      if (isToken(request) && request.method === 'POST') return tokens.issue(request);
      const agent = tokens.agentOf(request);
      for (const [method, pattern, route] of routes) {
        const found = method === request.method ? matchPath(pattern, request.path) : undefined;
        if (found) return route(request, agent, found['id'] ?? '');
      }
      throw notFound();
    },
    changes: (request) => request.method !== 'GET' && !isToken(request),
    failed: () => serverError(500, 'Internal Server Error'),
    unavailable: () => serverError(503, 'Service Unavailable'),
    tooMany: (retryAfterSeconds) => ({
      status: 429,
      headers: { 'X-RateLimit-Retry-After': String(retryAfterSeconds), 'X-RateLimit-Remaining-Minute': '0' },
      body: { message: 'API rate limit exceeded' },
    }),
    headers: ({ used, limit }) => ({
      'X-RateLimit-Limit-Minute': String(limit),
      'X-RateLimit-Remaining-Minute': String(Math.max(0, limit - used)),
      'Correlation-Id': `practice-${ws.letters(12)}`,
    }),
    // The vendor counts a writing call twice (its page on rate limiting).
    weight: (request) => (request.method === 'GET' ? 1 : 2),
  };
}
