import type { NodeId, RunId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { RunRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';

/** Adds a run that wants a worker, with the row that says where it begins and with what, inside a transaction. */
export function addRun(
  tx: Transaction,
  now: number,
  run: Omit<RunRecord, 'status' | 'waitingFor' | 'outcome' | 'error' | 'startedAt' | 'updatedAt'>,
  begins: { readonly node: NodeId; readonly port?: string; readonly data: JsonObject },
): RunId {
  tx.addRun({
    ...run,
    status: 'ready',
    waitingFor: null,
    outcome: null,
    error: null,
    startedAt: now,
    updatedAt: now,
  });
  tx.append(run.id, null, now, { type: 'run_started', ...begins, byHand: run.byHand });
  return run.id;
}
