import type { Clock } from '../base/clock.ts';
import { errorData, SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { ConnectionId } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import type { Store } from '../store/store.ts';
import { afterFailure, isAway, stateOf } from './breaker.ts';

/** Those who were put off come back spread over half the time they wait, within these bounds, and not all at once. */
const LEAST_SPREAD_MS = 500;
const MOST_SPREAD_MS = 30_000;
/** While one call tries, the others look again after about this long. */
const TRYING_MS = 4_000;

/** Thrown instead of making a call: the tool is away, and nothing was sent. */
export class PutOff extends SwitchyardError {
  readonly until: number;
  readonly problem: ErrorData;
  constructor(until: number, problem: ErrorData) {
    super('temporary', problem.sentence, { retryAt: until });
    this.until = until;
    this.problem = problem;
  }
}

/**
 * The breakers of all connections (M7). What they know is in the store, so it holds for all flows and survives a
 * restart; only which call is out to try is kept here.
 */
export class Breakers {
  readonly #parts: { readonly store: Store; readonly clock: Clock; readonly random: Random };
  readonly #trying = new Set<ConnectionId>();

  constructor(parts: { readonly store: Store; readonly clock: Clock; readonly random: Random }) {
    this.#parts = parts;
  }

  /** Until when a call must wait, and why; undefined when it may go out now. */
  holdOf(connection: ConnectionId): PutOff | undefined {
    const { store, clock, random } = this.#parts;
    const breaker = store.read.breaker(connection);
    const now = clock.now();
    const state = stateOf(breaker, now);
    if (!breaker || state === 'closed' || (state === 'half-open' && !this.#trying.has(connection)))
      return undefined;
    const pause = state === 'open' ? (breaker.openUntil ?? now) - now : TRYING_MS / 2;
    const spread = Math.min(MOST_SPREAD_MS, Math.max(LEAST_SPREAD_MS, pause / 2));
    return new PutOff(Math.round(now + pause + spread * random.next()), breaker.problem);
  }

  /**
   * Makes a call through the breaker of its connection. Throws PutOff, before anything is sent, while it is open.
   * A call that ends because `signal` aborted says nothing about the tool.
   */
  async through<T>(connection: ConnectionId, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const hold = this.holdOf(connection);
    if (hold) throw hold;
    const { store, clock } = this.#parts;
    const tries = stateOf(store.read.breaker(connection), clock.now()) === 'half-open';
    if (tries) this.#trying.add(connection);
    try {
      const result = await work();
      await this.#answered(connection);
      return result;
    } catch (thrown) {
      if (!signal.aborted) {
        const error = errorData(thrown);
        if (isAway(error)) await this.#failed(connection, error);
        else if (error.code !== 'internal') await this.#answered(connection);
      }
      throw thrown;
    } finally {
      if (tries) this.#trying.delete(connection);
    }
  }

  async #answered(connection: ConnectionId): Promise<void> {
    const { store } = this.#parts;
    if (store.read.breaker(connection))
      await unlessItCannotBeWritten(store.write('breaker.close', (tx) => tx.dropBreaker(connection)));
  }

  async #failed(connection: ConnectionId, error: ErrorData): Promise<void> {
    const { store, clock, random } = this.#parts;
    const [now, chance] = [clock.now(), random.next()];
    await unlessItCannotBeWritten(
      store.write('breaker.fail', (tx) =>
        tx.putBreaker(afterFailure(tx.breaker(connection), connection, error, now, chance)),
      ),
    );
  }
}

/** What the call gave matters more than this note of it: a disk that is full must not turn an answer into a failure. */
const unlessItCannotBeWritten = (note: Promise<void>): Promise<void> => note.catch(() => {});
