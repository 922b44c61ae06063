import { stepKey, type NodeId, type RunId } from '../base/ids.ts';
import type { RunRecord } from '../store/records.ts';
import { askPerson } from './ask-person.ts';
import type { RuntimeParts } from './parts.ts';
import { RunContext } from './run-context.ts';

/** After this many ends of Switchyard with the same run in hand, that run is set aside. */
const MOST_RECOVERIES = 3;

/** From this many on a run is taken up alone: one more, and it is set aside. */
const ALONE_FROM = MOST_RECOVERIES - 1;

/** After an end that was not a proper one: as long as this, runs begin only after their start is on disk. */
const CAREFUL_MS = 10 * 60_000;

const ENDED_WELL = 'ended_well';

/** The scope under which it is counted how often Switchyard ended while a run was in hand. */
export const RECOVERED = 'recovered';

/**
 * Finds the run that brings Switchyard down with it. Nothing is counted in ordinary work. After an end that was not a
 * proper one, each run that was ready then is counted, durably, before it is taken up. Its count is taken back when it
 * parks to try again, and forgotten when it has come further than that. Whoever would be
 * set aside the next time is taken up alone, so that nobody else is blamed for it.
 */
export class Recovery {
  readonly #parts: RuntimeParts;
  /** How often Switchyard ended with the run in hand. */
  readonly #suspects = new Map<RunId, number>();
  /** Whose story says already that it was taken up again. */
  readonly #told = new Set<RunId>();
  #alone: RunId | null = null;
  /** Until when to be careful (epoch ms). */
  #carefulUntil = Infinity;

  constructor(parts: RuntimeParts) {
    this.#parts = parts;
  }

  /** Looks at how the last end was, and whom it may have been. */
  async begin(ready: readonly RunRecord[]): Promise<void> {
    const { store } = this.#parts;
    const endedWell = store.read.setting(ENDED_WELL);
    this.#carefulUntil = endedWell === false ? this.#parts.clock.now() + CAREFUL_MS : 0;
    // A full disk does not keep Switchyard from starting; then the next start is only less careful.
    await store.write('run.take-up', (tx) => tx.putSetting(ENDED_WELL, false)).catch(() => {});
    this.#suspects.clear();
    this.#told.clear();
    this.#alone = null;
    const known = store.read.counts(RECOVERED);
    for (const [run, times] of Object.entries(known)) this.#suspects.set(run as RunId, times); // counted under run ids below
    if (endedWell === false) for (const run of ready) this.#suspects.set(run.id, known[run.id] ?? 0);
  }

  /** What brought Switchyard down may come again: for a while, nothing is begun before its start is on disk. */
  isCareful(): boolean {
    return this.#parts.clock.now() < this.#carefulUntil;
  }

  /** A proper end: nobody is suspected of it. */
  async end(): Promise<void> {
    // Where this cannot be written the next start is only a little more careful.
    await this.#parts.store.write('run.take-up', (tx) => tx.putSetting(ENDED_WELL, true)).catch(() => {});
  }

  /** False while this run has to wait because another that is suspected is in hand alone. */
  mayTakeUp(run: RunId): boolean {
    return this.#alone === null || (this.#suspects.get(run) ?? 0) < ALONE_FROM;
  }

  /** Counts that it is taken up, before anything of it is done. False: it was in hand too often, and is set aside. */
  async takeUp(run: RunRecord): Promise<boolean> {
    const times = this.#suspects.get(run.id);
    if (times === undefined) return true;
    if (times >= MOST_RECOVERIES) {
      await this.#setAside(run, times);
      this.#suspects.delete(run.id);
      return false;
    }
    if (times >= ALONE_FROM) this.#alone = run.id;
    const { store, clock } = this.#parts;
    await store.write('run.take-up', (tx) => {
      tx.count(RECOVERED, run.id, 1);
      if (!this.#told.has(run.id)) tx.append(run.id, null, clock.now(), { type: 'run_recovered' });
    });
    this.#told.add(run.id);
    return true;
  }

  /** No worker has it any more, however it went: the next one that is suspected may be taken up. */
  letGo(run: RunId): void {
    if (this.#alone === run) this.#alone = null;
  }

  /** It was taken as far as it goes, and Switchyard is still there. */
  async putDown(run: RunId): Promise<void> {
    const times = this.#suspects.get(run);
    if (times === undefined) return;
    const { store } = this.#parts;
    // It only waits to try again: what it was suspected of may be still to come.
    const triesAgain = store.read.run(run)?.waitingFor === 'retry';
    if (!triesAgain) this.#suspects.delete(run);
    await store
      .write('run.take-up', (tx) => {
        if (triesAgain && times > 0) tx.count(RECOVERED, run, -1);
        else tx.dropCounts(RECOVERED, run);
      })
      .catch(() => {});
  }

  async #setAside(run: RunRecord, times: number): Promise<void> {
    const context = RunContext.load(this.#parts, run);
    const at = context.state.at ?? { node: context.plan.triggers[0] ?? ('start' as NodeId), visit: 1 }; // a place to show the card at
    const title = context.plan.nodes[at.node]?.title ?? at.node;
    await context.write('run.set-aside', (tx, emit, put) => {
      const heading = `Switchyard ended ${times} times while this run was at “${title}”`;
      const approval = askPerson(context, tx, emit, stepKey(at.node, at.visit, 'aside'), {
        kind: 'set-aside',
        title: heading,
        agentSays: '',
        reason:
          'It was set aside so that everything else can go on. Trying again takes it up where it stands.',
        asked: [],
      });
      put({ status: 'waiting', waitingFor: 'approval' });
      // A person who lets it try again is asked again only when it happens as often again.
      tx.dropCounts(RECOVERED, run.id);
      tx.addAudit(context.now(), 'Switchyard', 'run_set_aside', { run: run.id, approval, title: heading });
    });
  }
}
