import { newId, type RunId, type StepKey } from '../base/ids.ts';
import type { BranchEnd, RunRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { addRun } from './add-run.ts';
import type { ChildStart } from './durable-port.ts';
import type { RunContext } from './run-context.ts';

/** Starts child runs of a step, in one transaction with the rows that name them. */
export async function startBranches(
  context: RunContext,
  step: StepKey,
  starts: readonly ChildStart[],
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
