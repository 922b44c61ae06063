import type { EffectKind } from '../../app/api/contract/practice.ts';
import type { JsonObject } from '../../app/base/json.ts';
import type { VendorReply } from './http.ts';
import { addMonths, periodAt } from './months.ts';
import { LIST_PARAMS, type Billing, type StripeCall } from './stripe-call.ts';
import type { StripeParams } from './stripe-params.ts';
import { missing, ParameterRefusal, refuse } from './stripe-replies.ts';
import { metadataOf, type DiscountRow, type SubscriptionRow } from './stripe-store.ts';
import { statusOf } from './stripe-subscription-shape.ts';
import { seconds } from './workspace.ts';

const STATUSES = [
  'all',
  'active',
  'canceled',
  'ended',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
] as const;
const FEEDBACK = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const;

export interface StripeSubscriptions {
  list(call: StripeCall): VendorReply;
  get(call: StripeCall): VendorReply;
  update(call: StripeCall): VendorReply;
  cancel(call: StripeCall): VendorReply;
}

export function createSubscriptions(billing: Billing): StripeSubscriptions {
  const { ws, store, shapes, params: read, answer, listReply, need, tell } = billing;

  const record = (call: StripeCall, params: StripeParams, kind: EffectKind): void =>
    ws.ledger.record({
      vendor: 'stripe',
      request: call.request,
      actor: call.agent.key,
      kind,
      target: call.id,
      idempotencyKey: call.idempotencyKey,
      body: params.all,
    });

  /** The customer's reason, where the call gives one. */
  const readDetails = (
    params: StripeParams,
    row: SubscriptionRow,
  ): Pick<SubscriptionRow, 'comment' | 'feedback'> => {
    const details = params.object('cancellation_details') ?? {};
    const { comment, feedback } = details;
    if (feedback !== undefined && feedback !== '' && !FEEDBACK.some((word) => word === feedback)) {
      throw new ParameterRefusal({
        message: `Invalid cancellation_details[feedback]: must be one of ${FEEDBACK.join(', ')}`,
        param: 'cancellation_details[feedback]',
      });
    }
    return {
      comment: typeof comment === 'string' ? comment || null : row.comment,
      feedback: typeof feedback === 'string' ? feedback || null : row.feedback,
    };
  };

  /** The discounts a call asks for: `discounts[0][coupon]=…`, or an empty value for none. */
  const readDiscounts = (params: StripeParams, row: SubscriptionRow, now: number): readonly DiscountRow[] => {
    const given = params.all['discounts'];
    if (given === '') return [];
    if (!Array.isArray(given)) throw new ParameterRefusal({ message: 'Invalid array', param: 'discounts' });
    return given.map((entry: JsonObject | string, index): DiscountRow => {
      const { coupon, discount, ...other } = typeof entry === 'object' ? entry : {};
      if (Object.keys(other).length > 0 || (typeof coupon !== 'string' && typeof discount !== 'string')) {
        throw new ParameterRefusal({
          message: 'A discount is named by its coupon or its own id.',
          param: `discounts[${index}]`,
        });
      }
      if (typeof discount === 'string') {
        const kept = store.discount(discount);
        if (!kept || kept.subscription !== row.id)
          throw missing('discount', discount, `discounts[${index}][discount]`);
        return kept;
      }
      const found = need('stripe_coupons', 'coupon', String(coupon), `discounts[${index}][coupon]`);
      return {
        id: `di_${ws.letters(24)}`,
        subscription: row.id,
        coupon: found.id,
        starts: now,
        ends: addMonths(now, found.months),
      };
    });
  };

  return {
    list(call) {
      const params = read(call, [...LIST_PARAMS, 'customer', 'status', 'price']);
      const now = seconds(ws.now());
      const status = params.choice('status', STATUSES);
      const over = '(ended_at IS NOT NULL OR (cancel_at IS NOT NULL AND cancel_at <= ?))';
      const customer = params.text('customer');
      const price = params.text('price');
      const conditions = [
        // Without a status the vendor leaves out what is cancelled.
        ...(status === undefined || status === 'active' ? [{ sql: `NOT ${over}`, values: [now] }] : []),
        ...(status === 'canceled' || status === 'ended' ? [{ sql: over, values: [now] }] : []),
        ...(status === undefined || ['all', 'active', 'canceled', 'ended'].includes(status)
          ? []
          : [{ sql: '0', values: [] }]),
        ...(customer === undefined
          ? []
          : [
              {
                sql: 'customer = ?',
                values: [need('stripe_customers', 'customer', customer, 'customer').id],
              },
            ]),
        ...(price === undefined
          ? []
          : [
              {
                sql: 'plan = ?',
                values: [ws.company.plans.find((plan) => plan.priceId === price)?.key ?? ''],
              },
            ]),
      ];
      return listReply(call, params, {
        table: 'stripe_subscriptions',
        kind: 'subscription',
        conditions,
        shape: shapes.subscription,
      });
    },
    get: (call) =>
      answer(read(call, []), shapes.subscription(need('stripe_subscriptions', 'subscription', call.id))),
    update(call) {
      const params = read(call, [
        'cancel_at_period_end',
        'discounts',
        'metadata',
        'cancellation_details',
        'description',
        'proration_behavior',
      ]);
      const row = need('stripe_subscriptions', 'subscription', call.id);
      const now = seconds(ws.now());
      const before = shapes.subscription(row);
      const ends = params.flag('cancel_at_period_end');
      const metadata = params.metadata(metadataOf(row.metadata));
      const details = readDetails(params, row);
      const { over } = statusOf(row, now);
      if (over && (ends !== undefined || params.has('discounts') || params.has('description'))) {
        throw refuse(400, {
          message: 'A canceled subscription can only update its cancellation_details and metadata.',
        });
      }
      store.set('stripe_subscriptions', row.id, {
        ...details,
        metadata: JSON.stringify(metadata),
        ...(params.has('description') ? { description: params.text('description') || null } : {}),
        ...(ends === true
          ? {
              cancel_at: row.cancel_at ?? periodAt(row.created, now).end,
              canceled_at: row.canceled_at ?? now,
            }
          : {}),
        ...(ends === false ? { cancel_at: null, canceled_at: null } : {}),
      });
      const kinds: EffectKind[] = [];
      if (ends === true && row.cancel_at === null) kinds.push('subscription set to end');
      if (ends === false && row.cancel_at !== null) kinds.push('subscription kept');
      if (params.has('discounts')) {
        const had = store.discounts(row.id);
        const wanted = readDiscounts(params, row, now);
        store.setDiscounts(row.id, wanted);
        const fresh = wanted.filter((entry) => !had.some((old) => old.id === entry.id));
        for (const { coupon } of fresh) {
          store.set('stripe_coupons', coupon, {
            redeemed: need('stripe_coupons', 'coupon', coupon).redeemed + 1,
          });
        }
        if (fresh.length > 0) kinds.push('discount given');
        else if (wanted.length < had.length) kinds.push('discount taken away');
      }
      for (const kind of kinds.length === 0 ? (['subscription changed'] as const) : kinds)
        record(call, params, kind);
      const after = shapes.subscription(need('stripe_subscriptions', 'subscription', row.id));
      tell(call, 'customer.subscription.updated', after, {
        cancel_at_period_end: before['cancel_at_period_end'] ?? null,
        discounts: before['discounts'] ?? [],
      });
      return answer(params, after);
    },
    cancel(call) {
      const params = read(call, ['cancellation_details', 'invoice_now', 'prorate']);
      const row = need('stripe_subscriptions', 'subscription', call.id);
      const now = seconds(ws.now());
      // One that is over is not there any more for this call, as at the vendor.
      if (statusOf(row, now).over) throw missing('subscription', row.id);
      store.set('stripe_subscriptions', row.id, {
        ...readDetails(params, row),
        ended_at: now,
        cancel_at: null,
        canceled_at: row.canceled_at ?? now,
      });
      record(call, params, 'subscription cancelled');
      const after = shapes.subscription(need('stripe_subscriptions', 'subscription', row.id));
      tell(call, 'customer.subscription.deleted', after);
      return answer(params, after);
    },
  };
}
