import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Gives a subscription a discount. */
export const stripeApplyOffer = defineAction({
  type: 'stripe.apply-offer',
  version: 1,
  title: 'Apply an offer',
  summary: 'Puts a coupon on a subscription in Stripe. Discounts that are there stay.',
  icon: 'offer',
  tool: 'stripe',
  toolName: 'apply_offer',
  toolHelp:
    'Puts a coupon (an offer such as a discount) on a subscription. Use it after the customer has accepted the offer.',
  fields: {
    agent: field.agent({ label: 'As' }),
    subscription: field.text({
      label: 'Subscription',
      help: 'The id of the subscription, such as sub_1Nk….',
      role: 'account',
      acceptsData: true,
    }),
    coupon: field.text({
      label: 'Coupon',
      help: 'The id of the coupon, such as RETENTION20.',
      acceptsData: true,
    }),
  },
  gives: [
    { path: 'coupon', label: 'Coupon', sample: 'RETENTION20' },
    { path: 'subscription', label: 'Subscription id', sample: 'sub_R4m4n' },
  ],
  effect: () => 'write',
  idempotency: 'key',
  output: z.strictObject({ subscription: z.string(), coupon: z.string() }),
  sample: {
    input: { agent: 'sam', subscription: 'sub_R4m4n', coupon: 'RETENTION20' },
    output: { subscription: 'sub_R4m4n', coupon: 'RETENTION20' },
  },
  sentence: ({ agent, subscription, coupon }, names) =>
    subscription && coupon
      ? `${agent ? names.agent(agent) : 'Somebody'} puts the offer ${settingInWords(coupon)} on the subscription ${settingInWords(subscription)}`
      : 'Choose the subscription and the offer',
  proposes: ({ coupon }) => `Apply the offer ${coupon}`,
  did: (_input, { coupon }) => `Applied the offer ${coupon}`,
  card: ({ subscription, coupon }) => [
    { label: 'Offer', value: coupon, weight: 'money', field: 'coupon' },
    { label: 'Subscription', value: subscription, weight: 'to', field: 'subscription' },
  ],
});
