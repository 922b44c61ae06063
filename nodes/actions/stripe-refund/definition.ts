import { z } from 'zod';
import { moneyInWords } from '../../../app/base/money.ts';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Currencies that count in hundredths, so that an amount means the same whichever is chosen. */
const CURRENCIES = [
  { value: 'usd', label: 'US dollar' },
  { value: 'eur', label: 'Euro' },
  { value: 'gbp', label: 'Pound sterling' },
  { value: 'cad', label: 'Canadian dollar' },
  { value: 'aud', label: 'Australian dollar' },
  { value: 'nzd', label: 'New Zealand dollar' },
  { value: 'chf', label: 'Swiss franc' },
  { value: 'sek', label: 'Swedish krona' },
  { value: 'nok', label: 'Norwegian krone' },
  { value: 'dkk', label: 'Danish krone' },
] as const;

/** Gives money back for a charge. */
export const stripeRefund = defineAction({
  type: 'stripe.refund',
  version: 1,
  title: 'Refund',
  summary: 'Gives a customer money back for a charge in Stripe.',
  icon: 'money',
  tool: 'stripe',
  toolName: 'refund_charge',
  toolHelp:
    'Refunds a charge, wholly or in part. Look the customer up first to find the id of the charge and what is left of it. The amount is in cents and is never more than what is left.',
  fields: {
    agent: field.agent({ label: 'As' }),
    charge: field.text({
      label: 'Charge',
      help: 'The id of the charge, such as ch_3Nk….',
      role: 'account',
      acceptsData: true,
    }),
    amount: field.amount({ label: 'Amount', role: 'amount', currency: 'usd', acceptsData: true }),
    currency: field.choice({ label: 'Currency', default: 'usd', options: CURRENCIES }),
    reason: field.text({
      label: 'Reason',
      help: 'One sentence. It is kept with the refund.',
      acceptsData: true,
      optional: true,
    }),
  },
  gives: [
    { path: 'refund', label: 'Refund id', sample: 're_R4m4n' },
    { path: 'amount', label: 'Amount, in cents', sample: 4_000 },
    { path: 'currency', label: 'Currency', sample: 'usd' },
    { path: 'status', label: 'Status', sample: 'succeeded' },
  ],
  effect: () => 'money',
  idempotency: 'key',
  output: z.strictObject({
    refund: z.string(),
    amount: z.number(),
    currency: z.string(),
    status: z.string(),
  }),
  sample: {
    input: {
      agent: 'fin',
      charge: 'ch_R4m4n1',
      amount: 4_000,
      currency: 'usd',
      reason: 'Add-on was never used.',
    },
    output: { refund: 're_R4m4n', amount: 4_000, currency: 'usd', status: 'succeeded' },
  },
  money: ({ amount, currency }) => ({ amount, currency }),
  sentence: ({ agent, charge, amount, currency }, names) => {
    if (!charge || !amount) return 'Choose the charge and the amount to refund';
    // Before a run fills it in, the amount may still be a text with a hole in it.
    const sum =
      typeof amount === 'number'
        ? moneyInWords({ amount, currency: currency ?? 'usd' })
        : settingInWords(String(amount));
    return `${agent ? names.agent(agent) : 'Somebody'} refunds ${sum} of charge ${settingInWords(charge)}`;
  },
  proposes: ({ amount, currency }) => `Refund ${moneyInWords({ amount, currency })}`,
  did: (_input, { amount, currency, status }) =>
    `Refunded ${moneyInWords({ amount, currency })}${status === 'pending' ? '; the bank has not confirmed it yet' : ''}`,
  card: ({ charge, amount, currency, reason }) => [
    { label: 'Amount', value: moneyInWords({ amount, currency }), weight: 'money', field: 'amount' },
    { label: 'For charge', value: charge, weight: 'to', field: 'charge' },
    ...(reason ? [{ label: 'Reason', value: reason, field: 'reason' }] : []),
  ],
});
