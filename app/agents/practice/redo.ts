import type { JsonObject } from '../../base/json.ts';
import { CALL_MARK, type Facts, type PastCall } from './facts.ts';
import { amountsIn } from './money.ts';

/** What stands behind the running number of a call's id: the order it carries out. */
const orderOf = (call: PastCall): string => call.id.replace(/^[a-z]+-\d+/, '');

/** Was the same order tried again later, as a person wanted it? Then how it went the first time counts no more. */
export const wasTriedAgain = (call: PastCall, { calls }: Facts): boolean =>
  call.problem?.redo !== undefined &&
  calls.slice(calls.indexOf(call) + 1).some((later) => orderOf(later) === orderOf(call));

/**
 * A call that a person turned down and wants tried again, in the way their note says. The practice model can read one
 * thing from a note: another amount. Undefined when the note names none, more than one, or none for this.
 */
export function asTheNoteSays(
  call: PastCall,
  facts: Facts,
): { readonly args: JsonObject; readonly id: string } | undefined {
  const { currency, amount } = call.args;
  const { amounts, unclear } = amountsIn(call.problem?.redo ?? '');
  const [named, ...others] = amounts;
  if (typeof amount !== 'number' || !named || others.length > 0 || unclear) return undefined;
  if (!named.currencies.some((one) => one === currency)) return undefined;
  return {
    args: { ...call.args, amount: named.cents },
    id: `${CALL_MARK}-${facts.calls.length + 1}${orderOf(call)}`,
  };
}
