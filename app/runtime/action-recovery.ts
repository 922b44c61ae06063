import { SwitchyardError } from '../base/errors.ts';
import { repeatCall } from './action-call.ts';
import { lookUp } from './action-look-up.ts';
import { inputOf, rungOf, type ActionUnderWay, type Moved } from './action-under-way.ts';
import { askWhetherItHappened } from './action-unknown.ts';

/** An intent without a receipt, after a crash: settled by the rung of the action. */
export async function recoverAction(action: ActionUnderWay): Promise<Moved> {
  const { context, step, runner } = action;
  const { intent, planned } = step;
  const input = inputOf(step);
  const connection = planned && context.parts.store.read.connection(planned.proposal.connection);
  if (!intent || !planned || !input) throw new SwitchyardError('internal', 'There is no intent to recover.');
  // The account it was sent with has been removed, so the tool cannot be asked.
  if (!connection) return askWhetherItHappened(action);
  // The vendor keeps our key: sending again with it cannot do it twice.
  const isRepeatable =
    runner.definition.effect(input) === 'read' || (await rungOf(action, connection)) === 'key';
  if (isRepeatable) return repeatCall(action, connection);
  return lookUp(action, connection, intent.at, true);
}
