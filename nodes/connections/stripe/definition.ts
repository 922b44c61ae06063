import { defineTool } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** The billing. Each agent has a restricted key; what the key allows is what the agent can do at all. */
export const stripe = defineTool({
  id: 'stripe',
  title: 'Stripe',
  noun: 'billing',
  icon: 'money',
  baseUrl: 'https://api.stripe.com',
  fields: {
    key: field.secret({ label: 'Restricted key', placeholder: 'rk_live_… or rk_test_…' }),
  },
  guide: [
    'In the Stripe Dashboard open Developers, then API keys, and choose Create restricted key. Name it after the agent.',
    'For an agent who only looks things up: read access to Customers, Charges and Subscriptions.',
    'For an agent who makes refunds: also write access to Charges and Refunds. For one who changes subscriptions: write access to Subscriptions and read access to Coupons.',
    'Copy the key into the field here. It begins with rk_. A key that begins with sk_ works too, but allows everything.',
  ],
});
