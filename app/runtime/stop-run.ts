import type { RunId } from '../base/ids.ts';
import type { Transaction } from '../store/store.ts';
import { endBranch } from './branches.ts';
import { isFinal } from './run-context.ts';
import { RunState } from './run-state.ts';

/** What of a run is under way right now: calls that went out, or may have, and have no receipt. By title. */
export function underWay(state: RunState): readonly string[] {
  return [...state.steps.values()].flatMap((step) =>
    step.intent && !step.result ? [step.planned?.title ?? 'A call to a tool'] : [],
  );
}

/**
 * Ends a run and its child runs where they stand, inside a transaction: cards that wait for a decision are withdrawn,
 * no further step begins. What is out already is still written down when its answer comes (G9); until then it is named
 * in the story and in the audit log, since it may be that no answer comes. Gives the runs that became ready by it.
 */
export function stopRun(tx: Transaction, id: RunId, by: string, now: number): readonly RunId[] {
  const run = tx.run(id);
  if (!run || isFinal(run)) return [];
  for (const child of tx.openBranches(id)) stopRun(tx, child, by, now);
  for (const card of tx.approvalsOfRun(id)) {
    if (card.status === 'pending' && card.kind !== 'escalation')
      tx.putApproval({ ...card, status: 'withdrawn', decidedAt: now, decidedBy: by });
  }
  const calls = underWay(RunState.of(tx.traceOf(id)));
  for (const title of calls)
    tx.append(id, null, now, {
      type: 'note_added',
      text: `This was under way when the run was stopped: ${title}. Look in the tool whether it happened.`,
    });
  tx.append(id, null, now, { type: 'run_stopped', by });
  tx.putRun({ ...run, status: 'stopped', waitingFor: null, updatedAt: now });
  tx.dropWaits(id);
  tx.addAudit(now, by, 'run_stopped', { run: id, flow: run.flow, underWay: calls });
  return endBranch(tx, run, { outcome: 'stopped', error: null, note: '', output: {} }, now);
}
