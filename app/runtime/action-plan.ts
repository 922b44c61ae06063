import { SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { StepKey } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { AnyAction } from '../kit/define.ts';
import type { Proposal } from '../store/records.ts';
import { auditRefusal } from './action-refusal.ts';
import type { Wish } from './action-wish.ts';
import { askPerson } from './ask-person.ts';
import { gate, policyDigest, policyOf } from './gate.ts';
import { inputProblem } from './input-problem.ts';
import { knownData } from './known-data.ts';
import { proposalDigest } from './proposal-digest.ts';
import { isVip, outsideFields } from './provenance.ts';
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
  const effect = definition.effect(wish.input);
  const seen = seenByAgent(context, key);
  const { decision, rule } = gate(policy, {
    action: wish.action,
    actionTitle: definition.title,
    agentName: wish.agent.name,
    effect,
    money: definition.money?.(wish.input),
    vip: isVip(context.state.data) || seen.some(isVip),
    outside: outsideFields(
      definition.fields,
      wish.input,
      () => [knownData(context), ...seen],
      wish.operatorWords,
    ),
    allowed: wish.call === undefined || wish.agent.tools.includes(wish.action),
  });
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

/**
 * What the tools told the agent during this visit: part of the directory, like the run's own data. Only look-ups
 * count: what a change answers often repeats what the model asked for, and would make it known.
 */
function seenByAgent(context: RunContext, key: StepKey): readonly JsonObject[] {
  const visit = `${key.split('/')[0] ?? key}/`;
  return [...context.state.steps].flatMap(([step, { planned, result }]) =>
    step.startsWith(visit) && planned?.effect === 'read' && result?.type === 'action_done'
      ? [result.output]
      : [],
  );
}
