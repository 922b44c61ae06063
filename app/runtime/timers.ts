import type { RunId } from '../base/ids.ts';
import type { Transaction } from '../store/store.ts';
import { cardIsDue, endCard } from './card-times.ts';
import { raiseDueCases } from './case-priority.ts';
import { wakeRun } from './wake-run.ts';
import type { RuntimeParts } from './parts.ts';

/**
 * Rings everything that is due: waits whose time is up, retries, time limits of questions, cards that nobody answered
 * in time, and cases that rise as their due time comes near. Returns the runs that became ready or have a new place in line.
 */
export async function ringDue(parts: RuntimeParts): Promise<readonly RunId[]> {
  // Looked at every few seconds, and mostly nothing is due: that needs no transaction.
  const next = parts.store.read.nextDue();
  if (next === undefined || next > parts.clock.now()) return [];
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
    for (const card of tx.approvalsDue(now)) woken.push(...cardIsDue(parts, tx, card));
    woken.push(...raiseDueCases(tx, now, 500));
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
  const open = tx.approvalsOfRun(run).find((a) => a.step === step && a.status === 'pending');
  if (open) endCard(parts, tx, open);
  else wakeRun(parts, tx, run, step, null);
}
