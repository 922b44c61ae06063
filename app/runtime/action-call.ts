import { SwitchyardError } from '../base/errors.ts';
import { nodeOfStep, visitOfStep, type ConnectionId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { ApprovalRecord, ConnectionRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { putOff } from './action-put-off.ts';
import { accountRemoved, settle } from './action-receipt.ts';
import { conclude, send, type CallMade, type Sent } from './action-send.ts';
import { inputOf, opKeyOf, proposalOf, type ActionUnderWay, type Moved } from './action-under-way.ts';
import { askWhetherItHappened } from './action-unknown.ts';
import { checkOf, refuse, ruleAgainst } from './action-never.ts';
import { askAfterAll } from './action-permission.ts';
import { PutOff } from './breakers.ts';
import type { Use } from './budget.ts';
import { capGate } from './cap-gate.ts';
import { connectionLane } from './parts.ts';
import { proposalDigest } from './proposal-digest.ts';
import type { Check } from './gate-conditions.ts';
import { takePermission } from './permissions.ts';
import { RunEnded, type Emit, type Put, type RunContext } from './run-context.ts';

/** Who stands in line for longer than this is shown where it stands (milliseconds). */
const SHOWN_AFTER_MS = 1_000;

/**
 * Takes a place in the account's lane, writes the intent, makes the call, and writes the receipt when the place is free
 * again. The intent comes after the place, so that after a crash only what may really have gone out is looked up or
 * asked about. Throws when it was not planned, or not approved as planned.
 */
export async function callAction(action: ActionUnderWay): Promise<Moved> {
  const { context, key, step, wish } = action;
  const { breakers, signal } = context.parts;
  const { planned } = step;
  if (!planned) throw new SwitchyardError('internal', 'An action was called before it was planned.');
  const hold = breakers.holdOf(planned.proposal.connection);
  if (hold) return putOff(action, hold);
  const payment = step.intent ? undefined : action.runner.definition.money?.(inputToSend(action));
  const use = { counts: { calls: 1 }, money: payment };
  const letOut = await capGate(context, nodeOfStep(key), visitOfStep(key), use, wish.agent);
  if (letOut === 'parked') return 'parked';
  let out: CallMade | NotCalled | PutOff;
  try {
    out = await inLane(context, planned.proposal.connection, async () => {
      // It may have stood in line for long.
      if (context.ended()) throw new RunEnded();
      const away = breakers.holdOf(planned.proposal.connection);
      if (away) return away;
      const check = await checkOf(action);
      const account = await context.write('action.intent', intend(action, use, check)).finally(letOut.done);
      if (account === undefined || typeof account === 'string') return { not: account ?? 'no account' };
      const since = context.now();
      const sent = await send(action, account, opKeyOf(context, key, planned.digest));
      return { account, since, sent };
    });
  } catch (thrown) {
    // Called off in line: nothing was written, so the run is as it was.
    if (signal.aborted && !(thrown instanceof RunEnded)) return 'parked';
    throw thrown;
  } finally {
    letOut.done();
  }
  if (out instanceof PutOff) return putOff(action, out);
  if ('sent' in out) return conclude(action, out);
  if (out.not === 'refused') return 'moved';
  if (out.not === 'asked') return 'parked';
  // An earlier try may have gone through: no refusal and no missing account makes that unsaid.
  if (out.not === 'not known' || step.mayHaveHappened) return askWhetherItHappened(action);
  const fix = 'Connect the account again and start a new run.';
  settle(action, accountRemoved('The account this was planned for has been removed.', fix));
  return 'moved';
}

/** Makes the call of an intent from before a crash once more. */
export async function repeatCall(action: ActionUnderWay, account: ConnectionRecord): Promise<Moved> {
  const { context, key, step } = action;
  const { planned, intent } = step;
  if (!planned || !intent) throw new SwitchyardError('internal', 'There is no intent to repeat.');
  let sent: Sent;
  try {
    sent = await inLane(context, account.id, () =>
      send(action, account, opKeyOf(context, key, planned.digest)),
    );
  } catch (thrown) {
    // Called off in line: it may have gone out before the crash, so the intent stays as it is.
    if (context.parts.signal.aborted && !(thrown instanceof RunEnded)) return 'parked';
    throw thrown;
  }
  return conclude(action, { account, since: intent.at, sent, isRepeat: true });
}

/** Does `work` with a place in the lane of an account. While it stands in line, what is noted is written down. */
async function inLane<T>(context: RunContext, connection: ConnectionId, work: () => Promise<T>): Promise<T> {
  const { lanes, clock, signal } = context.parts;
  let shown: Promise<void> | undefined;
  const cancel = clock.after(SHOWN_AFTER_MS, () => {
    shown = context.flush('run.park');
    shown.catch(() => {}); // it is thrown below, when there is a place
  });
  try {
    return await lanes.within(
      connectionLane(connection),
      context.run.priority,
      async () => {
        cancel();
        await shown;
        return work();
      },
      signal,
    );
  } finally {
    cancel();
  }
}

/** Why nothing was sent. */
interface NotCalled {
  readonly not: 'refused' | 'asked' | 'not known' | 'no account';
}

/**
 * Writes the intent, inside a transaction: what is sent is what was planned or approved, and no rule is against it now.
 * Gives the account; a word when nothing may be sent, and nothing when there is no such account any more.
 */
function intend(action: ActionUnderWay, use: Use, check: Check | undefined) {
  const { context, key, step } = action;
  return (
    tx: Transaction,
    emit: Emit,
    put: Put,
  ): ConnectionRecord | 'refused' | 'asked' | 'not known' | undefined => {
    const { planned } = step;
    if (!planned) throw new SwitchyardError('internal', 'An action was called before it was planned.');
    const wasSent = step.result?.type !== 'action_put_off';
    const attempt = (step.intent?.event.attempt ?? 0) + (wasSent || !step.intent ? 1 : 0);
    const rule = ruleAgainst(action, tx, check);
    if (rule !== undefined && step.mayHaveHappened) return 'not known';
    if (rule !== undefined) {
      emit(key, { type: 'action_refused', rule });
      refuse(action, tx, rule);
      return 'refused';
    }
    const { permission } = planned;
    if (permission !== undefined && !step.intent && !takePermission(tx, permission, context.now())) {
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
    context.parts.budget.count(tx, { flow: context.run.flow, agent: planned.proposal.agent }, use);
    return account;
  };
}

/** What would be sent now: with what a person changed, when the action was approved with a change. */
function inputToSend({ context, step }: ActionUnderWay): JsonObject {
  const approval = step.asked && context.parts.store.read.approval(step.asked.approval);
  return approval?.finalInput ?? inputOf(step) ?? {};
}

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
