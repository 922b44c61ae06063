import { errorData, SwitchyardError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { ConnectionRecord } from '../store/records.ts';
import { failOrRetry } from './action-failure.ts';
import { lookUp } from './action-look-up.ts';
import { checkOf, refuse, ruleAgainst } from './action-never.ts';
import { calledOff, putOff } from './action-put-off.ts';
import { settle } from './action-receipt.ts';
import { actionContext, inputOf, rungOf, type ActionUnderWay, type Moved } from './action-under-way.ts';
import { askWhetherItHappened } from './action-unknown.ts';
import { PutOff } from './breakers.ts';
import { RunEnded } from './run-context.ts';

/** What came of a call. `wasSent`: it may have reached the tool. `rule`: it is forbidden, and was not sent. */
export type Sent =
  | { readonly output: JsonObject }
  | { readonly thrown: unknown; readonly wasSent: boolean; readonly rule?: string | undefined };

/** A call whose intent is written down. */
export interface CallMade {
  readonly account: ConnectionRecord;
  /** When the intent was written (epoch ms). */
  readonly since: number;
  readonly sent: Sent;
  /** It may have been made before, by a host that went away. */
  readonly isRepeat?: boolean;
}

/** Makes the call of an intent, through the breaker of its account. Throws RunEnded when the run was stopped meanwhile. */
export async function send(action: ActionUnderWay, account: ConnectionRecord, opKey: string): Promise<Sent> {
  const { context, step, runner } = action;
  const { breakers, signal, store } = context.parts;
  const input = inputOf(step) ?? {};
  const outside = actionContext(action, account, opKey);
  const check = await checkOf(action);
  let wasSent = false;
  let rule: string | undefined;
  try {
    const output = await breakers.through(account.id, signal, () => {
      signal.throwIfAborted();
      if (context.ended()) throw new RunEnded();
      rule = ruleAgainst(action, store.read, check);
      if (rule !== undefined) throw new SwitchyardError('refused_by_policy', rule);
      wasSent = true;
      return runner.run(outside, input);
    });
    return { output };
  } catch (thrown) {
    if (thrown instanceof RunEnded) throw thrown;
    return { thrown, wasSent, rule };
  }
}

/** Writes down what came of a call: the receipt, a try to come, or a question to a person. */
export async function conclude(
  action: ActionUnderWay,
  { account, since, sent, isRepeat = false }: CallMade,
): Promise<Moved> {
  const { context, key, step } = action;
  if ('output' in sent) {
    settle(action, { output: sent.output, connection: account });
    return 'moved';
  }
  const { thrown, wasSent, rule } = sent;
  // The tool is away, or everything was called off. What was not sent says so, unless an earlier try may have gone
  // through: then it is looked at as after any crash, and so is what was sent.
  if (thrown instanceof PutOff) return putOff(action, thrown, isRepeat);
  if (context.parts.signal.aborted) return wasSent || isRepeat ? 'parked' : calledOff(action);
  if (rule !== undefined) {
    // "Never" was said in the last moment, or while the host was away. It may have gone out before that.
    if (isRepeat || step.mayHaveHappened) return askWhetherItHappened(action);
    context.note(key, { type: 'action_refused', rule }, (tx) => refuse(action, tx, rule));
    return 'moved';
  }
  const error = errorData(thrown);
  const lost = error.code === 'unknown_outcome';
  if (lost && (await rungOf(action, account)) !== 'key') return lookUp(action, account, since);
  return failOrRetry(action, lost ? { ...error, actor: 'time' } : error, { isLost: lost || isRepeat });
}
