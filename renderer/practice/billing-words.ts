import type { BillingCustomer } from '../../app/api/contract/practice.ts';
import { moneyInWords } from '../../app/base/money.ts';

/** A date as this computer writes it. */
export const day = (at: number): string => new Date(at).toLocaleDateString();

/** A customer's subscription in one sentence. */
export function subscriptionInWords({
  subscription,
  plan,
}: Pick<BillingCustomer, 'subscription' | 'plan'>): string {
  if (!subscription) return 'No subscription';
  const price = `${plan}, ${moneyInWords(subscription)} a month`;
  const discount = subscription.discount === null ? '' : `, ${subscription.discount}`;
  switch (subscription.state) {
    case 'active':
      return `${price}${discount}, active`;
    case 'ends at the end of the period':
      return `${price}${discount}, ends on ${day(subscription.periodEnd)}`;
    case 'cancelled':
      return `${plan}, cancelled${subscription.endedAt === null ? '' : ` on ${day(subscription.endedAt)}`}`;
  }
}
