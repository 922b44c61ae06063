import type { RunId } from '../base/ids.ts';
import type { Transaction } from '../store/store.ts';
import type { RuntimeParts } from './parts.ts';

/** Ends a wait and makes its run ready, inside a transaction. */
export function wakeRun(
  parts: RuntimeParts,
  tx: Transaction,
  run: RunId,
  step: Parameters<Transaction['dropWait']>[1],
  event: Parameters<Transaction['append']>[3] | null,
): void {
  const record = tx.run(run);
  tx.dropWait(run, step);
  if (!record || record.status !== 'waiting' || record.waitingFor === 'restore') return;
  const now = parts.clock.now();
  if (event) tx.append(run, step, now, event);
  tx.putRun({ ...record, status: 'ready', waitingFor: null, updatedAt: now });
}
