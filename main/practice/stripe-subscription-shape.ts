import type { JsonObject } from '../../app/base/json.ts';
import { periodAt } from './months.ts';
import { metadataOf, type BillingStore, type SubscriptionRow } from './stripe-store.ts';
import { seconds, type Workspace } from './workspace.ts';

/** A subscription's status at a time: one that was set to end is over once its period is. */
export function statusOf(
  row: SubscriptionRow,
  now: number,
): { readonly over: boolean; readonly endedAt: number | null } {
  if (row.ended_at !== null) return { over: true, endedAt: row.ended_at };
  if (row.cancel_at !== null && row.cancel_at <= now) return { over: true, endedAt: row.cancel_at };
  return { over: false, endedAt: null };
}

/** The monthly price of a plan. */
function price({ company }: Workspace, planKey: string): JsonObject {
  const plan = company.plans.find((entry) => entry.key === planKey);
  if (!plan) throw new Error(`The company sells no plan ${planKey}.`);
  return {
    id: plan.priceId,
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: seconds(Date.UTC(2024, 0, 8)),
    currency: company.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: plan.key,
    metadata: {},
    nickname: plan.name,
    product: plan.productId,
    recurring: {
      interval: 'month',
      interval_count: 1,
      meter: null,
      trial_period_days: null,
      usage_type: 'licensed',
    },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'recurring',
    unit_amount: plan.price,
    unit_amount_decimal: String(plan.price),
  };
}

/** A subscription, as Stripe shows it now. The period stands on its item, not on itself. */
export function subscriptionShape(ws: Workspace, store: BillingStore, row: SubscriptionRow): JsonObject {
  const now = seconds(ws.now());
  const { over, endedAt } = statusOf(row, now);
  // A period ends where the next begins; one that is over stays in its last.
  const period = periodAt(row.created, endedAt === null ? now : endedAt - 1);
  const asked = row.canceled_at !== null;
  const unit = price(ws, row.plan);
  return {
    id: row.id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: row.created,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: null, type: 'classic' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: row.cancel_at,
    cancel_at_period_end: row.cancel_at !== null,
    canceled_at: row.canceled_at,
    cancellation_details: {
      comment: row.comment,
      feedback: row.feedback,
      feedback_option: null,
      reason: asked ? 'cancellation_requested' : null,
    },
    collection_method: 'charge_automatically',
    created: row.created,
    currency: ws.company.currency,
    customer: row.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: row.description,
    discounts: store.discounts(row.id).map((entry) => entry.id),
    ended_at: endedAt,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: {
      object: 'list',
      data: [
        {
          id: row.id.replace(/^sub_/, 'si_'),
          object: 'subscription_item',
          billing_thresholds: null,
          created: row.created,
          current_period_end: period.end,
          current_period_start: period.start,
          current_trial: null,
          discounts: [],
          metadata: {},
          plan: {
            ...unit,
            object: 'plan',
            amount: unit['unit_amount'] ?? null,
            interval: 'month',
            interval_count: 1,
          },
          price: unit,
          quantity: 1,
          subscription: row.id,
          tax_rates: [],
        },
      ],
      has_more: false,
      url: `/v1/subscription_items?subscription=${row.id}`,
    },
    latest_invoice:
      store.list('stripe_invoices', [{ sql: 'subscription = ?', values: [row.id] }], 1)[0]?.id ?? null,
    livemode: false,
    managed_payments: null,
    metadata: metadataOf(row.metadata),
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: row.created,
    status: over ? 'canceled' : 'active',
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: null,
    trial_start: null,
  };
}
