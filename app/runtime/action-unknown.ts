import { SwitchyardError } from '../base/errors.ts';
import type { StepKey } from '../base/ids.ts';
import type { AgentRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { inputOf, proposalOf, type ActionUnderWay, type Moved } from './action-under-way.ts';
import { askPerson } from './ask-person.ts';
import type { Emit, RunContext } from './run-context.ts';
import type { StepState } from './run-state.ts';

/** Nobody can tell but a person who looks (M1: unknown). */
export async function askWhetherItHappened({ context, key, step, wish }: ActionUnderWay): Promise<Moved> {
  await context.record('action.unknown', (tx, emit, put) => {
    askAbout(context, tx, emit, key, step, wish.agent);
    put({ status: 'waiting', waitingFor: 'approval' });
  });
  return 'parked';
}

/**
 * A run is stopped while a call of it is out, or may be: a person is asked, inside the transaction that stops it. An
 * answer that comes in after all takes the card away again (`action-receipt.ts`).
 */
export function askAboutOpenCalls(context: RunContext, tx: Transaction, emit: Emit): void {
  for (const [key, step] of context.state.steps) {
    const { intent, planned, result } = step;
    const waits = result?.type === 'action_failed' || result?.type === 'action_put_off';
    const isOut = !result || (waits && step.mayHaveHappened);
    const agent = planned && tx.agent(planned.proposal.agent);
    if (intent && isOut && agent && planned.effect !== 'read') askAbout(context, tx, emit, key, step, agent);
  }
}

function askAbout(
  context: RunContext,
  tx: Transaction,
  emit: Emit,
  key: StepKey,
  step: StepState,
  agent: AgentRecord,
): void {
  const { intent, planned } = step;
  const input = inputOf(step);
  const definition = planned && context.parts.catalog.action(planned.proposal.action);
  if (!intent || !planned || !input || !definition)
    throw new SwitchyardError('internal', 'There is no intent to ask about.');
  const tool = context.parts.catalog.tool(definition.tool).title;
  const error = new SwitchyardError(
    'unknown_outcome',
    `${tool} gave no answer, so nobody knows whether it happened.`,
  ).toData();
  const approval = askPerson(context, tx, emit, key, {
    kind: 'unknown',
    title: `Did this happen? ${definition.proposes(input)}`,
    agentSays: '',
    reason: error.sentence,
    asked: agent.asks,
    agent: agent.id,
    effect: planned.effect,
    proposal: { ...proposalOf(context, key, planned.proposal), input },
    digest: intent.event.edited?.digest ?? planned.digest,
  });
  emit(key, { type: 'action_unknown', error, approval });
  tx.addAudit(context.now(), agent.name, 'action_unknown', {
    run: context.run.id,
    step: key,
    action: definition.type,
  });
}
