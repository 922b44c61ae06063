import type { Json, JsonObject } from '../../app/base/json.ts';
import { invoiceShape } from './stripe-invoice-shape.ts';
import { chargeShape, intentOf } from './stripe-charge-shape.ts';
import { subscriptionShape } from './stripe-subscription-shape.ts';
import {
  metadataOf,
  type BillingStore,
  type ChargeRow,
  type CouponRow,
  type CustomerRow,
  type DiscountRow,
  type EventRow,
  type InvoiceRow,
  type RefundRow,
  type SubscriptionRow,
} from './stripe-store.ts';
import type { Workspace } from './workspace.ts';

/** The version whose shapes these are; a call may name another, the shapes stay. */
export const API_VERSION = '2026-10-28.endive';

/** Stripe's objects, drawn from the billing rows. */
export interface BillingShapes {
  customer(row: CustomerRow): JsonObject;
  coupon(row: CouponRow): JsonObject;
  discount(row: DiscountRow): JsonObject;
  subscription(row: SubscriptionRow): JsonObject;
  charge(row: ChargeRow): JsonObject;
  refund(row: RefundRow): JsonObject;
  invoice(row: InvoiceRow): JsonObject;
  event(row: EventRow): JsonObject;
}

export function createBillingShapes(ws: Workspace, store: BillingStore): BillingShapes {
  const { currency } = ws.company;

  const discount = (row: DiscountRow): JsonObject => ({
    id: row.id,
    object: 'discount',
    checkout_session: null,
    customer: store.get('stripe_subscriptions', row.subscription)?.customer ?? null,
    customer_account: null,
    end: row.ends,
    invoice: null,
    invoice_item: null,
    promotion_code: null,
    source: { type: 'coupon', coupon: row.coupon },
    start: row.starts,
    subscription: row.subscription,
    subscription_item: null,
  });

  return {
    discount,
    customer: (row) => ({
      id: row.id,
      object: 'customer',
      address: null,
      balance: 0,
      created: row.created,
      currency,
      customer_account: null,
      default_source: null,
      delinquent: false,
      description: null,
      email: row.email,
      invoice_prefix: row.id.replace(/^cus_/, '').toUpperCase().slice(0, 8),
      invoice_settings: {
        custom_fields: null,
        default_payment_method: null,
        footer: null,
        rendering_options: null,
      },
      livemode: false,
      metadata: metadataOf(row.metadata),
      name: row.name,
      next_invoice_sequence: 1,
      phone: null,
      preferred_locales: [],
      shipping: null,
      tax_exempt: 'none',
      test_clock: null,
    }),
    coupon: (row) => ({
      id: row.id,
      object: 'coupon',
      amount_off: null,
      created: row.created,
      currency: null,
      duration: 'repeating',
      duration_in_months: row.months,
      livemode: false,
      max_redemptions: null,
      metadata: {},
      name: row.name,
      percent_off: row.percent_off,
      redeem_by: null,
      times_redeemed: row.redeemed,
      valid: true,
    }),
    subscription: (row) => subscriptionShape(ws, store, row),
    charge: (row) => chargeShape(ws, row, store.get('stripe_customers', row.customer)),
    refund: (row) => ({
      id: row.id,
      object: 'refund',
      amount: row.amount,
      balance_transaction: row.id.replace(/^re_/, 'txn_'),
      charge: row.charge,
      created: row.created,
      currency,
      customer: row.customer,
      customer_account: null,
      destination_details: {
        type: 'card',
        card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      },
      metadata: metadataOf(row.metadata),
      payment_intent: intentOf(row.charge),
      payment_method: row.customer.replace(/^cus_/, 'pm_'),
      reason: row.reason,
      receipt_number: null,
      source_transfer_reversal: null,
      status: 'succeeded',
      transfer_reversal: null,
    }),
    invoice: (row) => invoiceShape(ws, row, store.get('stripe_customers', row.customer)),
    event: (row) => ({
      id: row.id,
      object: 'event',
      api_version: API_VERSION,
      created: row.created,
      data: {
        object: JSON.parse(row.object) as Json, // a snapshot written from one of these shapes
        ...(row.previous === null ? {} : { previous_attributes: JSON.parse(row.previous) as Json }), // likewise
      },
      livemode: false,
      pending_webhooks: 0,
      request: { id: row.request, idempotency_key: row.idempotency_key },
      type: row.type,
    }),
  };
}
