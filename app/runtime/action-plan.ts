import { SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { StepKey } from '../base/ids.ts';
import type { AnyAction } from '../kit/define.ts';
import type { Proposal } from '../store/records.ts';
import { auditRefusal } from './action-refusal.ts';
import type { Wish } from './action-wish.ts';
import { askPerson } from './ask-person.ts';
import { conditionCheck } from './condition-check.ts';
import { gate, hasConditions, policyDigest, policyOf } from './gate.ts';
import { gateFacts } from './gate-facts.ts';
import { inputProblem } from './input-problem.ts';
import { proposalDigest } from './proposal-digest.ts';
import type { RunContext } from './run-context.ts';

/**
 * Freezes the proposal, asks the gate, and writes down its answer. Gives an error, which is written down too, when
 * the wish cannot even be planned.
 */
export async function planAction(
  context: RunContext,
  key: StepKey,
  wish: Wish,
  definition: AnyAction,
): Promise<ErrorData | undefined> {
  const { parts, run } = context;
  const connection = parts.store.read.connectionOf(wish.agent.id, definition.tool);
  if (!connection) {
    const tool = parts.catalog.tool(definition.tool).title;
    const error = new SwitchyardError('no_connection', `${wish.agent.name} has no ${tool} account.`, {
      fix: `Connect ${tool} for ${wish.agent.name} in Connections.`,
    });
    return failEarly(context, key, wish, error);
  }
  const problem = inputProblem(definition, wish.input);
  if (problem) return failEarly(context, key, wish, new SwitchyardError('invalid_input', problem));

  const policy = policyOf(wish.agent);
  const proposal: Proposal = {
    run: run.id,
    step: key,
    plan: run.planHash,
    policy: policyDigest(policy),
    action: wish.action,
    actionVersion: definition.version,
    agent: wish.agent.id,
    connection: connection.id,
    input: wish.input,
  };
  const digest = proposalDigest(proposal);
  const facts = gateFacts(context, key, wish, definition, wish.input);
  const permissions = parts.store.read.permissions(wish.agent.id);
  const check = hasConditions(policy, wish.action) ? await conditionCheck(facts.now) : undefined;
  const { decision, rule, cause, permission } = gate({ ...policy, permissions }, facts, check);
  const effect = facts.effect ?? 'destructive';
  const title = definition.proposes(wish.input);
  const { run: _run, step: _step, plan: _plan, ...planned } = proposal;
  context.note(key, {
    type: 'action_planned',
    proposal: planned,
    digest,
    effect,
    decision,
    rule,
    title,
    ...(wish.call === undefined ? {} : { call: wish.call }),
    ...(permission === undefined ? {} : { permission }),
    ...(cause === undefined ? {} : { cause }),
  });
  // What runs by itself is written together with the intent; see action-call.
  if (decision === 'run') return undefined;
  await context.write('action.plan', (tx, emit, put) => {
    if (decision === 'refuse') {
      emit(key, { type: 'action_refused', rule });
      auditRefusal(context, tx, { step: key, agentName: wish.agent.name, action: wish.action, rule });
    } else {
      askPerson(context, tx, emit, key, {
        kind: 'action',
        title,
        agentSays: wish.says,
        reason: rule,
        asked: wish.agent.asks,
        agent: wish.agent.id,
        effect,
        proposal,
        digest,
        who: facts.who,
        ...(cause === undefined ? {} : { cause }),
      });
      put({ status: 'waiting', waitingFor: 'approval' });
    }
  });
  return undefined;
}

/** It cannot even be planned: written down, so that the agent is told and the story says why. */
async function failEarly(
  context: RunContext,
  key: StepKey,
  wish: Wish,
  problem: SwitchyardError,
): Promise<ErrorData> {
  const error = problem.toData();
  await context.write('action.unplannable', (_tx, emit) => {
    emit(key, {
      type: 'action_failed',
      error,
      retryAt: null,
      ...(wish.call === undefined ? {} : { call: wish.call }),
    });
  });
  return error;
}
