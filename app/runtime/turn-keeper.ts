import type { FlowId, RunId } from '../base/ids.ts';
import type { Committed, Store } from '../store/store.ts';
import { wakeRun } from './wake-run.ts';
import type { RuntimeParts } from './parts.ts';
import { isFinal } from './run-context.ts';
import { turnOf } from './turns.ts';

/**
 * Gives the turn to the next run of a flow when the one before it has ended, however it ended. The queue is in the
 * store; what is kept here is only for which flows it is worth looking.
 */
export class TurnKeeper {
  readonly #parts: RuntimeParts;
  readonly #onReady: (runs: readonly RunId[]) => void;
  readonly #queued = new Set<FlowId>();
  #leave = (): void => {};

  constructor(parts: RuntimeParts, onReady: (runs: readonly RunId[]) => void) {
    this.#parts = parts;
    this.#onReady = onReady;
  }

  /** Takes up the queues where the host last stopped: a run may have ended, and nobody passed its turn on. */
  async start(): Promise<void> {
    const { store } = this.#parts;
    this.#leave = store.onCommit((committed) => this.#follow(store, committed));
    for (const flow of store.read.flows())
      if (store.read.waitFor(turnOf(flow.id))) {
        this.#queued.add(flow.id);
        await this.#passOn(flow.id);
      }
  }
  stop(): void {
    this.#leave();
  }

  #follow(store: Store, { rows, runs }: Committed): void {
    // A start that waits for its turn says so in its second row; most commits have none.
    for (const row of rows)
      if (row.event.type === 'note_added') {
        const run = store.read.run(row.run);
        if (run?.waitingFor === 'turn') this.#queued.add(run.flow);
      }
    if (this.#queued.size === 0) return;
    for (const id of runs) {
      const run = store.read.run(id);
      if (run && isFinal(run) && this.#queued.has(run.flow)) void this.#passOn(run.flow);
    }
  }

  async #passOn(flow: FlowId): Promise<void> {
    try {
      const woken = await this.#parts.store.write('run.turn', (tx) => {
        const correlation = turnOf(flow);
        const next = tx.waitFor(correlation);
        if (!next) return null;
        if (tx.openRuns(flow) > tx.waitsFor(correlation)) return [];
        wakeRun(this.#parts, tx, next.run, next.step, null);
        return [next.run];
      });
      if (woken === null) this.#queued.delete(flow);
      else this.#onReady(woken);
    } catch (error) {
      if (this.#parts.signal.aborted) return;
      // The turn is passed on with the next commit of this flow, or at the next start of the host.
      this.#parts.log.error('turn_not_passed_on', { flow, error: String(error) });
    }
  }
}
