import { moneyInWords } from '../../base/money.ts';
import { withDefaults } from '../../kit/fields.ts';
import { shorten } from '../../kit/names.ts';
import { textAt, type Facts, type PastCall } from './facts.ts';
import type { DeedName, ToolDeed, Unread } from './rule.ts';

/** A directive as it is named in a sentence. */
export const quoted = (text: string, most = 120): string =>
  `“${shorten(text.replaceAll(/\s+/g, ' ').trim(), most)}”`;

const TRIED: Record<ToolDeed, string> = {
  'look-up': 'Looking up the customer',
  refund: 'The refund',
  cancel: 'The cancellation',
  'apply-offer': 'Applying the offer',
  reply: 'The reply',
  note: 'The note',
  tag: 'Tagging the ticket',
  assign: 'Handing over the ticket',
  close: 'Closing the ticket',
  post: 'The message',
  ask: 'Asking a teammate',
  'hand-over': 'Handing over the case',
};

const isOwn = (deed: DeedName): deed is ToolDeed => Object.hasOwn(TRIED, deed);
/** The title of a tool as the operator knows it. */
const titleOf = ({ tool }: PastCall, facts: Facts): string =>
  facts.tools.find(({ toolName }) => toolName === tool)?.title ?? tool;

function didInWords(call: PastCall, facts: Facts): string {
  const { result, args } = call;
  switch (call.deed) {
    case 'look-up':
      return result?.['found'] === false
        ? 'Looked for the customer in the billing, which does not know them.'
        : 'Looked up the customer in the billing.';
    case 'refund': {
      const { amount, currency } = result ?? {};
      const charge = facts.charges.find(({ id }) => id === args['charge']);
      return `Refunded ${typeof amount === 'number' && typeof currency === 'string' ? moneyInWords({ amount, currency }) : 'an amount'}${charge ? ` for “${charge.description || charge.id}”` : ''}.`;
    }
    case 'cancel':
      return args['when'] === 'now'
        ? 'Cancelled the subscription at once.'
        : `Set the subscription to end${textAt(result, 'endsAt') ? ` on ${textAt(result, 'endsAt').slice(0, 10)}` : ' with the paid time'}.`;
    case 'apply-offer':
      return `Put the coupon ${textAt(args, 'coupon')} on the subscription.`;
    case 'reply':
      return 'Replied to the customer.';
    case 'note':
      return 'Added a note to the ticket.';
    case 'tag':
      return `Tagged the ticket${Array.isArray(args['tags']) ? ` ${args['tags'].map((tag) => `“${String(tag)}”`).join(' and ')}` : ''}.`;
    case 'assign':
      return `Assigned the ticket to ${textAt(args, 'person')}.`;
    case 'close':
      return 'Closed the ticket.';
    case 'post':
      return `Posted in ${textAt(args, 'channel')}.`;
    case 'ask':
      return `Asked ${textAt(args, 'teammate')}, who answered: “${shorten(textAt(result, 'answer'), 160)}”`;
    default: {
      const known = facts.tools.find(({ toolName }) => toolName === call.tool);
      return known && result
        ? `${known.did(withDefaults(known.fields, args), result)}.`
        : `Called ${call.tool}.`;
    }
  }
}

/** "The refund was rejected: Lee rejected this. The note says: …" */
export const problemInWords = (call: PastCall, facts: Facts): string =>
  `${isOwn(call.deed) ? TRIED[call.deed] : quoted(titleOf(call, facts))} ${call.problem?.kind === 'rejected' ? 'was not allowed' : 'did not work'}: ${call.problem?.sentence ?? ''}`;

/** What was done in this visit, in the order it was done. */
export const doneInWords = (facts: Facts): string =>
  facts.calls.map((call) => (call.result ? didInWords(call, facts) : problemInWords(call, facts))).join(' ');

/** The sentences that could not be read, named one by one. */
export const unreadInWords = (unread: readonly Unread[]): string =>
  [
    ...new Set(
      unread.map(({ source, part, why }) =>
        part.length < source.length - 1
          ? `${quoted(source)} (“${shorten(part.replaceAll(/\s+/g, ' '), 80)}” ${why})`
          : quoted(source),
      ),
    ),
  ].join('; ');
