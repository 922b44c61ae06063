import { newId, type NodeId, type RunId, type StepKey } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { BranchEnd, RunRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { addRun } from './add-run.ts';
import type { RunContext } from './run-context.ts';

/** Where a child run goes through, and with what. */
export interface BranchStart {
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

/** Starts child runs of a step, in one transaction with the rows that name them. */
export async function startBranches(
  context: RunContext,
  step: StepKey,
  starts: readonly BranchStart[],
): Promise<void> {
  const { run, parts } = context;
  const started = await context.write('branch.start', (tx, emit) =>
    starts.map((start) => {
      const now = parts.clock.now();
      const isOwnStory = start.flow.flow !== run.flow;
      const id = newId(isOwnStory ? 'run' : 'branch', now, parts.random) as string as RunId; // a child run is a run; only its id says more
      const parent = {
        run: run.id,
        step,
        position: start.position,
        root: isOwnStory ? id : (run.parent?.root ?? run.id),
        until: start.until,
      };
      const { event, case: ofCase, priority, byHand } = run;
      addRun(
        tx,
        now,
        { ...start.flow, id, event, case: ofCase, priority, byHand, parent },
        { node: start.node, port: start.port, data: start.data },
      );
      tx.addBranch({ parent: run.id, step, position: start.position, run: id });
      emit(step, { type: 'branch_started', position: start.position, run: id, label: start.label });
      return id;
    }),
  );
  parts.wake(started);
}

/**
 * Takes in the ends that the step has not heard of yet.
 * @param merge what the steps of a branch gave counts as given by this run
 */
export function hearEnds(
  context: RunContext,
  step: StepKey,
  labelOf: (position: number) => string,
  merge: boolean,
): void {
  const known = context.state.step(step).branches;
  for (const { position, end } of context.parts.store.read.branches(context.run.id, step)) {
    if (end && !known?.get(position)?.end)
      context.note(step, { type: 'branch_ended', position, label: labelOf(position), end, merge });
  }
}

/** Waits for the next end, or until `dueAt`, unless one came in meanwhile: then there is something to do at once. */
export async function parkForBranches(
  context: RunContext,
  step: StepKey,
  dueAt: number | null = null,
): Promise<'moved' | 'parked'> {
  const heard = (): number =>
    [...(context.state.step(step).branches?.values() ?? [])].filter((branch) => branch.end).length;
  return context.write('branch.park', (tx, _emit, put) => {
    if (tx.branches(context.run.id, step).filter((branch) => branch.end).length > heard()) return 'moved';
    tx.putWait({ run: context.run.id, step, kind: 'branches', correlation: null, dueAt });
    put({ status: 'waiting', waitingFor: 'branches' });
    return 'parked';
  });
}

/**
 * Tells the parent that its child has ended, inside the child's last transaction. The parent is made ready when it
 * waits; when it is at work, it looks before it parks. Gives the parent, to be woken after the commit.
 */
export function endBranch(tx: Transaction, child: RunRecord, end: BranchEnd, now: number): readonly RunId[] {
  const { parent } = child;
  if (!parent) return [];
  tx.endBranch(parent.run, parent.step, parent.position, end);
  const record = tx.run(parent.run);
  if (record?.status !== 'waiting' || !tx.dropWait(parent.run, parent.step)) return [];
  tx.putRun({ ...record, status: 'ready', waitingFor: null, updatedAt: now });
  return [parent.run];
}
