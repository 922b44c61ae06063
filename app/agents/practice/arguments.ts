import type { JsonObject } from '../../base/json.ts';
import { chargeToRefund, type Choice } from './charges.ts';
import { textAt, type Facts } from './facts.ts';
import { fill } from './fill.ts';
import type { Deed } from './rule.ts';
import { toolArguments } from './tool-arguments.ts';
import { wordsOf } from './tool-words.ts';

const needed = (value: string, why: string): Choice<string> => (value === '' ? { why } : { chosen: value });

/** The subscription that a change is for, when there is one that still runs. */
function subscriptionOf(facts: Facts): Choice<string> {
  const { billing } = facts;
  if (!billing) return { why: 'the customer was not looked up in the billing' };
  if (billing['found'] !== true) return { why: 'the billing does not know the customer' };
  const status = textAt(billing, 'subscription.status');
  if (/^(?:canceled|cancelled|incomplete_expired)$/.test(status))
    return { why: 'the subscription has ended already' };
  return needed(textAt(billing, 'subscription.id'), 'the customer has no subscription');
}

/** The teammate of this name, or the only one whose role has these words. */
export function teammateCalled(whom: string, { teammates }: Facts): Choice<string> {
  const said = wordsOf(whom);
  const part = wordsOf(whom.replace(/ (?:agent|team)$/i, ''));
  const named = teammates.filter(({ name }) => wordsOf(name).join(' ') === said.join(' '));
  const [only, second] =
    named.length > 0
      ? named
      : teammates.filter(({ role }) => part.every((word) => wordsOf(role).includes(word)));
  if (!only) return { why: `none of my teammates is called “${whom}”` };
  return second ? { why: `“${whom}” could be ${only.name} or ${second.name}` } : { chosen: only.name };
}

/** Makes one argument of a choice, or passes its reason on. */
const args = (choice: Choice<string>, make: (value: string) => JsonObject): Choice<JsonObject> =>
  'why' in choice ? choice : { chosen: make(choice.chosen) };

/** The arguments of the call that an order asks for; only values that are known, none of them made up. */
export function argumentsFor(deed: Deed, facts: Facts): Choice<JsonObject> {
  if (deed.do === 'use') return toolArguments(deed, facts);
  if (deed.do === 'look-up')
    return args(
      needed(textAt(facts.data, 'customer.email'), 'the customer’s e-mail address is not known'),
      (email) => ({ email }),
    );
  if (deed.do === 'cancel')
    return args(subscriptionOf(facts), (subscription) => ({ subscription, when: deed.when }));
  if (deed.do === 'apply-offer')
    return args(subscriptionOf(facts), (subscription) => ({ subscription, coupon: deed.coupon }));
  if (deed.do === 'ask') {
    const mate = teammateCalled(deed.whom, facts);
    if ('why' in mate) return mate;
    return args(fill(deed.text, facts), (question) => ({
      teammate: mate.chosen,
      question,
      ...(deed.within === undefined ? {} : { within: deed.within }),
    }));
  }
  if (deed.do === 'hand-over') {
    const mate = teammateCalled(deed.whom, facts);
    if ('why' in mate) return mate;
    return args(fill(deed.text || 'Please take over this case.', facts), (task) => ({
      teammate: mate.chosen,
      task,
    }));
  }
  if (deed.do === 'post') return args(fill(deed.text, facts), (text) => ({ channel: deed.channel, text }));
  if (deed.do === 'refund') {
    if (!facts.billing) return { why: 'the customer was not looked up in the billing' };
    if (facts.billing['found'] !== true) return { why: 'the billing does not know the customer' };
    const charge = chargeToRefund(facts, deed.by);
    if ('why' in charge) return charge;
    const number = textAt(facts.data, 'ticket.number');
    const { id, left, currency } = charge.chosen;
    return {
      chosen: {
        charge: id,
        amount: left,
        currency,
        ...(number === '' ? {} : { reason: `The customer asked for it in ticket ${number}.` }),
      },
    };
  }
  const ticket = textAt(facts.data, 'ticket.id');
  if (ticket === '') return { why: 'the ticket is not known' };
  switch (deed.do) {
    case 'reply':
      return args(fill(deed.text, facts), (text) => ({ ticket, text }));
    case 'note':
      return args(
        deed.text === null
          ? needed(facts.replyText || facts.ticketText, 'there is no message to note down')
          : fill(deed.text, facts),
        (text) => ({ ticket, text: deed.text === null ? `The customer wrote:\n\n${text}` : text }),
      );
    case 'tag':
      return { chosen: { ticket, tags: deed.tags } };
    case 'assign':
      return args(
        deed.to === null
          ? needed(textAt(facts.billing, 'customer.accountManager'), 'the account manager is not known')
          : { chosen: deed.to },
        (person) => ({ ticket, person }),
      );
    case 'close':
      return { chosen: { ticket } };
    default:
      return { why: 'this is nothing that a tool does' };
  }
}
