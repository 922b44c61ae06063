import type { RunRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { RunState } from './run-state.ts';

/** What of a run is under way right now: calls that went out, or may have, and have no receipt. By title. */
export function underWay(state: RunState): readonly string[] {
  return [...state.steps.values()].flatMap((step) =>
    step.intent && !step.result ? [step.planned?.title ?? 'A call to a tool'] : [],
  );
}

/**
 * Ends a run because a person says so, inside a transaction. Its cards are withdrawn. What was under way is named in its
 * story and in the audit log: it may still happen, and nobody else will say so.
 */
export function stopRun(tx: Transaction, run: RunRecord, by: string, now: number): void {
  for (const card of tx.approvalsOfRun(run.id)) {
    if (card.status === 'pending' && card.kind !== 'escalation')
      tx.putApproval({ ...card, status: 'withdrawn', decidedAt: now, decidedBy: by });
  }
  const calls = underWay(RunState.of(tx.traceOf(run.id)));
  for (const title of calls)
    tx.append(run.id, null, now, {
      type: 'note_added',
      text: `This was under way when the run was stopped: ${title}. Look in the tool whether it happened.`,
    });
  tx.append(run.id, null, now, { type: 'run_stopped', by });
  tx.putRun({ ...run, status: 'stopped', waitingFor: null, updatedAt: now });
  tx.dropWaits(run.id);
  tx.addAudit(now, by, 'run_stopped', { run: run.id, flow: run.flow, underWay: calls });
}
