import { SwitchyardError } from '../../../app/base/errors.ts';
import { jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import { implementAction, type ActionContext } from '../../../app/kit/implement.ts';
import { callStripe, dataOf, isoTime } from '../../connections/stripe/client.ts';
import { itemOf, periodEndOf } from '../../connections/stripe/subscription.ts';
import { stripeFindCustomer } from './definition.ts';

/** Customers with the same address are looked through for one who has a subscription; more than this is no list of people. */
const MOST_CUSTOMERS = 5;
const MOST_CHARGES = 20;
const ALIVE = ['active', 'trialing', 'past_due', 'unpaid', 'paused'];

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const numberOf = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);

const NOBODY = { id: '', name: '', email: '', vip: false, accountManager: '' };
const NO_SUBSCRIPTION = {
  id: '',
  plan: '',
  status: '',
  amount: 0,
  currency: '',
  contractUntil: '',
  periodEnd: '',
  cancelsAtPeriodEnd: false,
};

const read = (
  context: ActionContext,
  path: string,
  params: Parameters<typeof callStripe>[1]['params'],
): Promise<JsonObject> =>
  callStripe(context.connection, {
    method: 'GET',
    path,
    params: params ?? {},
    signal: context.signal,
    clock: context.clock,
  });

/** The subscription that counts: one that runs, else the newest. */
async function subscriptionOf(context: ActionContext, customer: string): Promise<JsonObject | undefined> {
  const all = dataOf(await read(context, '/v1/subscriptions', { customer, status: 'all', limit: 10 }));
  return ALIVE.flatMap((status) => all.filter((entry) => entry['status'] === status))[0] ?? all[0];
}

/** Stripe compares addresses letter by letter; people write their own with capitals now and then. */
async function customersWith(context: ActionContext, email: string): Promise<readonly JsonObject[]> {
  for (const spelling of new Set([email, email.toLowerCase()])) {
    const found = dataOf(await read(context, '/v1/customers', { email: spelling, limit: MOST_CUSTOMERS }));
    if (found.length > 0) return found;
  }
  return [];
}

/** VIP mark, account manager and contract are kept in the customer's metadata, the contract also in the subscription's. */
const fact = (name: string, ...objects: readonly (JsonObject | undefined)[]): string =>
  objects.map((object) => textOf(jsonAt(object, ['metadata', name]))).find((value) => value !== '') ?? '';

export const runStripeFindCustomer = implementAction(stripeFindCustomer, {
  async run(context, input) {
    const email = input.email.trim();
    if (!email.includes('@') || /\s/.test(email))
      throw new SwitchyardError('tool_invalid', `"${input.email}" is not an e-mail address.`);
    const customers = await customersWith(context, email);
    if (customers.length === 0)
      return { found: false, customer: NOBODY, subscription: NO_SUBSCRIPTION, charges: [] };
    let customer = customers[0] ?? {};
    let subscription: JsonObject | undefined;
    for (const candidate of customers) {
      subscription = await subscriptionOf(context, textOf(candidate['id']));
      if (!subscription) continue;
      customer = candidate;
      break;
    }
    const id = textOf(customer['id']);
    const charges = dataOf(await read(context, '/v1/charges', { customer: id, limit: MOST_CHARGES }));
    const item = subscription && itemOf(subscription);
    const price = jsonAt(item, ['price']);
    const quantity = item?.['quantity'];
    return {
      found: true,
      customer: {
        id,
        name: textOf(customer['name']),
        email: textOf(customer['email']) || email,
        vip: fact('vip', customer).toLowerCase() === 'true',
        accountManager: fact('account_manager', customer),
      },
      subscription: subscription
        ? {
            id: textOf(subscription['id']),
            plan:
              textOf(jsonAt(price, ['nickname'])) ||
              textOf(jsonAt(price, ['lookup_key'])) ||
              textOf(jsonAt(price, ['id'])),
            status: textOf(subscription['status']),
            amount: numberOf(jsonAt(price, ['unit_amount'])) * (typeof quantity === 'number' ? quantity : 1),
            currency: textOf(subscription['currency']),
            contractUntil: fact('contract_until', subscription, customer),
            periodEnd: periodEndOf(subscription),
            cancelsAtPeriodEnd: subscription['cancel_at_period_end'] === true,
          }
        : NO_SUBSCRIPTION,
      charges: charges
        .filter((charge) => charge['status'] === 'succeeded')
        .map((charge) => ({
          id: textOf(charge['id']),
          amount: numberOf(charge['amount']),
          refunded: numberOf(charge['amount_refunded']),
          currency: textOf(charge['currency']),
          description: textOf(charge['description']),
          at: isoTime(charge['created']),
        })),
    };
  },
});
