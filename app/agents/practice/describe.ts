import { durationInWords } from '../../base/duration.ts';
import { moneyInWords } from '../../base/money.ts';
import { NO_ANSWER, type Condition, type Deed, type DeedName, type Intent, type ToolDeed } from './rule.ts';

const INTENT: Record<Intent, string> = {
  refund: 'the customer asks for a refund',
  cancel: 'the customer wants to cancel',
  'charge-question': 'the customer asks about an invoice or a charge',
  broken: 'something does not work',
};
const NOUN: Record<ToolDeed, string> = {
  'look-up': 'the look-up',
  refund: 'the refund',
  cancel: 'the cancellation',
  'apply-offer': 'the offer',
  reply: 'the reply',
  note: 'the note',
  tag: 'the tag',
  assign: 'handing over the ticket',
  close: 'closing the ticket',
  post: 'the message',
  ask: 'the question to a teammate',
  'hand-over': 'handing over the case',
};
const isOwn = (deed: DeedName): deed is ToolDeed => Object.hasOwn(NOUN, deed);
const nounOf = (deed: DeedName): string =>
  isOwn(deed) ? NOUN[deed] : `“${deed.slice('use:'.length).replaceAll('_', ' ')}”`;
const THAN = { over: 'more than', 'at-least': 'at least', under: 'less than', 'up-to': 'at most' } as const;

/** A condition in the same plain words, however it was written: "a contract is running". */
export function conditionInWords(condition: Condition): string {
  switch (condition.is) {
    case 'intent':
      return INTENT[condition.intent];
    case 'answer':
      return condition.answer === 'declines'
        ? 'the customer declines the offer'
        : 'the customer accepts the offer';
    case 'contract-running':
      return 'a contract is running';
    case 'vip':
      return 'the customer is a VIP';
    case 'found':
      return 'the billing knows the customer';
    case 'subscribed':
      return 'there is a subscription';
    case 'plan':
      return `the customer is on the ${condition.plan} plan`;
    case 'fitting-charges':
      return condition.count === 'none'
        ? 'no charge fits the amount that is named'
        : 'more than one charge fits the amount that is named';
    case 'amount':
      return `the refund is ${THAN[condition.than]} ${moneyInWords({ amount: condition.cents, currency: 'usd' }).slice(1)}`;
    case 'mentions':
      return `the customer writes ${condition.words.map((word) => `“${word}”`).join(' or ')}`;
    case 'asked':
      return `a teammate asks for ${condition.words.map((word) => `“${word}”`).join(' and ')}`;
    case 'done':
      return `after ${nounOf(condition.deed)}`;
    case 'rejected':
      return `${condition.deed ? nounOf(condition.deed) : 'an action'} was rejected`;
    case 'failed':
      return condition.code === NO_ANSWER
        ? `a teammate has not answered ${condition.within === undefined ? 'in time' : `within ${durationInWords(condition.within)}`}`
        : condition.code === 'limit_reached'
          ? 'a limit of the tool is reached'
          : `${condition.deed ? nounOf(condition.deed) : 'an action'} failed`;
    case 'value':
      return `the ${condition.name} is “${condition.equals}”`;
    case 'not':
      return condition.of.is === 'all' || condition.of.is === 'any'
        ? `none of this: ${conditionInWords(condition.of)}`
        : `it is not so that ${conditionInWords(condition.of)}`;
    case 'all':
      return condition.of.length === 0 ? 'always' : condition.of.map(conditionInWords).join(', and ');
    case 'any':
      return condition.of.length === 0 ? 'it is not sure' : condition.of.map(conditionInWords).join(' or ');
  }
}

const FORBIDDEN = {
  everything: 'do nothing',
  offer: 'make no offer',
  refund: 'make no refund',
  cancel: 'do not cancel',
  reply: 'do not reply',
  close: 'do not close the ticket',
  post: 'post nothing',
} as const;

/** An order in plain words: "tag the ticket “technical”". */
export function deedInWords(deed: Deed): string {
  switch (deed.do) {
    case 'look-up':
      return 'look up the customer in the billing';
    case 'find-charge':
      return deed.by === 'named'
        ? 'find the charge that fits the amount the customer names'
        : 'find the latest charge';
    case 'refund':
      return deed.by === 'named' ? 'refund the amount that the customer names' : 'refund the latest charge';
    case 'cancel':
      return deed.when === 'now'
        ? 'cancel the subscription at once'
        : 'cancel the subscription at the end of the paid time';
    case 'apply-offer':
      return `put the coupon ${deed.coupon} on the subscription`;
    case 'reply':
      return `reply to the customer: “${deed.text}”`;
    case 'note':
      return deed.text === null ? 'add a note with what the customer asked' : `add the note “${deed.text}”`;
    case 'tag':
      return `tag the ticket ${deed.tags.map((tag) => `“${tag}”`).join(' and ')}`;
    case 'assign':
      return `assign the ticket to ${deed.to ?? 'the account manager'}`;
    case 'close':
      return 'close the ticket';
    case 'post':
      return `post in ${deed.channel}: “${deed.text}”`;
    case 'ask':
      return `ask ${deed.whom}: “${deed.text}”${deed.within === undefined ? '' : `, and wait ${durationInWords(deed.within)} at most`}`;
    case 'hand-over':
      return `hand the case over to ${deed.whom}${deed.text === '' ? '' : `: “${deed.text}”`}`;
    case 'use': {
      const what = `${deed.title.charAt(0).toLowerCase()}${deed.title.slice(1)}`;
      const given = deed.given.map(({ label, value }) => `${label}: “${value}”`).join(', ');
      return given === '' ? what : `${what} (${given})`;
    }
    case 'person':
      return 'hand it to a person';
    case 'leave':
      return FORBIDDEN[deed.what];
  }
}
