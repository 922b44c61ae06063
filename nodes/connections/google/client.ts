import type { Clock } from '../../../app/base/clock.ts';
import { SwitchyardError } from '../../../app/base/errors.ts';
import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import {
  bracketForm,
  jsonOf,
  lostAnswer,
  refusalIn,
  secondsIn,
  type HttpAnswer,
  type HttpCall,
  type HttpTool,
} from '../../../app/kit/http.ts';
import { exchangeSignedIn, type SignIn } from '../../../app/kit/oauth.ts';
import type { AccountInfo, ConnectionHandle, ToolRunner } from '../../../app/kit/implement.ts';
import { google } from './definition.ts';

/** Google for the HTTP helper. Errors come in Google's own document, those of the sign-in in OAuth's. */
export const GOOGLE: HttpTool = {
  title: 'Google Workspace',
  retryAfterMs: (headers) => secondsIn(headers, 'retry-after'),
  problemIn(body) {
    const said = jsonAt(body, ['error', 'message']) ?? jsonAt(body, ['error_description']);
    return typeof said === 'string' && said !== '' ? said : undefined;
  },
};

/** The parts of Google that we call: where each lives at Google, and below which path. */
const SERVICES = {
  directory: { origin: 'https://admin.googleapis.com', path: '/admin/directory/v1' },
  licensing: { origin: 'https://licensing.googleapis.com', path: '/apps/licensing/v1' },
  ordering: { origin: 'https://reseller.googleapis.com', path: '/apps/reseller/v1' },
  calendar: { origin: 'https://www.googleapis.com', path: '/calendar/v3' },
  account: { origin: 'https://www.googleapis.com', path: '/oauth2/v3' },
  'sign-in': { origin: 'https://oauth2.googleapis.com', path: '' },
} as const;
export type GoogleService = keyof typeof SERVICES;

/** Google's words for "too many calls", which come with 403 as well as with 429 (its pages on usage limits). */
const PAUSES = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded']);
const PAUSE_MS = 30_000;

/** What a call needs besides the connection; actions and triggers have both at hand. */
export interface CallContext {
  readonly connection: ConnectionHandle;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

export interface GoogleCall {
  readonly service: GoogleService;
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the service, for example `/users/ann@firm.example`; parts of it are escaped by the caller. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly json?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  /** False for a POST that only asks. By default everything but a GET asks for a change. */
  readonly changes?: boolean;
}

/** At Google each part has its own origin; at any other address (practice, a proxy) all hang below that address. */
export function addressOf(baseUrl: string, service: GoogleService): string {
  const { origin, path } = SERVICES[service];
  return `${baseUrl === google.baseUrl ? origin : baseUrl}${path}`;
}

/** The word by which Google names what is wrong: `duplicate`, `limitExceeded`, `notFound`. */
const reasonIn = (answer: HttpAnswer): string => {
  const reason = jsonAt(answer.json, ['error', 'errors', '0', 'reason']);
  return typeof reason === 'string' ? reason : '';
};

const signInAt = (baseUrl: string): SignIn => ({
  tool: GOOGLE,
  url: `${addressOf(baseUrl, 'sign-in')}/token`,
  grant: 'refresh_token',
  secrets: { client_id: 'clientId', client_secret: 'clientSecret', refresh_token: 'refreshToken' },
  noun: 'sign-in',
});

/** The error that an answer of one service stands for, or undefined for a success. */
function refusalOf(service: GoogleService, call: HttpCall, answer: HttpAnswer): SwitchyardError | undefined {
  const reason = reasonIn(answer);
  if (answer.status === 403 && PAUSES.has(reason)) {
    return new SwitchyardError(
      'rate_limited',
      'Google Workspace asks for a pause: too many calls in a short time.',
      { retryAt: call.clock.now() + (GOOGLE.retryAfterMs(answer.headers) ?? PAUSE_MS) },
    );
  }
  // In the calendar 412 means that the event is not as it was when it was read, in the other services that a limit is reached.
  if (answer.status === 412 && service === 'calendar')
    return new SwitchyardError('tool_conflict', 'The event has changed in Google Calendar in the meantime.');
  return refusalIn(GOOGLE, call, answer);
}

/**
 * Makes one call as the agent's account. Gives an empty object where Google gives nothing.
 * Throws the errors of the HTTP helper; `detail.status` is Google's status.
 */
export async function callGoogle(context: CallContext, given: GoogleCall): Promise<JsonObject> {
  const { baseUrl } = context.connection;
  const query = bracketForm(given.query ?? {});
  const { call, answer } = await exchangeSignedIn(context, signInAt(baseUrl), {
    method: given.method,
    url: `${addressOf(baseUrl, given.service)}${given.path}${query === '' ? '' : `?${query}`}`,
    ...(given.headers === undefined ? {} : { headers: given.headers }),
    ...(given.json === undefined ? {} : { json: given.json }),
    changes: given.changes ?? given.method !== 'GET',
  });
  const refusal = refusalOf(given.service, call, answer);
  if (refusal) throw refusal;
  if (answer.text === '' && answer.status === 204) return {};
  const json = jsonOf(GOOGLE, call, answer);
  if (!isJsonObject(json)) throw lostAnswer(GOOGLE, call.changes);
  return json;
}

/** What a call gives, or undefined when Google does not have it. */
export async function callOrNothing(context: CallContext, call: GoogleCall): Promise<JsonObject | undefined> {
  try {
    return await callGoogle(context, call);
  } catch (thrown) {
    if (thrown instanceof SwitchyardError && thrown.code === 'tool_not_found') return undefined;
    throw thrown;
  }
}

/** Google's own status of an error that `callGoogle` threw; undefined for other errors. */
export const statusOf = (thrown: unknown): number | undefined => {
  const status = thrown instanceof SwitchyardError ? thrown.detail?.['status'] : undefined;
  return typeof status === 'number' ? status : undefined;
};

/** The items of one list answer. */
export const itemsOf = (page: JsonObject, name: string): readonly JsonObject[] => {
  const items = page[name];
  return Array.isArray(items) ? (items as readonly Json[]).filter(isJsonObject) : [];
};

/** Every page of a list. */
export async function* pagesOf(context: CallContext, call: GoogleCall): AsyncGenerator<JsonObject> {
  for (let pageToken = ''; ;) {
    const page = await callGoogle(context, {
      ...call,
      query: { ...call.query, ...(pageToken === '' ? {} : { pageToken }) },
    });
    yield page;
    const next = page['nextPageToken'];
    if (typeof next !== 'string' || next === '') return;
    pageToken = next;
  }
}

/** An e-mail address as Google compares it. Throws `tool_invalid` when it is none. */
export function addressIn(text: string): string {
  const address = text.trim().toLowerCase();
  if (/^[^\s@,;/]+@[^\s@,;/]+\.[^\s@,;/]+$/.test(address)) return address;
  throw new SwitchyardError('tool_invalid', `"${text}" is not an e-mail address.`);
}

/** Checks a connection by asking who it is. The address is the id: calendars name people by nothing else. */
export const runGoogle: ToolRunner = {
  async verify(connection, signal, clock): Promise<AccountInfo> {
    const me = await callGoogle(
      { connection, signal, clock },
      { service: 'account', method: 'GET', path: '/userinfo' },
    );
    const { email, name } = me;
    if (typeof email !== 'string') {
      throw new SwitchyardError('scope_missing', 'Google did not say which account this is.', {
        fix: 'Sign in again with the permissions openid and email among those you ask for.',
      });
    }
    return {
      vendorUserId: email.toLowerCase(),
      name: typeof name === 'string' && name !== '' ? name : email,
      email,
    };
  },
};
