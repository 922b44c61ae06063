import type { DataShape } from './define.ts';

/** What a rule of an agent's autonomy can look at, besides the action itself. The gate's facts come under these paths. */
export const GATE_DATA = [
  { path: 'amount', label: 'Amount', sample: 34_000 },
  { path: 'currency', label: 'Currency of the amount', sample: 'usd' },
  { path: 'customer-is-vip', label: 'The customer is a VIP', sample: true },
  { path: 'first-contact', label: 'Nobody has written there before', sample: true },
  { path: 'first-use', label: 'The agent has never done this before', sample: true },
  { path: 'outside-working-hours', label: 'Outside working hours', sample: true },
  { path: 'recipient-from-outside', label: 'The recipient comes from outside', sample: true },
  { path: 'amount-from-outside', label: 'The amount comes from outside', sample: true },
  { path: 'account-from-outside', label: 'The account comes from outside', sample: true },
  { path: 'recipient', label: 'Recipient or customer', sample: 'pat@example.com' },
] as const satisfies readonly DataShape[];

export type GatePath = (typeof GATE_DATA)[number]['path'];
