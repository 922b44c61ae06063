import { durationMs } from '../base/duration.ts';
import type { RunId } from '../base/ids.ts';
import type { ApprovalRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { wakeRun } from './deliver.ts';
import type { RuntimeParts } from './parts.ts';

/**
 * Rings everything that is due: waits whose time is up, retries, time limits of questions, and cards that nobody
 * answered in time. Returns the runs that became ready.
 */
export async function ringDue(parts: RuntimeParts): Promise<readonly RunId[]> {
  return parts.store.write('timer.ring', (tx) => {
    const now = parts.clock.now();
    const woken: RunId[] = [];
    for (const wait of tx.dueWaits(now, 500)) {
      if (wait.kind === 'retry' || wait.kind === 'time') wakeRun(parts, tx, wait.run, wait.step, null);
      else if (wait.kind === 'event' || wait.kind === 'branches')
        wakeRun(parts, tx, wait.run, wait.step, { type: 'wait_ended', reason: 'time', data: {} });
      else timeOut(parts, tx, wait.run, wait.step);
      woken.push(wait.run);
    }
    for (const approval of tx.approvalsDue(now)) passOn(tx, approval, now);
    return woken;
  });
}

/** The time limit of a question is up. */
function timeOut(
  parts: RuntimeParts,
  tx: Transaction,
  run: RunId,
  step: Parameters<Transaction['dropWait']>[1],
): void {
  const now = parts.clock.now();
  const open = tx.approvalsOfRun(run).find((a) => a.step === step && a.status === 'pending');
  if (open) tx.putApproval({ ...open, status: 'timed-out', decidedAt: now, decidedBy: 'the time limit' });
  wakeRun(
    parts,
    tx,
    run,
    step,
    open
      ? { type: 'approval_decided', approval: open.id, status: 'timed-out', by: 'the time limit', note: '' }
      : null,
  );
}

/** Nobody answered in their time: the next person is asked. The last one stays asked. */
function passOn(tx: Transaction, approval: ApprovalRecord, now: number): void {
  const askedNow = Math.min(approval.askedNow + 1, approval.asked.length - 1);
  const next = approval.asked[askedNow];
  const more = next?.within !== undefined && askedNow < approval.asked.length - 1;
  tx.putApproval({ ...approval, askedNow, dueAt: more ? now + durationMs(next.within) : null });
  if (next && askedNow !== approval.askedNow) {
    tx.append(approval.run, approval.step, now, {
      type: 'approval_passed_on',
      approval: approval.id,
      to: next.person,
    });
    tx.addAudit(now, 'Switchyard', 'approval_passed_on', { approval: approval.id, to: next.person });
  }
}
