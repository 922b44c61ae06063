import { SwitchyardError } from '../base/errors.ts';
import type { ActionUnderWay, Moved } from './action-under-way.ts';
import type { PutOff } from './breakers.ts';

/**
 * The tool is away: nothing was sent, no try is used up, and the run comes back when the tool is looked at again.
 * @param mayHaveHappened an earlier try got no answer, and was about to be repeated
 */
export async function putOff(
  { context, key }: ActionUnderWay,
  hold: PutOff,
  mayHaveHappened = false,
): Promise<Moved> {
  await context.write('action.put-off', (tx, emit, put) => {
    emit(key, {
      type: 'action_put_off',
      error: hold.problem,
      until: hold.until,
      ...(mayHaveHappened ? { mayHaveHappened: true as const } : {}),
    });
    tx.putWait({ run: context.run.id, step: key, kind: 'retry', correlation: null, dueAt: hold.until });
    put({ status: 'waiting', waitingFor: 'retry' });
  });
  return 'parked';
}

/**
 * Everything was called off when the intent was written and the call was not made yet. It says so, so that nobody has to
 * find out afterwards whether it happened. The run stays ready.
 */
export async function calledOff({ context, key }: ActionUnderWay): Promise<Moved> {
  const error = new SwitchyardError('stopped', 'It was called off before it was sent.').toData();
  await context.write('action.put-off', (_tx, emit) =>
    emit(key, { type: 'action_put_off', error, until: context.now() }),
  );
  return 'parked';
}
