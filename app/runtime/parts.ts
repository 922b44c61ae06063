import type { Model } from '../agents/model.ts';
import type { Meaning } from '../agents/routing/meaning.ts';
import type { Clock } from '../base/clock.ts';
import type { ConnectionId, NodeId, RunId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import type { Catalog } from '../kit/catalog.ts';
import type { ConnectionHandle } from '../kit/implement.ts';
import type { Place, PlaceHandle } from '../kit/place.ts';
import type { Runners } from '../kit/runners.ts';
import type { AgentRecord, ConnectionRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Breakers } from './breakers.ts';
import type { Budget } from './budget.ts';
import type { Lanes } from './lanes.ts';

/** Everything the runtime is made of. All of the outside comes in here (M5). */
export interface RuntimeParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly catalog: Catalog;
  readonly runners: Runners;
  readonly meaning: Meaning;
  readonly log: Log;
  readonly lanes: Lanes;
  readonly breakers: Breakers;
  readonly budget: Budget;
  /** The way to an allowed folder or feed. Absent: this host has none. */
  placeHandle?(place: Place): PlaceHandle;
  connectionHandle(connection: ConnectionRecord): ConnectionHandle;
  modelFor(agent: AgentRecord): Promise<Model>;
  /** These runs became ready: a child began, or a parent can go on. */
  wake(runs: readonly RunId[]): void;
  /** Words of a model as they arrive, for the live view only. */
  typing(run: RunId, node: NodeId, text: string): void;
  /** May what needs nothing from outside be done in the transaction that starts a run? See `begin-at-once.ts`. */
  mayBeginAtOnce(): boolean;
  /**
   * For tests: a run is put down after every step and taken up from its rows, so that nothing can live in memory that
   * a crash would lose.
   */
  readonly alwaysSuspend?: boolean | undefined;
  /** Ends everything that is under way, when the host stops. */
  readonly signal: AbortSignal;
}

/** The lane of a connection: a stuck tool delays no other (M6). */
export const connectionLane = (id: ConnectionId): string => `${CONNECTION_LANE}${id}`;
export const CONNECTION_LANE = 'connection:';
/** An agent's own lane: how many of its model calls are out at once. */
export const AGENT_LANE = 'agent:';
