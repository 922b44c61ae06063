import { ManualClock, type Clock } from '../../base/clock.ts';
import type { ConnectionId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { ToolId } from '../define.ts';
import type { AccountInfo, ActionContext, ConnectionHandle, TriggerContext } from '../implement.ts';
import type { BoundFetch, BoundInit, Dial } from '../net.ts';

/** One request as a scripted tool saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a scripted tool answers: a document, or anything else as a Response, or an error to throw. */
export type ScriptedAnswer = Response | Error;

export const jsonAnswer = (
  body: JsonObject,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** A fetch that answers from a function and keeps what it was asked. Throws what the function gives as an error. */
export function scriptedFetch(answer: (request: SeenRequest, index: number) => ScriptedAnswer): {
  readonly fetch: BoundFetch;
  readonly seen: readonly SeenRequest[];
} {
  const seen: SeenRequest[] = [];
  const fetch = async (url: string, init: BoundInit = {}): Promise<Response> => {
    const request = { method: init.method ?? 'GET', url, headers: init.headers ?? {}, body: init.body ?? '' };
    seen.push(request);
    const given = answer(request, seen.length - 1);
    if (given instanceof Error) throw given;
    return given;
  };
  return { fetch, seen };
}

export interface TestConnection {
  readonly tool: ToolId;
  readonly baseUrl: string;
  readonly fetch: BoundFetch;
  readonly secrets: Readonly<Record<string, string>>;
  readonly account?: AccountInfo;
  readonly dial?: Dial;
}

/** A connection without a store behind it. */
export const testConnection = ({
  tool,
  baseUrl,
  fetch,
  secrets,
  account,
  dial,
}: TestConnection): ConnectionHandle => ({
  id: `conn_test_${tool}` as ConnectionId, // any text will do for an id that no store looks up
  tool,
  baseUrl,
  fetch,
  secret: async (name) => {
    const value = secrets[name];
    if (value === undefined) throw new Error(`The test gives no secret called ${name}.`);
    return value;
  },
  memo: new Map(),
  account,
  ...(dial === undefined ? {} : { dial }),
});

/** What an action is called with. */
export const testActionContext = (
  connection: ConnectionHandle,
  more: {
    readonly opKey?: string;
    readonly approvedBy?: string;
    readonly clock?: Clock;
    readonly signal?: AbortSignal;
  } = {},
): ActionContext => ({
  connection,
  opKey: more.opKey ?? 'op-1',
  attribution: {
    agentName: 'Sam',
    runId: 'run_test',
    ...(more.approvedBy === undefined ? {} : { approvedBy: more.approvedBy }),
  },
  signal: more.signal ?? new AbortController().signal,
  clock: more.clock ?? new ManualClock(),
});

/** What a trigger is called with. */
export const testTriggerContext = (
  connection: ConnectionHandle,
  more: { readonly clock?: Clock; readonly ownAccounts?: readonly string[] } = {},
): TriggerContext => ({
  connection,
  clock: more.clock ?? new ManualClock(),
  signal: new AbortController().signal,
  ownAccounts: new Set(more.ownAccounts ?? []),
});
