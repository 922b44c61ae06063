import { errorData, SwitchyardError } from '../base/errors.ts';
import { nodeOfStep, visitOfStep } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { ApprovalRecord, ConnectionRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { failOrRetry } from './action-failure.ts';
import { askAfterAll, checkOf, ruleAgainst } from './action-rules.ts';
import { calledOffInLine, putOff } from './action-put-off.ts';
import { lookUp } from './action-look-up.ts';
import { auditRefusal } from './action-refusal.ts';
import { accountRemoved, settle } from './action-receipt.ts';
import {
  actionContext,
  inputOf,
  opKeyOf,
  proposalOf,
  rungOf,
  type ActionUnderWay,
  type Moved,
} from './action-under-way.ts';
import { askWhetherItHappened } from './action-unknown.ts';
import { PutOff } from './breakers.ts';
import { callOut } from './call-out.ts';
import { capGate } from './cap-gate.ts';
import { takePermission } from './permissions.ts';
import { proposalDigest } from './proposal-digest.ts';
import { RunEnded, type Emit, type Put } from './run-context.ts';

/** Writes the intent, makes the call, writes the receipt. Throws when it was not planned, or not approved as planned. */
export async function callAction(action: ActionUnderWay): Promise<Moved> {
  const { context, key, step, wish } = action;
  const { planned } = step;
  if (!planned) throw new SwitchyardError('internal', 'An action was called before it was planned.');
  const hold = context.parts.breakers.holdOf(planned.proposal.connection);
  if (hold) return putOff(action, hold);
  const payment = step.intent ? undefined : action.runner.definition.money?.(inputToSend(action));
  const use = { counts: { calls: 1 }, money: payment };
  const letOut = await capGate(context, nodeOfStep(key), visitOfStep(key), use, wish.agent);
  if (letOut === 'parked') return 'parked';
  const wasSent = step.result?.type !== 'action_put_off';
  const attempt = (step.intent?.event.attempt ?? 0) + (wasSent || !step.intent ? 1 : 0);
  const opKey = opKeyOf(context, key, planned.digest);
  const check = await checkOf(action);
  const intend = (
    tx: Transaction,
    emit: Emit,
    put: Put,
  ): ConnectionRecord | 'refused' | 'asked' | 'not known' | undefined => {
    const rule = ruleAgainst(action, tx, check);
    if (rule !== undefined && step.mayHaveHappened) return 'not known';
    if (rule !== undefined) {
      emit(key, { type: 'action_refused', rule });
      refuse(action, tx, rule);
      return 'refused';
    }
    const { permission } = planned;
    const isFirst = !step.intent;
    if (permission !== undefined && isFirst && !takePermission(tx, permission, context.now())) {
      askAfterAll(action, planned, tx, emit, put);
      return 'asked';
    }
    const approval = step.asked && tx.approval(step.asked.approval);
    const approvedInput = step.intent ? undefined : consume(tx, approval, planned.decision, context.now());
    const input = approvedInput ?? inputOf(step) ?? planned.proposal.input;
    const digest = proposalDigest(proposalOf(context, key, { ...planned.proposal, input }));
    const expected = step.intent?.event.edited?.digest ?? approval?.finalDigest ?? planned.digest;
    // The executor recomputes the digest from what it is about to send (G4). A mismatch is a fault, never a call.
    if (digest !== expected) {
      throw new SwitchyardError(
        'internal',
        'What would be sent is not what was approved, so nothing was sent.',
      );
    }
    const account = tx.connection(planned.proposal.connection);
    if (!account) return undefined;
    emit(key, {
      type: 'action_intent',
      attempt,
      ...(digest === planned.digest ? {} : { edited: { input, digest } }),
      ...(approval?.decidedBy ? { approvedBy: approval.decidedBy } : {}),
    });
    context.parts.budget.count(tx, context.run.flow, use);
    return account;
  };
  const connection = await context.write('action.intent', intend).finally(letOut.done);
  if (connection === 'refused') return 'moved';
  if (connection === 'asked') return 'parked';
  // An earlier try may have gone through: no refusal and no missing account makes that unsaid.
  if (connection === 'not known' || (!connection && step.mayHaveHappened))
    return askWhetherItHappened(action);
  if (!connection) {
    const fix = 'Connect the account again and start a new run.';
    settle(action, accountRemoved('The account this was planned for has been removed.', fix));
    return 'moved';
  }
  return sendIntent(action, connection, opKey, context.now());
}

/** What would be sent now: with what a person changed, when the action was approved with a change. */
function inputToSend({ context, step }: ActionUnderWay): JsonObject {
  const approval = step.asked && context.parts.store.read.approval(step.asked.approval);
  return approval?.finalInput ?? inputOf(step) ?? {};
}

const refuse = ({ context, key, wish, runner }: ActionUnderWay, tx: Transaction, rule: string): void =>
  auditRefusal(context, tx, { step: key, agentName: wish.agent.name, action: runner.definition.type, rule });

/** Uses an approval up; it serves once. Gives the input that was approved, when a person edited it. */
function consume(
  tx: Transaction,
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

/**
 * Makes the call of the intent that is written down. `since`: when it was written (epoch ms). `isRepeat`: it may have
 * been made before, by a host that went away.
 */
export async function sendIntent(
  action: ActionUnderWay,
  connection: ConnectionRecord,
  opKey: string,
  since: number,
  isRepeat = false,
): Promise<Moved> {
  const { context, key, step, runner } = action;
  const input = inputOf(step) ?? {};
  const outside = actionContext(action, connection, opKey);
  const { signal } = context.parts;
  let wasSent = false;
  let output: JsonObject;
  let forbidden: string | undefined;
  const check = await checkOf(action);
  try {
    output = await callOut(context.parts, connection.id, context.run.priority, () => {
      // It may have stood in line for long: a run that was stopped meanwhile sends nothing.
      if (context.ended()) throw new RunEnded();
      forbidden = ruleAgainst(action, context.parts.store.read, check);
      if (forbidden !== undefined) throw new SwitchyardError('refused_by_policy', forbidden);
      wasSent = true;
      return runner.run(outside, input);
    });
  } catch (thrown) {
    if (thrown instanceof RunEnded) throw thrown;
    // The tool is away, or everything was called off. What was not sent says so, unless an earlier try may have gone
    // through: then it is looked at as after any crash, and so is what was sent.
    if (thrown instanceof PutOff) return putOff(action, thrown, isRepeat);
    if (signal.aborted) return wasSent || isRepeat ? 'parked' : calledOffInLine(action);
    if (forbidden !== undefined) {
      // "Never" was said while it stood in line, or while the host was away. It may have gone out before that.
      if (isRepeat || step.mayHaveHappened) return askWhetherItHappened(action);
      const rule = forbidden;
      context.note(key, { type: 'action_refused', rule }, (tx) => refuse(action, tx, rule));
      return 'moved';
    }
    const error = errorData(thrown);
    const lost = error.code === 'unknown_outcome';
    if (lost && (await rungOf(action, connection)) !== 'key') return lookUp(action, connection, since);
    return failOrRetry(action, lost ? { ...error, actor: 'time' } : error, { isLost: lost || isRepeat });
  }
  // Outside of the catch: a receipt that cannot be written is no failure of the call.
  settle(action, { output, connection });
  return 'moved';
}
