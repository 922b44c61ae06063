import { errorData, SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { Found } from '../kit/implement.ts';
import type { ConnectionRecord } from '../store/records.ts';
import { failOrRetry } from './action-failure.ts';
import { settle } from './action-receipt.ts';
import { actionContext, inputOf, opKeyOf, type ActionUnderWay, type Moved } from './action-under-way.ts';
import { askWhetherItHappened } from './action-unknown.ts';

/** Most times that a look-up is put off because the tool is away. */
const MOST_PUT_OFF = 20;
/** A tool may still be at work on a call whose caller has gone. What is not there yet is looked for again after this. */
const ARRIVES_MS = 5_000;
const LOOK_AGAIN_MS = 15_000;
const LEAST_PAUSE_MS = 500;

/**
 * Asks the tool whether the effect of an intent without receipt is there. `since`: not before this (epoch ms).
 * `crashed`: our host went away, not the tool.
 */
export async function lookUp(
  action: ActionUnderWay,
  connection: ConnectionRecord,
  since: number,
  crashed = false,
): Promise<Moved> {
  const { context, key, step, runner } = action;
  const { planned } = step;
  const input = inputOf(step);
  if (!step.intent || !planned || !input)
    throw new SwitchyardError('internal', 'There is no intent to look up.');
  let found: Found<JsonObject> = { found: 'cannot-tell' };
  if (runner.find) {
    try {
      const outside = actionContext(action, connection, opKeyOf(context, key, planned.digest));
      const find = runner.find.bind(runner);
      const { breakers, signal } = context.parts;
      found = await context.outside('action.look-up', () =>
        breakers.through(connection.id, signal, () => find(outside, input, since)),
      );
    } catch (thrown) {
      // The host is stopping: the intent stays without receipt, and the next start looks again.
      if (context.parts.signal.aborted) return 'parked';
      const error = errorData(thrown);
      // The tool is away, so we cannot look yet. Wait and look again; nothing is sent meanwhile.
      if (error.actor === 'time' && step.retries < MOST_PUT_OFF) return lookLater(action, error);
    }
  }
  if (found.found === 'yes') {
    settle(action, { output: found.output, connection, recovered: true });
    return 'moved';
  }
  if (found.found === 'no') {
    const { attempt } = step.intent.event;
    const before = step.lastError?.detail?.['notThereAt'] === attempt ? step.lastError.detail : undefined;
    const wasCrash = before ? before['crashed'] === true : crashed;
    const error = new SwitchyardError('temporary', 'The call did not go through.', {
      detail: { notThereAt: attempt, crashed: wasCrash },
    }).toData();
    // Once is not enough: a call that was still on its way would be made a second time.
    if (!before) return lookLater(action, error, { pause: ARRIVES_MS, retries: step.retries });
    // It did not happen: try again as after any passing fault. A crash of ours is no failure of the tool, so it
    // neither lengthens the pause nor uses up a try.
    return failOrRetry(action, error, wasCrash ? { failures: 1 } : {});
  }
  return askWhetherItHappened(action);
}

/** Keeps the intent as it is and comes back to it. */
async function lookLater(
  { context, key, step }: ActionUnderWay,
  error: ErrorData,
  { pause = LOOK_AGAIN_MS, retries = step.retries + 1 } = {},
): Promise<Moved> {
  // A tool that is away says itself when to come back.
  const at =
    error.retryAt === undefined
      ? context.now() + pause
      : Math.max(context.now() + LEAST_PAUSE_MS, error.retryAt);
  await context.write('action.look-later', (tx, emit, put) => {
    emit(key, { type: 'step_retried', error, attempt: retries, retryAt: at });
    tx.putWait({ run: context.run.id, step: key, kind: 'retry', correlation: null, dueAt: at });
    put({ status: 'waiting', waitingFor: 'retry' });
  });
  return 'parked';
}
