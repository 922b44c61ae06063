import { SwitchyardError } from '../../../app/base/errors.ts';
import { exchange, refusalIn, secondsIn, type HttpAnswer, type HttpTool } from '../../../app/kit/http.ts';
import type { ActionContext, ConnectionHandle, ToolRunner } from '../../../app/kit/implement.ts';
import { jsonAt } from '../../../app/base/json.ts';

/** Most characters of an answer that a run keeps; more is cut off. */
export const MOST_BODY = 200_000;
/** Statuses with which a gateway says that it does not know what became of the call behind it. */
const UNKNOWN_BEHIND = new Set([502, 504]);

/** Any web service for the HTTP helper. */
const SERVICE: HttpTool = {
  title: 'The web service',
  retryAfterMs: (headers) => secondsIn(headers, 'retry-after'),
  problemIn: (body) => {
    const said = jsonAt(body, ['error', 'message']) ?? jsonAt(body, ['message']) ?? jsonAt(body, ['error']);
    return typeof said === 'string' && said !== '' ? said.slice(0, 300) : undefined;
  },
};

export interface ServiceCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the address of the connection; begins with a slash or not. */
  readonly path: string;
  readonly query: readonly { readonly name: string; readonly value: string }[];
  /** JSON text. */
  readonly body?: string;
}

/** The address of a call. It never leaves what the connection's own address begins with. */
export function addressOf(baseUrl: string, path: string, query: ServiceCall['query']): string {
  const [plain = '', given = ''] = path.split('?', 2);
  const segments = plain.split('/').filter((segment) => segment !== '');
  if (segments.some((segment) => /^\.{1,2}$/.test(segment.replaceAll(/%2e/gi, '.'))) || /[\\#]/.test(path))
    throw new SwitchyardError('tool_invalid', 'This path leads out of the address of the connection.', {
      fix: 'Write a path without “..”, “\\” and “#”.',
    });
  const search = new URLSearchParams(given);
  for (const { name, value } of query) search.append(name, value);
  const tail = search.toString();
  return `${baseUrl.replace(/\/+$/, '')}/${segments.join('/')}${tail === '' ? '' : `?${tail}`}`;
}

/** The header under which this service keeps keys of calls; empty when it keeps none. */
export const idempotencyHeader = async (connection: ConnectionHandle): Promise<string> =>
  (await connection.secret('idempotencyHeader')).trim();

/** Makes one call. Throws what the answer stands for when it is not a success. */
export async function callService(
  { connection, opKey, signal, clock }: ActionContext,
  { method, path, query, body }: ServiceCall,
): Promise<HttpAnswer> {
  const [header, secret, keyHeader] = await Promise.all([
    connection.secret('header'),
    connection.secret('secret'),
    idempotencyHeader(connection),
  ]);
  const changes = method !== 'GET' && method !== 'HEAD';
  const call = {
    method,
    url: addressOf(connection.baseUrl, path, query),
    headers: {
      ...(header.trim() === '' ? {} : { [header.trim()]: secret.trim() }),
      ...(keyHeader === '' || !changes ? {} : { [keyHeader]: opKey }),
    },
    ...(body === undefined ? {} : { text: body, type: 'application/json; charset=utf-8' }),
    changes,
    signal,
    clock,
  };
  const answer = await exchange(connection.fetch, SERVICE, call);
  // It answered, and says that it failed: a person or the flow decides what follows. Only a gateway that lost the
  // service behind it leaves open whether the call was done.
  if (changes && keyHeader === '' && answer.status >= 500 && !UNKNOWN_BEHIND.has(answer.status))
    throw new SwitchyardError('tool_invalid', `The web service failed (${answer.status}) while doing this.`, {
      detail: { status: answer.status },
      fix: 'Look there whether it was done before you start this again.',
    });
  const refusal = refusalIn(SERVICE, call, answer);
  if (refusal) throw refusal;
  return answer;
}

/** There is no call that every web service has, so a connection is taken as it is until it is used. */
export const runHttp: ToolRunner = {
  verify: async (connection) => ({ vendorUserId: connection.baseUrl, name: connection.baseUrl }),
};
