import type { Clock } from '../../../app/base/clock.ts';
import { SwitchyardError } from '../../../app/base/errors.ts';
import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import {
  bracketForm,
  jsonOf,
  refusalIn,
  secondsIn,
  type HttpCall,
  type HttpTool,
} from '../../../app/kit/http.ts';
import { exchangeSignedIn, type SignIn } from '../../../app/kit/oauth.ts';
import type { AccountInfo, ConnectionHandle, ToolRunner } from '../../../app/kit/implement.ts';

/** Help Scout for the HTTP helper. Limits count per account and minute; the pause is in a header of its own. */
export const HELPSCOUT: HttpTool = {
  title: 'Help Scout',
  retryAfterMs: (headers) =>
    secondsIn(headers, 'x-ratelimit-retry-after') ?? secondsIn(headers, 'retry-after'),
  problemIn(body) {
    const errors = jsonAt(body, ['_embedded', 'errors']);
    const first = Array.isArray(errors) ? (errors as readonly Json[])[0] : undefined;
    const field = jsonAt(first, ['path']);
    const message = jsonAt(first, ['message']);
    if (typeof message === 'string')
      return typeof field === 'string' && field !== '' ? `${field} ${message}` : message;
    const whole = jsonAt(body, ['message']);
    return typeof whole === 'string' ? whole : undefined;
  },
};

/** What a call needs besides the connection; actions and triggers have both at hand. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** The help desk as one agent. All paths are below `/v2`. */
export interface Desk {
  /** Reads one document. */
  get(path: string, query?: Readonly<Record<string, string | number>>): Promise<JsonObject>;
  /** Like `get`, with the answer's headers. */
  read(
    path: string,
    query?: Readonly<Record<string, string | number>>,
  ): Promise<{ readonly body: JsonObject; readonly headers: Headers }>;
  /** Asks for a change. Answers are empty; the id of what was made is in a header. */
  change(
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    json: JsonObject,
  ): Promise<{ readonly createdId: string | undefined }>;
}

const signInAt = (baseUrl: string): SignIn => ({
  tool: HELPSCOUT,
  url: `${baseUrl}/v2/oauth2/token`,
  grant: 'client_credentials',
  secrets: { client_id: 'clientId', client_secret: 'clientSecret' },
  noun: 'key',
});

/** Opens the help desk for a connection. */
export function openDesk(connection: ConnectionHandle, context: CallContext): Desk {
  const send = (part: Pick<HttpCall, 'method' | 'url' | 'changes' | 'json'>) =>
    exchangeSignedIn({ connection, ...context }, signInAt(connection.baseUrl), part);
  const url = (path: string, query: Readonly<Record<string, string | number>> = {}): string => {
    const text = bracketForm(query);
    return `${connection.baseUrl}/v2${path}${text === '' ? '' : `?${text}`}`;
  };

  const read: Desk['read'] = async (path, query) => {
    const { call, answer } = await send({ method: 'GET', url: url(path, query), changes: false });
    const refusal = refusalIn(HELPSCOUT, call, answer);
    if (refusal) throw refusal;
    const body = jsonOf(HELPSCOUT, call, answer);
    if (!isJsonObject(body))
      throw new SwitchyardError('temporary', 'Help Scout answered with something that is not a document.');
    return { body, headers: answer.headers };
  };
  return {
    read,
    get: async (path, query) => (await read(path, query)).body,
    async change(method, path, json) {
      const { call, answer } = await send({ method, url: url(path), changes: true, json });
      const refusal = refusalIn(HELPSCOUT, call, answer);
      if (refusal) throw refusal;
      // These calls answer with 201 or 204 and nothing in the body. A page in its place is not Help Scout's answer.
      if (answer.text !== '' && answer.json === undefined) jsonOf(HELPSCOUT, call, answer);
      return { createdId: answer.headers.get('resource-id') ?? undefined };
    },
  };
}

/** The conversation id of a ticket, as it goes into a path. Throws `tool_invalid` when it cannot be one. */
export function ticketId(text: string): string {
  const id = text.trim();
  if (/^\d{1,15}$/.test(id)) return id;
  throw new SwitchyardError('tool_invalid', `"${text}" is not the id of a ticket in Help Scout.`);
}

/** Who a user or customer is, from the two or three fields that Help Scout has for it. */
export const personName = (person: Json | undefined): string =>
  [
    jsonAt(person, ['first']) ?? jsonAt(person, ['firstName']),
    jsonAt(person, ['last']) ?? jsonAt(person, ['lastName']),
  ]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ');

/** Every item of a list that comes in pages. An empty page has no `_embedded` at all. */
export async function* pagesOf(
  desk: Desk,
  path: string,
  name: string,
  query: Readonly<Record<string, string | number>> = {},
): AsyncGenerator<{
  readonly items: readonly JsonObject[];
  readonly total: number;
  readonly headers: Headers;
}> {
  for (let page = 1; ; page += 1) {
    const { body, headers } = await desk.read(path, { ...query, page });
    const found = jsonAt(body, ['_embedded', name]);
    const items = Array.isArray(found) ? (found as readonly Json[]).filter(isJsonObject) : [];
    const total = jsonAt(body, ['page', 'totalElements']);
    const pages = jsonAt(body, ['page', 'totalPages']);
    yield { items, headers, total: typeof total === 'number' ? total : items.length };
    if (items.length === 0 || typeof pages !== 'number' || page >= pages) return;
  }
}

/** Checks a connection by asking who it is. */
export const runHelpscout: ToolRunner = {
  async verify(connection, signal, clock): Promise<AccountInfo> {
    const me = await openDesk(connection, { signal, clock }).get('/users/me');
    const id = me['id'];
    if (typeof id !== 'number')
      throw new SwitchyardError('temporary', 'Help Scout did not say who this account is.');
    const email = me['email'];
    return {
      vendorUserId: String(id),
      name: personName(me) || `User ${id}`,
      ...(typeof email === 'string' ? { email } : {}),
    };
  },
};
