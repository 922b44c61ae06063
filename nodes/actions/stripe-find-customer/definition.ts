import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { moneyInWords } from '../../../app/base/money.ts';
import { settingInWords } from '../card-words.ts';

const charge = z.strictObject({
  id: z.string(),
  amount: z.number(),
  refunded: z.number(),
  currency: z.string(),
  description: z.string(),
  at: z.string(),
});

/** Looks a customer up in the billing: plan, contract, charges. */
export const stripeFindCustomer = defineAction({
  type: 'stripe.find-customer',
  version: 1,
  title: 'Find the customer',
  summary: 'Looks up a customer, the subscription and the latest charges in Stripe.',
  icon: 'search',
  tool: 'stripe',
  toolName: 'find_customer',
  toolHelp:
    'Looks up a customer in the billing by e-mail address. Gives the customer (with VIP mark and account manager), the subscription (with contract) and the latest charges. Use it before anything that concerns money.',
  fields: {
    agent: field.agent({ label: 'As' }),
    email: field.text({
      label: 'E-mail',
      help: "The customer's e-mail address.",
      acceptsData: true,
      default: '{{customer.email}}',
    }),
  },
  gives: [
    { path: 'found', label: 'Was the customer found', sample: true },
    { path: 'customer.id', label: 'Customer id', sample: 'cus_R4m4n' },
    { path: 'customer.name', label: 'Customer name', sample: 'Priya Raman' },
    { path: 'customer.email', label: 'Customer e-mail', sample: 'priya@ramanphysio.example' },
    { path: 'customer.vip', label: 'Is a VIP', sample: false },
    { path: 'customer.accountManager', label: 'Account manager', sample: 'Dana Whitfield' },
    { path: 'subscription.id', label: 'Subscription id', sample: 'sub_R4m4n' },
    { path: 'subscription.plan', label: 'Plan', sample: 'Team' },
    { path: 'subscription.status', label: 'Subscription status', sample: 'active' },
    { path: 'subscription.amount', label: 'Price, in cents', sample: 7_900 },
    { path: 'subscription.currency', label: 'Currency', sample: 'usd' },
    { path: 'subscription.contractUntil', label: 'Contract until', sample: '2027-03-31' },
    { path: 'subscription.periodEnd', label: 'Paid until', sample: '2026-12-12T00:00:00Z' },
    { path: 'subscription.cancelsAtPeriodEnd', label: 'Ends when the paid time is over', sample: false },
    { path: 'charges', label: 'Latest charges', sample: [] },
  ],
  effect: () => 'read',
  idempotency: 'lookUp',
  output: z.strictObject({
    found: z.boolean(),
    customer: z.strictObject({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      vip: z.boolean(),
      accountManager: z.string(),
    }),
    subscription: z.strictObject({
      id: z.string(),
      plan: z.string(),
      status: z.string(),
      amount: z.number(),
      currency: z.string(),
      contractUntil: z.string(),
      periodEnd: z.string(),
      cancelsAtPeriodEnd: z.boolean(),
    }),
    charges: z.array(charge),
  }),
  sample: {
    input: { agent: 'sam', email: 'priya@ramanphysio.example' },
    output: {
      found: true,
      customer: {
        id: 'cus_R4m4n',
        name: 'Priya Raman',
        email: 'priya@ramanphysio.example',
        vip: false,
        accountManager: 'Dana Whitfield',
      },
      subscription: {
        id: 'sub_R4m4n',
        plan: 'Team',
        status: 'active',
        amount: 7_900,
        currency: 'usd',
        contractUntil: '2027-03-31',
        periodEnd: '2026-12-12T00:00:00Z',
        cancelsAtPeriodEnd: false,
      },
      charges: [
        {
          id: 'ch_R4m4n1',
          amount: 7_900,
          refunded: 0,
          currency: 'usd',
          description: 'Team plan, one month',
          at: '2026-11-12T00:00:00Z',
        },
      ],
    },
  },
  sentence: ({ agent, email }, names) =>
    email
      ? `${agent ? names.agent(agent) : 'Somebody'} looks up ${settingInWords(email)} in Stripe`
      : 'Choose which customer to look up',
  proposes: ({ email }) => `Look up ${email} in Stripe`,
  did: ({ email }, { found, customer, subscription }) => {
    if (!found) return `Found no customer with the address ${email} in Stripe`;
    if (subscription.id === '') return `Found ${customer.name || email} in Stripe, without a subscription`;
    const price = moneyInWords({ amount: subscription.amount, currency: subscription.currency });
    return `Found ${customer.name || email} in Stripe: ${subscription.plan}, ${price}, ${subscription.status}${customer.vip ? ', VIP' : ''}`;
  },
  card: ({ email }) => [{ label: 'Customer', value: email, weight: 'to', field: 'email' }],
});
