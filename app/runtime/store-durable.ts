import { SwitchyardError } from '../base/errors.ts';
import type { RunId, StepKey } from '../base/ids.ts';
import type { CommitEdge } from '../store/commit-edges.ts';
import type { BranchRecord, WaitRecord } from '../store/records.ts';
import { startBranches } from './branches.ts';
import type { ChildStart, Durable, DurableWork, Emit, Journal, WaitFor, Woken } from './durable-port.ts';
import type { RunContext } from './run-context.ts';
import type { StepState } from './run-state.ts';
import { stopRun } from './stop-run.ts';

/** The durable port over the store: waits, children and mail are rows, and a parked run is nothing but them. */
class StoreDurable implements Durable {
  readonly #context: RunContext;
  #isOut = false;

  constructor(context: RunContext) {
    this.#context = context;
  }

  get journal(): Journal {
    return this.#context;
  }
  random(): number {
    return this.#context.parts.random.next();
  }

  waitAny(
    edge: CommitEdge,
    step: StepKey,
    what: WaitFor,
    begin: DurableWork<void> = () => {},
  ): Promise<Woken | 'parked'> {
    const known = fromJournal(this.#context.state.step(step), what);
    if (known) return Promise.resolve(known);
    return this.#alone(() =>
      this.#context.write(edge, (tx, emit, put) => {
        begin(tx, emit, put);
        const { dueAt, woken } = this.#look(step, what, emit, {
          mail: (correlation, since) => tx.takeMail(correlation, since),
          ended: () => tx.branches(this.#context.run.id, step).filter((branch) => branch.end).length,
        });
        if (woken) return woken;
        const { kind, waitingFor } = kindOf(what);
        // A card wakes its run by itself: only its time limit needs a row.
        if (kind !== 'approval' || dueAt !== null)
          tx.putWait({
            run: this.#context.run.id,
            step,
            kind,
            correlation: what.event?.correlation ?? null,
            dueAt,
          });
        put({ status: 'waiting', waitingFor });
        return 'parked' as const;
      }),
    );
  }

  /** Has one of them come already? What it was goes into the journal in the same change. */
  #look(
    step: StepKey,
    { event, child, answer, until, what }: WaitFor,
    emit: Emit,
    rows: {
      mail(correlation: string, since: number): Extract<Woken, { by: 'event' }>['data'] | undefined;
      ended(): number;
    },
  ): { readonly dueAt: number | null; readonly woken?: Woken } {
    const began = this.#context.state.step(step).wait;
    // Put down and taken up again, a wait still ends at the time that was written down when it began.
    const dueAt = began ? began.event.dueAt : (until ?? null);
    if (what !== undefined && !began)
      emit(step, { type: 'wait_started', correlation: event?.correlation ?? null, dueAt, what });
    const data = event && rows.mail(event.correlation, event.since);
    if (data) {
      emit(step, { type: 'wait_ended', reason: 'event', data });
      return { dueAt, woken: { by: 'event', data } };
    }
    if (child && rows.ended() > child.heard) return { dueAt, woken: { by: 'child' } };
    if (!answer && dueAt !== null && dueAt <= this.#context.now()) {
      emit(step, { type: 'wait_ended', reason: 'time', data: {} });
      return { dueAt, woken: { by: 'time' } };
    }
    return { dueAt };
  }

  startChildren(step: StepKey, starts: readonly ChildStart[]): Promise<void> {
    return this.#alone(() => startBranches(this.#context, step, starts));
  }

  children(step: StepKey): readonly BranchRecord[] {
    return this.#context.parts.store.read.branches(this.#context.run.id, step);
  }

  cancelChildren(runs: readonly RunId[]): Promise<void> {
    const { parts } = this.#context;
    return this.#alone(() =>
      this.#context.write('branch.stop', (tx) => {
        for (const run of runs) stopRun(parts, tx, run, 'Switchyard');
      }),
    );
  }

  /** At most one durable call of a run is out: two at a time could come back in either order, and a run is its order. */
  async #alone<T>(call: () => Promise<T>): Promise<T> {
    if (this.#isOut)
      throw new SwitchyardError('internal', 'A run made a durable call before its last one was done.');
    this.#isOut = true;
    try {
      return await call();
    } finally {
      this.#isOut = false;
    }
  }
}

/** What the journal says of this wait: how it ended, that it goes on, or undefined when it has not begun. */
function fromJournal(state: StepState, { answer, child }: WaitFor): Woken | 'parked' | undefined {
  const { wait, waitEnded, asked, decided } = state;
  if (answer) {
    if (decided) return { by: 'answer', decision: decided };
    return asked ? 'parked' : undefined;
  }
  if (waitEnded) return waitEnded.reason === 'event' ? { by: 'event', data: waitEnded.data } : { by: 'time' };
  // Of child runs there may be more than one end: whoever waits again looks again.
  return wait && !child ? 'parked' : undefined;
}

function kindOf({ answer, child, event }: WaitFor): {
  readonly kind: WaitRecord['kind'];
  readonly waitingFor: 'approval' | 'branches' | 'event' | 'time';
} {
  if (answer) return { kind: 'approval', waitingFor: 'approval' };
  if (child) return { kind: 'branches', waitingFor: 'branches' };
  return { kind: 'event', waitingFor: event ? 'event' : 'time' };
}

const durables = new WeakMap<RunContext, Durable>();

/** The durable port of a run that is in hand. */
export function durableOf(context: RunContext): Durable {
  let durable = durables.get(context);
  if (!durable) {
    durable = new StoreDurable(context);
    durables.set(context, durable);
  }
  return durable;
}
