import type { StepKey } from '../base/ids.ts';
import type { Transaction } from '../store/store.ts';
import type { RunContext } from './run-context.ts';

/** A refused action's line in the audit log, inside the transaction that refuses it. */
export function auditRefusal(
  context: RunContext,
  tx: Transaction,
  refused: {
    readonly step: StepKey;
    readonly agentName: string;
    readonly action: string;
    readonly rule: string;
  },
): void {
  const { agentName, ...data } = refused;
  tx.addAudit(context.now(), agentName, 'action_refused', { run: context.run.id, ...data });
}
