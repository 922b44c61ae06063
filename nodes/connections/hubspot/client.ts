import type { Clock } from '../../../app/base/clock.ts';
import { SwitchyardError } from '../../../app/base/errors.ts';
import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import {
  bracketForm,
  exchange,
  jsonOf,
  lostAnswer,
  refusalIn,
  secondsIn,
  type HttpCall,
  type HttpTool,
} from '../../../app/kit/http.ts';
import type { AccountInfo, ConnectionHandle, ToolRunner } from '../../../app/kit/implement.ts';

/** The dated version of the CRM whose wire names this folder knows. */
const VERSION = '2026-03';
export const OBJECTS = `/crm/objects/${VERSION}`;
export const OWNERS = `/crm/owners/${VERSION}`;

/** HubSpot for the HTTP helper. */
export const HUBSPOT: HttpTool = {
  title: 'HubSpot',
  retryAfterMs: (headers) => secondsIn(headers, 'retry-after'),
  problemIn(body) {
    const message = jsonAt(body, ['message']);
    return typeof message === 'string' && message !== '' ? message : undefined;
  },
};

/** Where an answer names no pause: short limits are per ten seconds, and a used-up day is asked about every hour. */
const PAUSE_MS = 10_000;
const DAY_PAUSE_MS = 3_600_000;

export interface CallContext {
  readonly connection: ConnectionHandle;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

export interface HubspotCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly json?: JsonObject;
  /** False for a search, which is a POST. By default everything but a GET asks for a change. */
  readonly changes?: boolean;
}

/** Makes one call with the answer's headers. Throws the errors of the HTTP helper. */
export async function readHubspot(
  { connection, signal, clock }: CallContext,
  { method, path, query = {}, json, changes = method !== 'GET' }: HubspotCall,
): Promise<{ readonly body: JsonObject; readonly headers: Headers }> {
  const token = (await connection.secret('token')).trim();
  const text = bracketForm(query);
  const call: HttpCall = {
    method,
    url: `${connection.baseUrl}${path}${text === '' ? '' : `?${text}`}`,
    headers: { authorization: `Bearer ${token}` },
    ...(json === undefined ? {} : { json }),
    changes,
    signal,
    clock,
  };
  const answer = await exchange(connection.fetch, HUBSPOT, call);
  const refusal = refusalIn(HUBSPOT, call, answer);
  if (refusal?.code === 'rate_limited' && refusal.retryAt === undefined) {
    const isDay = jsonAt(answer.json, ['policyName']) === 'DAILY';
    throw new SwitchyardError('rate_limited', refusal.message, {
      retryAt: clock.now() + (isDay ? DAY_PAUSE_MS : PAUSE_MS),
    });
  }
  if (refusal) throw refusal;
  const body = jsonOf(HUBSPOT, call, answer);
  if (!isJsonObject(body)) throw lostAnswer(HUBSPOT, changes);
  return { body, headers: answer.headers };
}

/** Makes one call. */
export const callHubspot = async (context: CallContext, call: HubspotCall): Promise<JsonObject> =>
  (await readHubspot(context, call)).body;

/** What a call gives, or undefined when HubSpot does not have it. */
export async function callOrNothing(
  context: CallContext,
  call: HubspotCall,
): Promise<JsonObject | undefined> {
  try {
    return await callHubspot(context, call);
  } catch (thrown) {
    if (thrown instanceof SwitchyardError && thrown.code === 'tool_not_found') return undefined;
    throw thrown;
  }
}

/** The items of one list or search answer. */
export const resultsOf = (page: JsonObject): readonly JsonObject[] => {
  const { results } = page;
  return Array.isArray(results) ? (results as readonly Json[]).filter(isJsonObject) : [];
};

/** Where the next page begins; undefined on the last one. */
export const nextOf = (page: JsonObject): string | undefined => {
  const after = jsonAt(page, ['paging', 'next', 'after']);
  return typeof after === 'string' && after !== '' ? after : undefined;
};

/** A property of an object; empty when it is not set. */
export const propertyOf = (object: JsonObject | undefined, name: string): string => {
  const value = jsonAt(object, ['properties', name]);
  return typeof value === 'string' ? value : '';
};

/** The vendor's time when a request was begun, from its `Date` header less the time the answer took. */
export const serverTime = (headers: Headers, begun: number, now: number): number => {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? begun : date - (now - begun);
};

/** Checks a connection by asking HubSpot which app the token belongs to. */
export const runHubspot: ToolRunner = {
  async verify(connection, signal, clock): Promise<AccountInfo> {
    const { appId, hubId } = await callHubspot(
      { connection, signal, clock },
      {
        method: 'POST',
        path: '/oauth/v2/private-apps/get/access-token-info',
        json: { tokenKey: (await connection.secret('token')).trim() },
        changes: false,
      },
    );
    if (typeof appId !== 'number')
      throw new SwitchyardError('temporary', 'HubSpot did not say which app this token belongs to.');
    return {
      vendorUserId: String(appId),
      name: `Private app ${appId}${typeof hubId === 'number' ? ` in account ${hubId}` : ''}`,
    };
  },
};
