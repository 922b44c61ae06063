import type { VendorReply } from './http.ts';
import { LIST_PARAMS, type Billing, type StripeCall } from './stripe-call.ts';
import { amountWords, ParameterRefusal, refuse } from './stripe-replies.ts';
import { chargeOfIntent } from './stripe-charge-shape.ts';
import type { ChargeRow } from './stripe-store.ts';
import { seconds } from './workspace.ts';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;
/** Stripe's largest amount, in cents. */
const MOST = 99_999_999;

export interface StripeRefunds {
  create(call: StripeCall): VendorReply;
  list(call: StripeCall): VendorReply;
  get(call: StripeCall): VendorReply;
}

/** Refunds. Partial ones add up; nothing can be given back beyond what is left of the charge. */
export function createRefunds(billing: Billing): StripeRefunds {
  const { ws, store, shapes, params: read, answer, listReply, need, tell } = billing;

  const chargeOf = (charge: string | undefined, intent: string | undefined): ChargeRow => {
    if (charge !== undefined) return need('stripe_charges', 'charge', charge, 'charge');
    if (intent === undefined) {
      throw new ParameterRefusal({
        code: 'parameter_missing',
        message: 'One of the following params should be provided for this request: payment_intent or charge.',
      });
    }
    return need('stripe_charges', 'payment_intent', chargeOfIntent(intent), 'payment_intent');
  };

  return {
    create(call) {
      const params = read(call, ['charge', 'payment_intent', 'amount', 'reason', 'metadata']);
      const wanted = params.integer('amount', 1, MOST);
      const reason = params.choice('reason', REASONS) ?? null;
      const metadata = params.metadata({});
      const charge = chargeOf(params.text('charge'), params.text('payment_intent'));
      const { currency } = ws.company;
      const left = charge.amount - charge.refunded;
      if (left === 0) {
        throw refuse(400, {
          code: 'charge_already_refunded',
          message: `Charge ${charge.id} has already been refunded.`,
        });
      }
      const amount = wanted ?? left;
      if (amount > left) {
        const of = charge.refunded === 0 ? 'charge amount' : 'unrefunded amount on charge';
        throw refuse(400, {
          message: `Refund amount (${amountWords(amount, currency)}) is greater than ${of} (${amountWords(left, currency)})`,
          param: 'amount',
        });
      }
      const id = `re_${ws.letters(24)}`;
      store.add('stripe_refunds', {
        id,
        created: seconds(ws.now()),
        charge: charge.id,
        customer: charge.customer,
        amount,
        reason,
        made_by: call.agent.key,
        metadata: JSON.stringify(metadata),
      });
      store.set('stripe_charges', charge.id, { refunded: charge.refunded + amount });
      ws.ledger.record({
        vendor: 'stripe',
        request: call.request,
        actor: call.agent.key,
        kind: 'refund made',
        target: charge.id,
        amount,
        currency,
        idempotencyKey: call.idempotencyKey,
        body: params.all,
      });
      const refund = shapes.refund(need('stripe_refunds', 'refund', id));
      tell(call, 'refund.created', refund);
      tell(call, 'charge.refunded', shapes.charge(need('stripe_charges', 'charge', charge.id)), {
        amount_refunded: charge.refunded,
      });
      return answer(params, refund);
    },
    list(call) {
      const params = read(call, [...LIST_PARAMS, 'charge', 'payment_intent']);
      const [charge, intent] = [params.text('charge'), params.text('payment_intent')];
      const conditions =
        charge === undefined && intent === undefined
          ? []
          : [{ sql: 'charge = ?', values: [chargeOf(charge, intent).id] }];
      return listReply(call, params, {
        table: 'stripe_refunds',
        kind: 'refund',
        conditions,
        shape: shapes.refund,
      });
    },
    get: (call) => answer(read(call, []), shapes.refund(need('stripe_refunds', 'refund', call.id))),
  };
}
