import { chargeToRefund, fittingCharges, namedAmount } from './charges.ts';
import { answerIn, intentIn } from './customer-words.ts';
import { conditionInWords } from './describe.ts';
import { customerWords, textAt, type Facts, type PastCall } from './facts.ts';
import type { Condition, Intent, Rule } from './rule.ts';
import { valueNamed } from './tool-arguments.ts';
import { wordsOf } from './tool-words.ts';
import { plainWords } from './words.ts';

/** True, false or not known. What is not known is never taken as true. */
export type Truth =
  | { readonly is: true | false }
  | { readonly is: 'unknown'; readonly why: string; readonly needsBilling: boolean };

const known = (is: boolean): Truth => ({ is });
const unknown = (why: string, needsBilling = false): Truth => ({ is: 'unknown', why, needsBilling });

/** What conditions are judged by. */
export interface Grounds {
  readonly facts: Facts;
  /** What the task says has happened already. */
  readonly claims: readonly Condition[];
  readonly rules: readonly Rule[];
}

/** A newer message decides where it says something; otherwise the older one holds. */
function intentTruth(facts: Facts, intent: Intent): Truth {
  const said = customerWords(facts).map((text) => intentIn(text, intent));
  const decisive = said.find((s) => s === 'yes' || s === 'denied');
  if (decisive) return known(decisive === 'yes');
  return said.length === 0 || said.includes(undefined)
    ? unknown('the customer’s message cannot be read (only English is)')
    : known(false);
}

const same = (a: Condition, b: Condition): boolean => JSON.stringify(a) === JSON.stringify(b);

function answerTruth({ facts, claims }: Grounds, condition: Extract<Condition, { is: 'answer' }>): Truth {
  const claimed = claims.find((claim) => claim.is === 'answer');
  const read = facts.replyText === '' ? undefined : answerIn(facts.replyText);
  if (claimed?.is === 'answer') {
    if (read && read !== claimed.answer)
      return unknown(
        `the task says that ${conditionInWords(claimed)}, but the answer reads as if they ${read === 'accepts' ? 'accept' : 'decline'} it`,
      );
    return known(claimed.answer === condition.answer);
  }
  if (facts.replyText === '') return known(false);
  return read
    ? known(read === condition.answer)
    : unknown('it cannot be told from the answer whether the customer accepts or declines the offer');
}

/** The newest moment that is on record; a contract that ended before it is over for certain. */
const newestMoment = (facts: Facts): string =>
  [textAt(facts.data, 'reply.at'), ...facts.charges.map(({ at }) => at)].toSorted().at(-1) ?? '';

function billingTruth(facts: Facts, condition: Condition): Truth {
  const { billing } = facts;
  if (!billing) return unknown(`the billing was not asked whether ${conditionInWords(condition)}`, true);
  if (condition.is === 'found')
    return typeof billing['found'] === 'boolean'
      ? known(billing['found'])
      : unknown('the billing does not say whether it knows the customer');
  if (billing['found'] !== true) return unknown('the billing does not know the customer');
  switch (condition.is) {
    case 'contract-running': {
      const subscription = billing['subscription'];
      const until = textAt(subscription, 'contractUntil');
      if (until === '')
        return subscription === undefined ? unknown('the billing says nothing of a contract') : known(false);
      return known(!/^\d{4}-\d\d-\d\d/.test(until) || until.slice(0, 10) >= newestMoment(facts).slice(0, 10));
    }
    case 'vip': {
      const customer = billing['customer'];
      const vip =
        typeof customer === 'object' && customer !== null && 'vip' in customer ? customer.vip : undefined;
      return typeof vip === 'boolean'
        ? known(vip)
        : unknown('the billing does not say whether the customer is a VIP');
    }
    case 'subscribed':
      return known(
        textAt(billing, 'subscription.id') !== '' &&
          !/^(?:canceled|cancelled|incomplete_expired)$/.test(textAt(billing, 'subscription.status')),
      );
    case 'plan': {
      const plan = textAt(billing, 'subscription.plan');
      return plan === ''
        ? unknown('the billing does not say which plan the customer is on')
        : known(plan.toLowerCase() === condition.plan.toLowerCase());
    }
    default:
      return unknown(conditionInWords(condition));
  }
}

/** Charges are looked for only when a refund is due by some rule; without one the question does not come up. */
function refundWanted(grounds: Grounds): Truth {
  const truths = grounds.rules
    .filter((rule) => rule.deeds.some((deed) => deed.do === 'refund' || deed.do === 'find-charge'))
    .map((rule) => judge(rule.when, grounds));
  return truths.find((t) => t.is === true) ?? truths.find((t) => t.is === 'unknown') ?? known(false);
}

function fittingTruth(grounds: Grounds, count: 'none' | 'several'): Truth {
  const wanted = refundWanted(grounds);
  if (wanted.is !== true) return wanted;
  const { facts } = grounds;
  if (facts.calls.some((call) => call.deed === 'refund' && call.result)) return known(false);
  if (!facts.billing) return unknown('the billing was not asked for the charges', true);
  const amount = namedAmount(facts);
  if ('why' in amount) return unknown(amount.why);
  const fitting = fittingCharges(facts, amount.chosen).length;
  return known(count === 'none' ? fitting === 0 : fitting > 1);
}

function amountTruth(grounds: Grounds, { than, cents }: Extract<Condition, { is: 'amount' }>): Truth {
  const wanted = intentTruth(grounds.facts, 'refund');
  if (wanted.is !== true) return wanted;
  const named = namedAmount(grounds.facts);
  const charge = grounds.facts.billing ? chargeToRefund(grounds.facts, 'named') : undefined;
  const amount =
    charge && 'chosen' in charge ? charge.chosen.amount : 'chosen' in named ? named.chosen.cents : undefined;
  if (amount === undefined) return unknown('why' in named ? named.why : 'the amount is not known');
  return known(
    than === 'over'
      ? amount > cents
      : than === 'at-least'
        ? amount >= cents
        : than === 'under'
          ? amount < cents
          : amount <= cents,
  );
}

const stem = (word: string): string => word.toLowerCase().replace(/(?:'s|s|es)$/, '');

function mentionsTruth(facts: Facts, words: readonly string[]): Truth {
  const said = customerWords(facts).join('\n');
  if (said === '') return unknown('there is no message');
  const text = ` ${plainWords(said).map(stem).join(' ')} `;
  return known(words.some((word) => text.includes(` ${plainWords(word).map(stem).join(' ')} `)));
}

/** Is this past call what the condition speaks of? */
export const isTrouble = (
  call: PastCall,
  condition: Extract<Condition, { is: 'rejected' | 'failed' }>,
): boolean =>
  call.problem?.kind === condition.is &&
  (condition.deed === undefined || call.deed === condition.deed) &&
  (condition.is === 'rejected' || condition.code === undefined || call.problem.code === condition.code);

function valueTruth(facts: Facts, { name, equals }: Extract<Condition, { is: 'value' }>): Truth {
  const found = valueNamed(name, facts, /^\d+$/.test(equals));
  return 'why' in found
    ? unknown(found.why)
    : known(plainWords(found.chosen).join(' ') === plainWords(equals).join(' '));
}

/** Judges a condition by what is known, in three values. */
export function judge(condition: Condition, grounds: Grounds): Truth {
  const { facts, claims } = grounds;
  if (condition.is !== 'answer' && claims.some((claim) => same(claim, condition))) return known(true);
  switch (condition.is) {
    case 'intent':
      return intentTruth(facts, condition.intent);
    case 'answer':
      return answerTruth(grounds, condition);
    case 'fitting-charges':
      return fittingTruth(grounds, condition.count);
    case 'amount':
      return amountTruth(grounds, condition);
    case 'mentions':
      return mentionsTruth(facts, condition.words);
    case 'asked': {
      const question = wordsOf(textAt(facts.data, 'asked.task'));
      return known(condition.words.every((word) => question.includes(word)));
    }
    case 'done':
      return known(facts.calls.some((call) => call.deed === condition.deed && call.result !== undefined));
    case 'rejected':
    case 'failed':
      return known(facts.calls.some((call) => isTrouble(call, condition)));
    case 'value':
      return valueTruth(facts, condition);
    case 'not': {
      const inner = judge(condition.of, grounds);
      return inner.is === 'unknown' ? inner : known(!inner.is);
    }
    case 'all':
    case 'any': {
      const parts = condition.of.map((part) => judge(part, grounds));
      const deciding = condition.is === 'any';
      const unclear = parts.filter((part) => part.is === 'unknown');
      if (parts.some((part) => part.is === deciding)) return known(deciding);
      // A part that the billing can settle is worth asking for only while nothing else is unclear.
      return unclear.find((part) => !part.needsBilling) ?? unclear[0] ?? known(!deciding);
    }
    default:
      return billingTruth(facts, condition);
  }
}
