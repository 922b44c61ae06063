import { errorData, SwitchyardError } from '../base/errors.ts';
import type { AgentId, StepKey } from '../base/ids.ts';
import type { Plan, PlanRetry } from '../graph/plan.ts';
import type { AgentRecord, FlowRecord, RunRecord } from '../store/records.ts';
import type { CommitEdge } from '../store/commit-edges.ts';
import type { Transaction } from '../store/store.ts';
import type { RunEvent, TraceRow } from '../store/trace.ts';
import { DESK_KEY, planOfRun } from './desk.ts';
import type { DurableWork, Emit, Journal, Put } from './durable-port.ts';
import type { RuntimeParts } from './parts.ts';
import { RunState } from './run-state.ts';

export type { Emit, Put };

/** Thrown when a run was ended from outside (stopped by a person) while a step of it was under way. */
export class RunEnded extends Error {}

/** Something that happened and is not written yet. */
interface Note {
  readonly at: number;
  readonly step: StepKey | null;
  readonly event: RunEvent;
  readonly fact: boolean;
  readonly also: ((tx: Transaction) => void) | undefined;
}

/** One run in a worker's hands: its record, its plan and the fold of its trace. */
export class RunContext implements Journal {
  #noted: Note[] = [];
  readonly parts: RuntimeParts;
  readonly plan: Plan;
  readonly state: RunState;
  run: RunRecord;

  private constructor(parts: RuntimeParts, run: RunRecord, plan: Plan, state: RunState) {
    this.parts = parts;
    this.run = run;
    this.plan = plan;
    this.state = state;
  }

  static load(parts: RuntimeParts, run: RunRecord): RunContext {
    const version = parts.store.read.version(run.flow, run.version);
    if (!version) throw new SwitchyardError('internal', `Version ${run.version} of the flow is missing.`);
    const plan = planOfRun(run, version.plan, parts.store.read);
    return new RunContext(parts, run, plan, RunState.of(parts.store.read.traceOf(run.id)));
  }

  /** A run that was started inside a transaction which is still open, as that transaction sees it. */
  static begun(parts: RuntimeParts, tx: Transaction, run: RunRecord, plan: Plan): RunContext {
    return new RunContext(parts, run, plan, RunState.of(tx.traceOf(run.id)));
  }

  /**
   * Notes what happened, to be written with the next durable change. The state moves on at once: nothing outside has
   * seen it yet, and after a crash the same is worked out again from the rows before it. `outside` and `flush` write
   * what is noted, so nothing waits for an answer from outside unwritten.
   */
  note(step: StepKey | null, event: RunEvent, also?: (tx: Transaction) => void): void {
    this.#noted.push(this.#asNote(step, event, false, also));
  }

  /** As `note`, for what has already happened outside: it is written even when a person stopped the run meanwhile (G9). */
  noteFact(step: StepKey, event: RunEvent, also: (tx: Transaction) => void): void {
    this.#noted.push(this.#asNote(step, event, true, also));
  }

  #asNote(step: StepKey | null, event: RunEvent, fact: boolean, also?: (tx: Transaction) => void): Note {
    const at = this.parts.clock.now();
    this.state.apply({ seq: 0, run: this.run.id, at, step, event }); // the number comes with the commit; no state looks at it
    return { at, step, event, fact, also };
  }

  /** Writes what is noted, if anything is. */
  async flush(edge: CommitEdge): Promise<void> {
    if (this.#noted.length > 0) await this.write(edge, () => {});
  }

  /**
   * Does something that takes long and may be repeated: asks a model, looks something up. What is noted becomes
   * durable meanwhile.
   */
  async outside<T>(edge: CommitEdge, work: () => Promise<T>): Promise<T> {
    const [, result] = await Promise.all([this.flush(edge), work()]);
    return result;
  }

  /**
   * One durable change of this run, together with what was noted before. Rows are folded into the state only once
   * they are committed. Throws RunEnded when a person stopped the run meanwhile.
   */
  async write<T>(edge: CommitEdge, work: DurableWork<T>): Promise<T> {
    const noted = this.#noted;
    this.#noted = [];
    const writing = this.parts.store.write(edge, (tx) => this.#apply(tx, noted, work));
    const done = await writing.catch(async (thrown: unknown) => {
      // What has happened outside is written into the space that is reserved for it.
      if (errorData(thrown).code === 'disk_full' && noted.some((note) => note.fact))
        await this.parts.store.write('action.receipt', (tx) => void this.#writeNotes(tx, noted));
      throw thrown;
    });
    if (!done) throw new RunEnded();
    this.run = done.record;
    for (const row of done.rows) this.state.apply(row);
    return done.value;
  }

  /** As `write`, inside a transaction that is open already: the one in which the run was begun. */
  writeWithin(tx: Transaction, work: (emit: Emit, put: Put) => void): void {
    const noted = this.#noted;
    this.#noted = [];
    this.#apply(tx, noted, (_tx, emit, put) => work(emit, put));
  }

  #apply<T>(
    tx: Transaction,
    noted: readonly Note[],
    work: DurableWork<T>,
  ): { readonly value: T; readonly rows: readonly TraceRow[]; readonly record: RunRecord } | undefined {
    const now = this.parts.clock.now();
    const before = this.#writeNotes(tx, noted);
    if (!before) return undefined;
    let record = before;
    const rows: TraceRow[] = [];
    const value = work(
      tx,
      (step, event) => rows.push(tx.append(before.id, step, now, event)),
      (change) => {
        record = { ...record, ...change, updatedAt: now };
      },
    );
    if (record !== before) tx.putRun(record);
    return { value, rows, record };
  }

  /** Gives the run's record; undefined when it is over, and then only facts were written. */
  #writeNotes(tx: Transaction, noted: readonly Note[]): RunRecord | undefined {
    const record = tx.run(this.run.id);
    const isOver = !record || isFinal(record);
    for (const { at, step, event, fact, also } of noted) {
      if (isOver && !fact) continue;
      tx.append(this.run.id, step, at, event);
      also?.(tx);
    }
    return isOver ? undefined : record;
  }

  /** As `write`, for what must be written even when a person stopped the run meanwhile. RunEnded is thrown after all. */
  async record(edge: CommitEdge, work: DurableWork<void>): Promise<void> {
    try {
      await this.write(edge, work);
    } catch (thrown) {
      if (!(thrown instanceof RunEnded)) throw thrown;
      await this.parts.store.write(edge, (tx) =>
        work(
          tx,
          (step, event) => void tx.append(this.run.id, step, this.parts.clock.now(), event),
          () => {},
        ),
      );
      throw thrown;
    }
  }

  /** Was the run ended from outside since it was loaded? */
  ended(): boolean {
    const run = this.parts.store.read.run(this.run.id);
    return !run || isFinal(run);
  }

  /** How often the step under way is tried, where the flow says so. */
  retry(): PlanRetry | undefined {
    const at = this.state.at?.node;
    return at === undefined ? undefined : this.plan.nodes[at]?.retry;
  }

  flow(): FlowRecord {
    const flow = this.parts.store.read.flow(this.run.flow);
    if (!flow) throw new SwitchyardError('internal', 'The flow of this run is missing.');
    return flow;
  }

  /** The teammate that a key of this flow stands for. */
  agent(key: unknown): AgentRecord {
    const id: AgentId | undefined =
      key === DESK_KEY
        ? this.run.asked?.agent
        : typeof key === 'string'
          ? this.flow().bindings[key]
          : undefined;
    const agent = id && this.parts.store.read.agent(id);
    if (agent) return agent;
    throw new SwitchyardError(
      'no_connection',
      `Nobody in the team stands for "${String(key)}" in this flow.`,
      {
        fix: 'Choose an agent for this step and publish again.',
      },
    );
  }

  now(): number {
    return this.parts.clock.now();
  }
}

export const isFinal = (run: RunRecord): boolean =>
  run.status === 'done' || run.status === 'failed' || run.status === 'stopped';
