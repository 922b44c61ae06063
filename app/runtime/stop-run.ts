import type { RunId } from '../base/ids.ts';
import type { ApprovalKind } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { endBranch } from './branches.ts';
import { askAboutOpenCalls } from './action-unknown.ts';
import type { RuntimeParts } from './parts.ts';
import { isFinal, RunContext } from './run-context.ts';

/** Cards that are about nothing once their run has ended. */
const ENDS_WITH_RUN: ReadonlySet<ApprovalKind> = new Set(['action', 'question', 'capped', 'set-aside']);

/**
 * Ends a run and its child runs where they stand, inside a transaction: cards that wait for a decision are withdrawn,
 * no further step begins. What is out already is still written down when its answer comes (G9); until then a person is
 * asked what became of it. Gives the runs that became ready by it.
 */
export function stopRun(parts: RuntimeParts, tx: Transaction, id: RunId, by: string): readonly RunId[] {
  const run = tx.run(id);
  if (!run || isFinal(run)) return [];
  const now = parts.clock.now();
  for (const child of tx.openBranches(id)) stopRun(parts, tx, child, by);
  for (const card of tx.approvalsOfRun(id)) {
    if (card.status === 'pending' && ENDS_WITH_RUN.has(card.kind))
      tx.putApproval({ ...card, status: 'withdrawn', decidedAt: now, decidedBy: by });
  }
  askAboutOpenCalls(RunContext.load(parts, run), tx, (step, event) => void tx.append(id, step, now, event));
  tx.append(id, null, now, { type: 'run_stopped', by });
  tx.putRun({ ...run, status: 'stopped', waitingFor: null, updatedAt: now });
  tx.dropWaits(id);
  tx.addAudit(now, by, 'run_stopped', { run: id, flow: run.flow });
  return endBranch(tx, run, { outcome: 'stopped', error: null, note: '', output: {} }, now);
}
