import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../base/json.ts';
import { moneyInWords } from '../../base/money.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { Choice } from './charges.ts';
import { doneCall, textAt, type Charge, type Facts } from './facts.ts';

const MOST_CHARGES_LISTED = 5;

const setAt = (target: Record<string, Json>, name: string, value: string): void => {
  if (value !== '') target[name] = value;
};

function chargesInWords(facts: Facts): string {
  const money = (amount: number, currency: string): string => moneyInWords({ amount, currency });
  // The list was read before this visit's refund was made.
  const refund = doneCall(facts, 'refund');
  const paid = refund?.result?.['amount'];
  const leftOf = ({ id, left }: Charge): number =>
    id === refund?.args['charge'] && typeof paid === 'number' ? left - paid : left;
  return facts.charges
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, MOST_CHARGES_LISTED)
    .map((charge) => {
      const { at, description, id, amount, currency } = charge;
      const back = amount - leftOf(charge);
      return `- ${at ? `${at.slice(0, 10)}: ` : ''}${description || id}, ${money(amount, currency)}${back > 0 ? ` (${money(back, currency)} of it refunded)` : ''}`;
    })
    .join('\n');
}

/**
 * What can be filled into a text, by name: the run's data, what the billing said, and what was done in this visit.
 * The amount is the one that was really refunded, which a person may have changed.
 */
function fillers(facts: Facts): JsonObject {
  const { data, billing } = facts;
  const customer: Record<string, Json> = {};
  for (const source of [data['customer'], billing?.['found'] === true ? billing['customer'] : undefined]) {
    if (isJsonObject(source))
      for (const [key, value] of Object.entries(source))
        if (value !== '' && value !== null) customer[key] = value;
  }
  setAt(customer, 'first', textAt(customer, 'name').trim().split(/\s+/)[0] ?? '');
  const all: Record<string, Json> = { ...data, customer };

  const subscription = billing?.['found'] === true ? billing['subscription'] : undefined;
  if (isJsonObject(subscription) && subscription['id'] !== '') {
    const { amount, currency } = subscription;
    all['subscription'] = {
      ...subscription,
      ...(typeof amount === 'number' && typeof currency === 'string' && currency !== ''
        ? { amount: moneyInWords({ amount, currency }) }
        : {}),
    };
  }
  setAt(all, 'charges', chargesInWords(facts));

  const refunded = doneCall(facts, 'refund');
  const asked = refunded ?? facts.calls.findLast((call) => call.deed === 'refund');
  const amount = refunded?.result?.['amount'] ?? asked?.args['amount'];
  const currency = refunded?.result?.['currency'] ?? asked?.args['currency'];
  if (typeof amount === 'number' && typeof currency === 'string')
    all['amount'] = moneyInWords({ amount, currency });
  const charge = facts.charges.find(({ id }) => id === asked?.args['charge']);
  if (charge) all['charge'] = charge.description || charge.id;

  const ended = doneCall(facts, 'cancel')?.result;
  setAt(all, 'endsAt', textAt(ended, 'endsAt').slice(0, 10));

  // What any other tool gave, under the tool's name: {{find_free_time.first}}.
  for (const { deed, tool, result } of facts.calls) if (result && deed.startsWith('use:')) all[tool] = result;
  return all;
}

/** Fills a text's holes. A hole without a value stops it: nothing is sent with a gap or a guess in it. */
export function fill(text: string, facts: Facts): Choice<string> {
  const data = fillers(facts);
  for (const [whole, inside = ''] of text.matchAll(/\{\{([^{}]*)\}\}/g)) {
    const path = inside.split('|')[0]?.trim() ?? '';
    const value = jsonAt(data, path.split('.'));
    const empty =
      value === undefined ||
      value === null ||
      value === '' ||
      (typeof value === 'object' && !/\|/.test(inside));
    if (empty && !/\|\s*default\s*:/.test(inside)) return { why: `${whole} has no value in this case` };
  }
  return { chosen: renderTemplate(text, data) };
}
