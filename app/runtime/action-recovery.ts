import { sendIntent } from './action-call.ts';
import { lookUp } from './action-look-up.ts';
import { accountRemoved, settle } from './action-receipt.ts';
import { inputOf, opKeyOf, type ActionUnderWay, type Moved } from './action-under-way.ts';

/** An intent without a receipt, after a crash: settled by the rung of the action. */
export async function recoverAction(action: ActionUnderWay): Promise<Moved> {
  const { context, key, step, runner } = action;
  const { intent, planned } = step;
  const input = inputOf(step);
  const connection = planned && context.parts.store.read.connection(planned.proposal.connection);
  if (!intent || !planned || !input || !connection) {
    settle(action, accountRemoved('The account this was sent with has been removed.'));
    return 'moved';
  }
  // The vendor keeps our key: sending again with it cannot do it twice.
  const isRepeatable = runner.definition.idempotency === 'key' || runner.definition.effect(input) === 'read';
  if (isRepeatable) return sendIntent(action, connection, opKeyOf(context, key, planned.digest), intent.at);
  return lookUp(action, connection, intent.at, true);
}
