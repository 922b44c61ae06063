import type { RunRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';

/**
 * Ends a run from outside, inside a transaction: its questions are withdrawn and its waits dropped. What is under way in
 * a worker comes to a safe point by itself: a call that is out is written down when it ends, and nothing follows it.
 */
export function stopRun(tx: Transaction, run: RunRecord, now: number, by: string): void {
  for (const card of tx.approvalsOfRun(run.id)) {
    if (card.status === 'pending' && card.kind !== 'escalation')
      tx.putApproval({ ...card, status: 'withdrawn', decidedAt: now, decidedBy: by });
  }
  tx.append(run.id, null, now, { type: 'run_stopped', by });
  tx.putRun({ ...run, status: 'stopped', waitingFor: null, updatedAt: now });
  tx.dropWaits(run.id);
  tx.addAudit(now, by, 'run_stopped', { run: run.id, flow: run.flow });
}
