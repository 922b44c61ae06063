import { SwitchyardError, type ErrorData } from '../../base/errors.ts';
import { stepKey } from '../../base/ids.ts';
import type { PlanNode } from '../../graph/plan.ts';
import { retryAt } from '../retry.ts';
import type { RunContext } from '../run-context.ts';
import type { StepResult } from './result.ts';

/** A step that is no action failed: tried again when time may mend it, else out at the Error port or to a person. */
export async function failStep(
  context: RunContext,
  node: PlanNode,
  visit: number,
  error: ErrorData,
): Promise<StepResult> {
  const key = stepKey(node.id, visit);
  const failures = context.state.step(key).retries + 1;
  const at = retryAt(error, failures, context.now(), context.parts.random.next(), node.retry);
  if (at !== null) {
    await context.write('step.retry', (tx, emit, put) => {
      emit(key, { type: 'step_retried', error, attempt: failures, retryAt: at });
      tx.putWait({ run: context.run.id, step: key, kind: 'retry', correlation: null, dueAt: at });
      put({ status: 'waiting', waitingFor: 'retry' });
    });
    return 'parked';
  }
  failForGood(context, node, visit, error);
  return 'moved';
}

/** Leaves by the Error port where it leads somewhere; the run fails where it does not. Never into silence (M7). */
export function failForGood(context: RunContext, node: PlanNode, visit: number, error: ErrorData): void {
  // Nothing can be written down now, so nothing is decided now: the run is taken up again when there is room.
  if (error.code === 'disk_full') throw new SwitchyardError('disk_full', error.sentence);
  const port = node.next['error'] === undefined ? null : 'error';
  context.note(stepKey(node.id, visit), { type: 'step_failed', node: node.id, error, port });
}
