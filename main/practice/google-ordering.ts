import type { JsonObject } from '../../app/base/json.ts';
import { bodyOf, invalid, notFound, ok, refuse, type GoogleCall } from './google-replies.ts';
import type { OfficeStore, SeatsRow } from './google-store.ts';
import type { VendorReply } from './http.ts';
import type { Workspace } from './workspace.ts';

type Answer = (call: GoogleCall) => VendorReply;

export interface Ordering {
  readonly list: Answer;
  readonly changeSeats: Answer;
}

/** Subscriptions with an annual plan, as Google's Reseller API has them: what the company pays for. */
export function createOrdering(ws: Workspace, store: OfficeStore): Ordering {
  const { customerId, domain } = ws.company.google;
  const idOf = ({ sku }: SeatsRow): string => `sub-${sku}`;
  const shape = (seats: SeatsRow): JsonObject => ({
    kind: 'reseller#subscription',
    customerId,
    customerDomain: domain,
    subscriptionId: idOf(seats),
    skuId: seats.sku,
    skuName: seats.name,
    billingMethod: 'ONLINE',
    plan: { planName: 'ANNUAL_MONTHLY_PAY', isCommitmentPlan: true },
    seats: {
      kind: 'subscriptions#seats',
      numberOfSeats: seats.seats,
      licensedNumberOfSeats: store.holders(seats.sku).length,
    },
    status: 'ACTIVE',
  });
  const ours = (customer: string | null): boolean => customer === customerId || customer === domain;

  return {
    list({ request }) {
      const customer = request.query.get('customerId');
      if (customer !== null && !ours(customer)) throw refuse(403, 'forbidden', 'Forbidden');
      return ok({ kind: 'reseller#subscriptions', subscriptions: store.allSeats().map(shape) });
    },
    changeSeats({ request, agent, parts }) {
      const seats = store.allSeats().find((entry) => idOf(entry) === parts['subscriptionId']);
      if (!seats || !ours(parts['customerId'] ?? null)) throw notFound('Resource Not Found: subscription');
      const { numberOfSeats: wanted } = bodyOf(request);
      if (typeof wanted !== 'number' || !Number.isInteger(wanted) || wanted < 1)
        throw invalid('Invalid value for: numberOfSeats');
      // An annual plan can grow at any time and shrink only when it is renewed.
      if (wanted < seats.seats)
        throw refuse(412, 'conditionNotMet', 'Seats of an annual plan cannot be reduced before its renewal.');
      const next = { ...seats, seats: wanted };
      store.putSeats(next);
      ws.ledger.record({
        vendor: 'google',
        request,
        actor: agent.key,
        kind: 'licences bought',
        target: seats.sku,
        body: { numberOfSeats: wanted, before: seats.seats },
      });
      return ok(shape(next));
    },
  };
}
