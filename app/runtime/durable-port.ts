import type { FlowId, NodeId, RunId, StepKey } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { CommitEdge } from '../store/commit-edges.ts';
import type { BranchRecord, RunRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import type { RunEvent } from '../store/trace.ts';

/**
 * What the interpreter needs from an engine underneath, and nothing more: two narrow sides, so that another engine can
 * be put behind them. `testing/durable-suite.ts` says what each engine must keep. The rules for whoever calls:
 *
 * 1. A step is known by `node#visit`, once in a run. What it has done so far is read from the journal, never repeated.
 * 2. Which call comes next follows from plan, data and journal alone: time and chance are asked of the port.
 * 3. At most one durable call of a run is outstanding. What goes on at the same time are child runs.
 * 4. Nothing waits in memory: `parked` means that the run gives its worker back, and is taken up when it is woken.
 */

/** Adds a row of this run inside a transaction. */
export type Emit = (step: StepKey | null, event: RunEvent) => void;

/** Changes the run's record inside a transaction. */
export type Put = (change: Partial<RunRecord>) => void;

/** One durable change: the journal's rows, and whatever people see of them, in one transaction. */
export type DurableWork<T> = (tx: Transaction, emit: Emit, put: Put) => T;

/** The journal of one run: each step's intent before its effect, and its receipt after. */
export interface Journal {
  now(): number;
  /** Notes what happened, to be written with the next durable change; worked out again if that never comes. */
  note(step: StepKey | null, event: RunEvent, also?: (tx: Transaction) => void): void;
  /** As `note`, for what has already happened outside: it is written whatever became of the run. */
  noteFact(step: StepKey, event: RunEvent, also: (tx: Transaction) => void): void;
  flush(edge: CommitEdge): Promise<void>;
  /** Does something that may be repeated. What is noted becomes durable meanwhile. */
  outside<T>(edge: CommitEdge, work: () => Promise<T>): Promise<T>;
  /** One durable change; an intent is on disk when this resolves. Throws RunEnded when the run was ended meanwhile. */
  write<T>(edge: CommitEdge, work: DurableWork<T>): Promise<T>;
  record(edge: CommitEdge, work: DurableWork<void>): Promise<void>;
}

/** What a step waits for. Whichever comes first ends the wait. */
export interface WaitFor {
  /** Something reported under this name; what came from `since` on (epoch ms) and was not taken counts, oldest first. */
  readonly event?: { readonly correlation: string; readonly since: number };
  /** A person's answer to the card that is put into the inbox with the wait. */
  readonly answer?: true;
  /** The next end of a child run of this step, after those that the step has `heard` of. */
  readonly child?: { readonly heard: number };
  /** Time is up then (epoch ms). */
  readonly until?: number;
  /** In words that continue "Waits for …"; absent where the story says it already, as for cards and child runs. */
  readonly what?: string;
}

/** What ended a wait. An answer may also be that nobody gave one in time. */
export type Woken =
  | { readonly by: 'event'; readonly data: JsonObject }
  | { readonly by: 'answer'; readonly decision: Extract<RunEvent, { type: 'approval_decided' }> }
  | { readonly by: 'child' }
  | { readonly by: 'time' };

/** Where a child run goes through, and with what. */
export interface ChildStart {
  readonly position: number;
  /** What people call it: the way's name, "item 3". */
  readonly label: string;
  readonly flow: Pick<RunRecord, 'flow' | 'version' | 'planHash'>;
  /** It begins by this way out of this node. */
  readonly node: NodeId;
  readonly port: string;
  readonly until: NodeId | null;
  readonly data: JsonObject;
}

/** The port from the side of one run: what its steps may do that has to last. */
export interface Durable {
  readonly journal: Journal;
  /** In [0, 1). What depends on it is written down before it counts. */
  random(): number;
  /**
   * Waits for the first of several things. Gives what ended the wait, also when that was long ago, or `parked`.
   * @param begin what is written together with the wait, such as the card that is to be answered
   */
  waitAny(
    edge: CommitEdge,
    step: StepKey,
    what: WaitFor,
    begin?: DurableWork<void>,
  ): Promise<Woken | 'parked'>;
  /** Starts child runs of a step, in one change with the rows that name them. */
  startChildren(step: StepKey, starts: readonly ChildStart[]): Promise<void>;
  children(step: StepKey): readonly BranchRecord[];
  /** Ends child runs where they stand, as a person who stops them would. */
  cancelChildren(runs: readonly RunId[]): Promise<void>;
}

/** Something that was reported: by a webhook, by hand, or by another flow. */
export interface NamedEvent {
  /** Such as `parcel-delivered`. */
  readonly name: string;
  /** What it is about: only waits for exactly this value take it. */
  readonly about: string;
  /** Names this very report: the same key is taken in once. */
  readonly key: string;
  readonly data: JsonObject;
  /** Anybody may have written it: none of it is an address or account that we know (G3). */
  readonly fromOutside?: true;
}

export interface NewRun {
  readonly flow: FlowId;
  /** The trigger of the published version at which it begins. */
  readonly node: NodeId;
  readonly data: JsonObject;
  /** Names this very start: the same key is the same run. Without it each call is a start of its own. */
  readonly key?: string | undefined;
}

/** The port from outside: what people and other programs may do to runs. Each call resolves once it is durable. */
export interface DurableEngine {
  /** Throws `flow_has_problems` when the step is not in the published version, `conflict` when the flow takes no start now. */
  start(run: NewRun, by: string): Promise<RunId>;
  /** The oldest run that waits for it goes on; when none does it is kept for the next that comes to such a wait. */
  emit(event: NamedEvent, by: string): Promise<'delivered' | 'kept' | 'repeated'>;
  /** Ends a run and its child runs where they stand. One that has ended stays as it is. Throws `not_found`. */
  cancel(run: RunId, by: string): Promise<void>;
}
