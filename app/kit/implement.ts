import type { Clock } from '../base/clock.ts';
import type { ConnectionId } from '../base/ids.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { IdempotencyRung } from './effects.ts';
import type { ActionDefinition, ToolId, TriggerDefinition } from './define.ts';
import type { Fields, Values } from './fields.ts';
import type { BoundFetch, Dial } from './net.ts';
import type { PlaceHandle } from './place.ts';

/** A short-lived token and when it ends (epoch ms). */
export interface KeptToken {
  readonly value: string;
  readonly until: number;
}

/** A signed-in account as a client sees it. Secrets are read at call time and never traced. */
export interface ConnectionHandle {
  readonly id: ConnectionId;
  readonly tool: ToolId;
  /** One origin (and path prefix) that every call stays within. */
  readonly baseUrl: string;
  /** Goes only to the connection's own origin; see `net.ts`. */
  readonly fetch: BoundFetch;
  /** For a tool that does not speak HTTP. Only to servers that a person wrote into this connection. */
  readonly dial?: Dial;
  secret(name: string): Promise<string>;
  /** Short-lived tokens a client may keep between calls (an access token). Memory only. */
  readonly memo: Map<string, KeptToken>;
  /** Who we are at the vendor, from the last check. */
  readonly account: AccountInfo | undefined;
}

/** The vendor's own words for who a connection acts as. */
export interface AccountInfo {
  readonly vendorUserId: string;
  readonly name: string;
  readonly email?: string;
}

/** Who stands behind an effect: written into the vendor's metadata where it has such a place. */
export interface Attribution {
  readonly agentName: string;
  readonly runId: string;
  /** The person who approved it, when one did. */
  readonly approvedBy?: string;
}

export interface ActionContext {
  readonly connection: ConnectionHandle;
  /** Stable over retries and crashes; goes to the vendor where the vendor keeps keys. */
  readonly opKey: string;
  readonly attribution: Attribution;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** What a look-up after a lost answer found. */
export type Found<O> =
  | { readonly found: 'yes'; readonly output: O }
  | { readonly found: 'no' }
  | { readonly found: 'cannot-tell' };

export interface ActionRunner<F extends Fields = Fields, O extends JsonObject = JsonObject> {
  readonly definition: ActionDefinition<F, O>;
  /** Does it. The effect is its last act. Throws a SwitchyardError; `unknown_outcome` when the answer was lost. */
  run(context: ActionContext, input: Values<F>): Promise<O>;
  /** Was it done? For rungs `ownId` and `lookUp`. `since` is when the intent was written (epoch ms). */
  find?(context: ActionContext, input: Values<F>, since: number): Promise<Found<O>>;
  /** How a repeat is recognised, where that depends on the connection; else the definition says it. */
  rung?(connection: ConnectionHandle): Promise<IdempotencyRung>;
}

/** Binds a definition to what happens. */
export const implementAction = <F extends Fields, O extends JsonObject>(
  definition: ActionDefinition<F, O>,
  parts: Omit<ActionRunner<F, O>, 'definition'>,
): ActionRunner<F, O> => ({ definition, ...parts });

/** One thing that happened, as a trigger found it. */
export interface FoundEvent {
  /** Names the thing (and the change of it): the same key never starts a second run of this trigger. */
  readonly key: string;
  readonly at: number;
  /** The piece of work it belongs to, such as `helpscout:conversation:214`. */
  readonly caseKey: string;
  /** What the operator calls the case: a ticket's subject. */
  readonly subject: string;
  /** Root of the run's data: `{ ticket: {…}, customer: {…} }`. */
  readonly data: JsonObject;
  /** Delivered to runs that wait for exactly this (FIFO, once). Undefined: only starts runs. */
  readonly correlation?: string;
  /** A named event: runs that wait for it go on, and it starts none. It came from outside, whoever sent it. */
  readonly reports?: { readonly name: string; readonly about: string; readonly data: JsonObject };
  /** It is also a repeat when this key was taken in at or after `since` (epoch ms). */
  readonly repeats?: { readonly key: string; readonly since: number };
  /** Made by one of our own accounts: kept, never starts a run. */
  readonly echo?: boolean;
  /** Kept, and starts nothing, for this reason (a sentence). */
  readonly skipped?: string;
  /** It was missed, as were these before it: a person is asked which of them start. */
  readonly askWith?: readonly FoundEvent[];
}

export interface Polled {
  readonly events: readonly FoundEvent[];
  readonly cursor: Json;
  /** More is waiting at the source: poll again at once. */
  readonly more: boolean;
  /** When to look next, where the trigger knows better than the default pause (a schedule does). */
  readonly nextPollAt?: number;
}

export interface TriggerContext {
  /** Absent for triggers that watch no tool. */
  readonly connection: ConnectionHandle | undefined;
  /** For a trigger that looks at a folder or feed. */
  readonly place?: PlaceHandle | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Vendor user ids of all our own connections to this tool: their doings are echoes. */
  readonly ownAccounts: ReadonlySet<string>;
}

export interface TriggerRunner<F extends Fields = Fields> {
  readonly definition: TriggerDefinition<F>;
  /** The cursor of "nothing before now". Emits nothing. */
  seed(context: TriggerContext, config: Values<F>): Promise<Json>;
  /** Everything since the cursor, with overlap; repeats are dropped by key. */
  poll(context: TriggerContext, config: Values<F>, cursor: Json): Promise<Polled>;
}

export const implementTrigger = <F extends Fields>(
  definition: TriggerDefinition<F>,
  parts: Omit<TriggerRunner<F>, 'definition'>,
): TriggerRunner<F> => ({ definition, ...parts });

/** Checks a connection: the cheapest who-am-I call. Throws a SwitchyardError with the reason when it does not work. */
export interface ToolRunner {
  verify(connection: ConnectionHandle, signal: AbortSignal, clock: Clock): Promise<AccountInfo>;
}
