import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Ends a subscription: when the paid time is over, or at once. */
export const stripeCancelSubscription = defineAction({
  type: 'stripe.cancel-subscription',
  version: 1,
  title: 'Cancel the subscription',
  summary: 'Ends a subscription in Stripe, when the paid time is over or at once.',
  icon: 'cancel',
  tool: 'stripe',
  toolName: 'cancel_subscription',
  toolHelp:
    'Cancels a subscription. Use period-end unless you were told otherwise: the customer keeps what is paid for, and it can be taken back until then. "now" ends it at once and cannot be taken back.',
  fields: {
    agent: field.agent({ label: 'As' }),
    subscription: field.text({
      label: 'Subscription',
      help: 'The id of the subscription, such as sub_1Nk….',
      role: 'account',
      acceptsData: true,
    }),
    when: field.choice({
      label: 'When',
      default: 'period-end',
      options: [
        { value: 'period-end', label: 'When the paid time is over' },
        { value: 'now', label: 'At once' },
      ],
    }),
  },
  gives: [
    { path: 'status', label: 'Status', sample: 'active' },
    { path: 'endsAt', label: 'Ends', sample: '2026-12-12T00:00:00Z' },
  ],
  effect: ({ when }) => (when === 'period-end' ? 'write' : 'destructive'),
  idempotency: 'key',
  output: z.strictObject({ subscription: z.string(), status: z.string(), endsAt: z.string() }),
  sample: {
    input: { agent: 'sam', subscription: 'sub_R4m4n', when: 'period-end' },
    output: { subscription: 'sub_R4m4n', status: 'active', endsAt: '2026-12-12T00:00:00Z' },
  },
  sentence: ({ agent, subscription, when }, names) => {
    if (!subscription) return 'Choose the subscription to cancel';
    const moment = when === 'now' ? 'at once' : 'when the paid time is over';
    return `${agent ? names.agent(agent) : 'Somebody'} cancels the subscription ${settingInWords(subscription)} ${moment}`;
  },
  proposes: ({ when }) =>
    when === 'period-end'
      ? 'Cancel the subscription when the paid time is over'
      : 'Cancel the subscription at once',
  did: ({ when }, { endsAt }) =>
    when === 'period-end'
      ? `Set the subscription to end on ${endsAt.slice(0, 10)}`
      : 'Cancelled the subscription at once',
  card: ({ subscription, when }) => [
    { label: 'Subscription', value: subscription, weight: 'to', field: 'subscription' },
    {
      label: 'When',
      value:
        when === 'period-end'
          ? 'When the paid time is over; can be taken back until then'
          : 'At once; cannot be taken back',
      field: 'when',
    },
  ],
});
