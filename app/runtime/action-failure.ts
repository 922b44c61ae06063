import type { ErrorData } from '../base/errors.ts';
import { settle } from './action-receipt.ts';
import type { ActionUnderWay, Moved } from './action-under-way.ts';
import { askWhetherItHappened } from './action-unknown.ts';
import { retryAt } from './retry.ts';

/**
 * A call failed: it is tried again later, given up, or a person is asked. A step is not given up as failed while one
 * of its tries may have had its effect. `failures` counts the tries so far.
 */
export async function failOrRetry(
  action: ActionUnderWay,
  error: ErrorData,
  { failures = action.step.retries + 1, isLost = false } = {},
): Promise<Moved> {
  const { context, key, step } = action;
  const mayHaveHappened = isLost || step.mayHaveHappened === true;
  const at = retryAt(error, failures, context.now(), context.parts.random.next(), context.retry());
  if (at === null) {
    if (mayHaveHappened) return askWhetherItHappened(action);
    settle(action, { error });
    return 'moved';
  }
  await context.write('action.retry', (tx, emit, put) => {
    emit(key, {
      type: 'action_failed',
      error,
      retryAt: at,
      ...(mayHaveHappened ? { mayHaveHappened: true as const } : {}),
    });
    tx.putWait({ run: context.run.id, step: key, kind: 'retry', correlation: null, dueAt: at });
    put({ status: 'waiting', waitingFor: 'retry' });
  });
  return 'parked';
}
