import { SwitchyardError } from '../base/errors.ts';
import { inputOf, proposalOf, type ActionUnderWay, type Moved } from './action-under-way.ts';
import { askPerson } from './ask-person.ts';

/** Nobody can tell but a person who looks (M1: unknown). */
export async function askWhetherItHappened(action: ActionUnderWay): Promise<Moved> {
  const { context, key, step, wish, runner } = action;
  const { intent, planned } = step;
  const input = inputOf(step);
  if (!intent || !planned || !input)
    throw new SwitchyardError('internal', 'There is no intent to ask about.');
  await context.record('action.unknown', (tx, emit, put) => {
    const tool = context.parts.catalog.tool(runner.definition.tool).title;
    const error = new SwitchyardError(
      'unknown_outcome',
      `${tool} gave no answer, so nobody knows whether it happened.`,
    ).toData();
    const approval = askPerson(context, tx, emit, key, {
      kind: 'unknown',
      title: `Did this happen? ${runner.definition.proposes(input)}`,
      agentSays: '',
      reason: error.sentence,
      asked: wish.agent.asks,
      agent: wish.agent.id,
      effect: planned.effect,
      proposal: { ...proposalOf(context, key, planned.proposal), input },
      digest: intent.event.edited?.digest ?? planned.digest,
    });
    emit(key, { type: 'action_unknown', error, approval });
    tx.addAudit(context.now(), wish.agent.name, 'action_unknown', {
      run: context.run.id,
      step: key,
      action: wish.action,
    });
    put({ status: 'waiting', waitingFor: 'approval' });
  });
  return 'parked';
}
