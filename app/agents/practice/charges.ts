import { moneyInWords } from '../../base/money.ts';
import { asksForPart, refundSentences } from './customer-words.ts';
import { customerWords, type Charge, type Facts } from './facts.ts';
import { amountsIn, type NamedAmount } from './money.ts';

/** What a choice came to, or why it could not be made, as the end of "I stopped because …". */
export type Choice<T> = { readonly chosen: T } | { readonly why: string };

/** The amount that the customer wants back: one, or a reason why it is not clear. */
export function namedAmount(facts: Facts): Choice<NamedAmount> {
  for (const text of customerWords(facts)) {
    const part = asksForPart(text);
    if (part !== undefined)
      return { why: `the customer writes “${part}”, and the practice model does not work amounts out` };
    for (const words of [refundSentences(text), text]) {
      const { amounts, unclear } = amountsIn(words);
      if (unclear) return { why: 'an amount in the message can be read in more than one way' };
      if (amounts.length > 1)
        return {
          why: `the message names more than one amount (${amounts.map(({ cents }) => (cents / 100).toFixed(2)).join(', ')})`,
        };
      if (amounts[0]) return { chosen: amounts[0] };
    }
  }
  return { why: 'the customer names no amount' };
}

/** A charge as a person recognises it: “Text reminders add-on, set-up”, $40.00, 2026-11-12. */
export const chargeInWords = ({ description, id, amount, currency, at }: Charge): string =>
  `“${description || id}”, ${moneyInWords({ amount, currency })}${at ? `, ${at.slice(0, 10)}` : ''}`;

/** Charges of exactly the named amount, of which nothing has been refunded. */
export const fittingCharges = (facts: Facts, { cents, currencies }: NamedAmount): readonly Charge[] =>
  facts.charges.filter(
    ({ amount, left, currency }) => amount === cents && left === cents && currencies.includes(currency),
  );

/** The one charge that a refund is for. Two candidates are none. */
export function chargeToRefund(facts: Facts, by: 'named' | 'latest'): Choice<Charge> {
  if (by === 'latest') {
    const open = facts.charges
      .filter(({ left, at }) => left > 0 && at !== '')
      .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
    const [latest, next] = open;
    if (!latest) return { why: 'there is no charge that could be refunded' };
    return next?.at === latest.at ? { why: 'two charges are equally new' } : { chosen: latest };
  }
  const amount = namedAmount(facts);
  if ('why' in amount) return amount;
  const [only, second] = fittingCharges(facts, amount.chosen);
  if (second)
    return {
      why: `more than one charge fits the amount: ${fittingCharges(facts, amount.chosen).map(chargeInWords).join('; ')}`,
    };
  if (only) return { chosen: only };
  const partly = facts.charges.some(
    (charge) => charge.amount === amount.chosen.cents && charge.left < charge.amount,
  );
  return {
    why: partly
      ? 'the charge of this amount has been refunded already, wholly or in part'
      : 'no charge fits the amount that the customer names',
  };
}
