import { digestOf, type Digest } from '../base/digest.ts';
import { errorData, SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { StepKey } from '../base/ids.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { AnyAction } from '../kit/define.ts';
import { fieldSchema } from '../kit/fields.ts';
import type { ActionContext, Found } from '../kit/implement.ts';
import type { AnyActionRunner } from '../kit/runners.ts';
import type { AgentRecord, ApprovalRecord, ConnectionRecord, Proposal } from '../store/records.ts';
import { askPerson } from './ask-person.ts';
import { gate, policyDigest, policyOf } from './gate.ts';
import { connectionLane } from './parts.ts';
import { isVip, outsideFields } from './provenance.ts';
import { retryAt } from './retry.ts';
import { RunEnded, type RunContext } from './run-context.ts';
import type { StepState } from './run-state.ts';

/** What somebody wants done: a node of the flow, or an agent's model. */
export interface Wish {
  readonly action: string;
  readonly agent: AgentRecord;
  readonly input: JsonObject;
  /** The agent's own words beside it; quoted on the card. */
  readonly says: string;
  /** Texts that a person of this workspace wrote: where a destination may come from. */
  readonly operatorWords: readonly string[];
  /** The model's id of the call; absent when a node of the flow wants it. */
  readonly call?: string;
}

/** How it went. `parked`: the run waits on rows and holds no worker. */
export type Performed =
  | { readonly as: 'done'; readonly output: JsonObject }
  | { readonly as: 'failed'; readonly error: ErrorData }
  | { readonly as: 'declined'; readonly error: ErrorData }
  | { readonly as: 'parked' };

/**
 * The only way to an effect (G1): wish → gate → (approval) → intent → call → receipt, each durable before the next.
 * Called again for the same step it goes on where its rows end, so it is also the recovery (M1).
 */
export async function performAction(context: RunContext, key: StepKey, wish: Wish): Promise<Performed> {
  const runner = context.parts.runners.action(wish.action);
  if (!runner) {
    return declined('refused_by_policy', `This build of Switchyard does not know the action "${wish.action}".`);
  }
  const step = context.state.step(key);
  if (!step.planned && !step.result) {
    const planned = await plan(context, key, wish, runner.definition);
    if (planned) return planned;
  }
  for (;;) {
    const { result, decided, intent } = step;
    if (result?.type === 'action_done') return { as: 'done', output: result.output };
    if (result?.type === 'action_refused') return declined('refused_by_policy', `Not allowed: ${result.rule}.`);
    if (result?.type === 'action_failed' && result.retryAt === null) return { as: 'failed', error: result.error };
    if (result?.type === 'action_unknown' && !decided) return { as: 'parked' };
    if (step.planned?.decision === 'ask' && !intent) {
      if (!decided) return { as: 'parked' };
      if (decided.status !== 'approved') {
        const how = decided.status === 'rejected' ? `${decided.by} rejected it` : 'Nobody decided in time';
        return declined('rejected', `${how}${decided.note ? `: ${decided.note}` : '.'}`);
      }
    }
    const moved = intent && !result
      ? await recover(context, key, step, wish, runner)
      : await call(context, key, step, wish, runner);
    if (moved === 'parked') return { as: 'parked' };
  }
}

const declined = (code: 'refused_by_policy' | 'rejected', sentence: string): Performed => ({
  as: 'declined',
  error: new SwitchyardError(code, sentence).toData(),
});

/** Freezes the proposal, asks the gate, and writes down its answer. Gives a result only when there is nothing to do. */
async function plan(context: RunContext, key: StepKey, wish: Wish, definition: AnyAction): Promise<Performed | undefined> {
  const { parts, run } = context;
  const connection = parts.store.read.connectionOf(wish.agent.id, definition.tool);
  if (!connection) {
    const tool = parts.catalog.tool(definition.tool).title;
    return failEarly(context, key, wish, new SwitchyardError('no_connection', `${wish.agent.name} has no ${tool} account.`, { fix: `Connect ${tool} for ${wish.agent.name} in Connections.` }));
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
  const answer = gate(policy, {
    action: wish.action,
    actionTitle: definition.title,
    agentName: wish.agent.name,
    effect,
    money: definition.money?.(wish.input),
    vip: isVip(context.state.data) || seenByAgent(context, key).some(isVip),
    outside: outsideFields(definition.fields, wish.input, [context.state.data, ...seenByAgent(context, key)], wish.operatorWords),
    allowed: wish.call === undefined || wish.agent.tools.includes(wish.action),
  });
  const title = definition.proposes(wish.input);
  await context.write((tx, emit, put) => {
    emit(key, { type: 'action_planned', proposal, digest, effect, decision: answer.decision, rule: answer.rule, title, ...(wish.call === undefined ? {} : { call: wish.call }) });
    if (answer.decision === 'refuse') {
      emit(key, { type: 'action_refused', rule: answer.rule });
      tx.addAudit(context.now(), wish.agent.name, 'action_refused', { run: run.id, step: key, action: wish.action, rule: answer.rule });
    } else if (answer.decision === 'ask') {
      askPerson(context, tx, emit, key, { kind: 'action', title, agentSays: wish.says, reason: answer.rule, asked: wish.agent.asks, agent: wish.agent.id, effect, proposal, digest });
      put({ status: 'waiting', waitingFor: 'approval' });
    }
  });
  return undefined;
}

/** It cannot even be planned: written down, so that the agent is told and the story says why. */
async function failEarly(context: RunContext, key: StepKey, wish: Wish, error: SwitchyardError): Promise<Performed> {
  const data = error.toData();
  await context.write((_tx, emit) => {
    emit(key, { type: 'action_failed', error: data, retryAt: null, ...(wish.call === undefined ? {} : { call: wish.call }) });
  });
  return { as: 'failed', error: data };
}

/**
 * What the tools told the agent during this visit: part of the directory, like the run's own data. Only look-ups
 * count: what a change answers often repeats what the model asked for, and would make it known.
 */
function seenByAgent(context: RunContext, key: StepKey): readonly JsonObject[] {
  const visit = `${key.split('/')[0] ?? key}/`;
  return [...context.state.steps].flatMap(([step, { planned, result }]) =>
    step.startsWith(visit) && planned?.effect === 'read' && result?.type === 'action_done' ? [result.output] : [],
  );
}

export const proposalDigest = (proposal: Proposal): Digest => digestOf(proposal as unknown as Json); // a proposal is plain JSON by type

/** The first thing wrong with an action's final input, in a sentence. */
export function inputProblem(definition: AnyAction, input: JsonObject): string | undefined {
  for (const [name, field] of Object.entries(definition.fields as Record<string, Parameters<typeof fieldSchema>[0]>)) {
    if (name === 'agent') continue;
    const value = input[name];
    if (value === undefined || value === '') {
      if (!field.optional) return `"${field.label}" is missing for "${definition.title}".`;
      continue;
    }
    const parsed = fieldSchema(field).safeParse(value);
    if (!parsed.success) return `"${field.label}" of "${definition.title}" needs ${parsed.error.issues[0]?.message ?? 'another value'}.`;
  }
  return undefined;
}

/** Writes the intent, makes the call, writes the receipt. */
async function call(context: RunContext, key: StepKey, step: StepState, wish: Wish, runner: AnyActionRunner): Promise<'moved' | 'parked'> {
  const { parts } = context;
  const { planned } = step;
  if (!planned) throw new SwitchyardError('internal', 'An action was called before it was planned.');
  const attempt = (step.intent?.event.attempt ?? 0) + 1;
  const opKey = digestOf({ run: context.run.id, step: key, digest: planned.digest }).slice(0, 40);
  const ready = await context.write((tx, emit) => {
    const approval = step.asked && tx.approval(step.asked.approval);
    const approvedInput = step.intent ? undefined : consume(tx, approval, planned.decision, context.now());
    const input = approvedInput ?? step.intent?.event.input ?? planned.proposal.input;
    const digest = proposalDigest({ ...planned.proposal, input });
    const expected = step.intent?.event.digest ?? approval?.finalDigest ?? planned.digest;
    // The executor recomputes the digest from what it is about to send (G4). A mismatch is a fault, never a call.
    if (digest !== expected) throw new SwitchyardError('internal', 'What would be sent is not what was approved, so nothing was sent.');
    const connection = tx.connection(planned.proposal.connection);
    if (!connection) return { problem: new SwitchyardError('no_connection', 'The account this was planned for has been removed.', { fix: 'Connect the account again and start a new run.' }) };
    const approvedBy = approval?.decidedBy ?? null;
    emit(key, { type: 'action_intent', opKey, digest, attempt, input, approvedBy });
    return { connection, input, approvedBy };
  });
  if ('problem' in ready) {
    await settle(context, key, step, wish, runner, null, ready.problem.toData());
    return 'moved';
  }
  return attemptCall(context, key, step, wish, runner, ready.connection, opKey, parts.clock.now());
}

/** Uses an approval up; it serves once. Gives the input that was approved, when a person edited it. */
function consume(
  tx: Parameters<Parameters<RunContext['write']>[0]>[0],
  approval: ApprovalRecord | undefined,
  decision: 'run' | 'ask' | 'refuse',
  now: number,
): JsonObject | undefined {
  if (decision === 'run') return undefined;
  if (decision === 'refuse' || approval?.status !== 'approved' || approval.consumedAt !== null) {
    throw new SwitchyardError('refused_by_policy', 'There is no unused approval for this action.');
  }
  tx.putApproval({ ...approval, consumedAt: now });
  return approval.finalInput ?? undefined;
}

function actionContext(context: RunContext, step: StepState, wish: Wish, connection: ConnectionRecord, opKey: string): ActionContext {
  const approvedBy = step.intent?.event.approvedBy;
  return {
    connection: context.parts.connectionHandle(connection),
    opKey,
    attribution: { agentName: wish.agent.name, runId: context.run.id, ...(approvedBy ? { approvedBy } : {}) },
    signal: context.parts.signal,
    clock: context.parts.clock,
  };
}

async function attemptCall(context: RunContext, key: StepKey, step: StepState, wish: Wish, runner: AnyActionRunner, connection: ConnectionRecord, opKey: string, since: number): Promise<'moved' | 'parked'> {
  const input = step.intent?.event.input ?? {};
  const outside = actionContext(context, step, wish, connection, opKey);
  let output: JsonObject;
  try {
    output = await context.parts.lanes.within(connectionLane(connection.id), context.run.priority, () => {
      // It may have stood in line for long: a run or a host that was stopped meanwhile sends nothing.
      if (context.ended() || context.parts.signal.aborted) throw new RunEnded();
      return runner.run(outside, input);
    });
  } catch (thrown) {
    if (thrown instanceof RunEnded) throw thrown;
    // The host is stopping: leave the intent without receipt. Recovery looks at it as after any crash.
    if (context.parts.signal.aborted) return 'parked';
    const error = errorData(thrown);
    const lost = error.code === 'unknown_outcome';
    if (lost && runner.definition.idempotency !== 'key') return lookUp(context, key, step, wish, runner, connection, since);
    return failOrRetry(context, key, step, wish, lost ? { ...error, actor: 'time' } : error, runner);
  }
  // Outside of the catch: a receipt that cannot be written is no failure of the call.
  await settle(context, key, step, wish, runner, output, null, connection);
  return 'moved';
}

/** An intent without a receipt, after a crash: by the rung of the action (connectors.md section 2). */
async function recover(context: RunContext, key: StepKey, step: StepState, wish: Wish, runner: AnyActionRunner): Promise<'moved' | 'parked'> {
  const { intent, planned } = step;
  const connection = planned && context.parts.store.read.connection(planned.proposal.connection);
  if (!intent || !connection) {
    await settle(context, key, step, wish, runner, null, new SwitchyardError('no_connection', 'The account this was sent with has been removed.').toData());
    return 'moved';
  }
  // The vendor keeps our key: sending again with it cannot do it twice.
  const repeatable = runner.definition.idempotency === 'key' || runner.definition.effect(intent.event.input) === 'read';
  if (repeatable) return attemptCall(context, key, step, wish, runner, connection, intent.event.opKey, intent.at);
  return lookUp(context, key, step, wish, runner, connection, intent.at, true);
}

async function lookUp(context: RunContext, key: StepKey, step: StepState, wish: Wish, runner: AnyActionRunner, connection: ConnectionRecord, since: number, crashed = false): Promise<'moved' | 'parked'> {
  const { intent } = step;
  if (!intent) throw new SwitchyardError('internal', 'There is no intent to look up.');
  let found: Found<JsonObject> = { found: 'cannot-tell' };
  if (runner.find) {
    try {
      found = await runner.find(actionContext(context, step, wish, connection, intent.event.opKey), intent.event.input, since);
    } catch (thrown) {
      // The host is stopping: the intent stays without receipt, and the next start looks again.
      if (context.parts.signal.aborted) return 'parked';
      const error = errorData(thrown);
      // The tool is away, so we cannot look yet. Wait and look again; nothing is sent meanwhile.
      if (error.actor === 'time' && step.retries < 20) return lookLater(context, key, error);
    }
  }
  if (found.found === 'yes') {
    await settle(context, key, step, wish, runner, found.output, null, connection, true);
    return 'moved';
  }
  // It did not happen: try again as after any passing fault. A crash of ours is no failure of the tool, so it neither
  // lengthens the pause nor uses up a try; the short pause lets a call that was still on its way arrive first.
  if (found.found === 'no') {
    const error = new SwitchyardError('temporary', 'The call did not go through.').toData();
    return failOrRetry(context, key, step, wish, error, runner, crashed ? 1 : undefined);
  }
  return askWhetherItHappened(context, key, step, wish, runner);
}

/** Nobody can tell but a person who looks (M1: unknown). */
async function askWhetherItHappened(context: RunContext, key: StepKey, step: StepState, wish: Wish, runner: AnyActionRunner): Promise<'parked'> {
  const { intent } = step;
  if (!intent) throw new SwitchyardError('internal', 'There is no intent to ask about.');
  await context.record((tx, emit, put) => {
    const error = new SwitchyardError('unknown_outcome', `${context.parts.catalog.tool(runner.definition.tool).title} gave no answer, so nobody knows whether it happened.`).toData();
    const approval = askPerson(context, tx, emit, key, {
      kind: 'unknown',
      title: `Did this happen? ${runner.definition.proposes(intent.event.input)}`,
      agentSays: '',
      reason: error.sentence,
      asked: wish.agent.asks,
      agent: wish.agent.id,
      effect: step.planned?.effect ?? null,
      proposal: step.planned ? { ...step.planned.proposal, input: intent.event.input } : null,
      digest: intent.event.digest,
    });
    emit(key, { type: 'action_unknown', error, approval });
    tx.addAudit(context.now(), wish.agent.name, 'action_unknown', { run: context.run.id, step: key, action: wish.action });
    put({ status: 'waiting', waitingFor: 'approval' });
  });
  return 'parked';
}

/** Keeps the intent as it is and comes back to it. */
async function lookLater(context: RunContext, key: StepKey, error: ErrorData): Promise<'parked'> {
  const at = Math.max(context.now() + 15_000, error.retryAt ?? 0);
  await context.write((tx, emit, put) => {
    emit(key, { type: 'step_retried', error, attempt: context.state.step(key).retries + 1, retryAt: at });
    tx.putWait({ run: context.run.id, step: key, kind: 'retry', correlation: null, dueAt: at });
    put({ status: 'waiting', waitingFor: 'retry' });
  });
  return 'parked';
}

async function failOrRetry(context: RunContext, key: StepKey, step: StepState, wish: Wish, error: ErrorData, runner: AnyActionRunner, failures = step.retries + 1): Promise<'moved' | 'parked'> {
  const at = retryAt(error, failures, context.now(), context.parts.random.next());
  if (at === null) {
    if (error.code === 'unknown_outcome') return askWhetherItHappened(context, key, step, wish, runner);
    await settle(context, key, step, wish, runner, null, error);
    return 'moved';
  }
  await context.write((tx, emit, put) => {
    emit(key, { type: 'action_failed', error, retryAt: at });
    tx.putWait({ run: context.run.id, step: key, kind: 'retry', correlation: null, dueAt: at });
    put({ status: 'waiting', waitingFor: 'retry' });
  });
  return 'parked';
}

/** The receipt, with its line in the audit log, in one transaction. */
async function settle(context: RunContext, key: StepKey, step: StepState, wish: Wish, runner: AnyActionRunner, output: JsonObject | null, error: ErrorData | null, connection?: ConnectionRecord, recovered = false): Promise<void> {
  const { definition } = runner;
  const input = step.intent?.event.input ?? wish.input;
  const as = connection?.account?.name ?? connection?.label ?? '';
  await context.record((tx, emit) => {
    const common = { run: context.run.id, step: key, flow: context.run.flow, action: wish.action, input, as };
    if (output) {
      emit(key, { type: 'action_done', output, sentence: definition.did(input, output), as, recovered });
      if (step.planned?.effect !== 'read') {
        tx.addAudit(context.now(), wish.agent.name, 'action_done', { ...common, effect: step.planned?.effect ?? 'destructive', output, approvedBy: step.intent?.event.approvedBy ?? null, opKey: step.intent?.event.opKey ?? '' });
      }
      return;
    }
    const data = error ?? new SwitchyardError('internal', 'An action ended without a result.').toData();
    emit(key, { type: 'action_failed', error: data, retryAt: null });
    if (step.planned?.effect !== 'read') tx.addAudit(context.now(), wish.agent.name, 'action_failed', { ...common, code: data.code, error: data.sentence });
  });
}
