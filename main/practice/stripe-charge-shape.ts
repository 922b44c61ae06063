import type { JsonObject } from '../../app/base/json.ts';
import { metadataOf, type ChargeRow, type CustomerRow } from './stripe-store.ts';
import type { Workspace } from './workspace.ts';

/** A payment intent's id is its charge's, under another prefix. */
export const intentOf = (charge: string): string => charge.replace(/^ch_/, 'pi_');
export const chargeOfIntent = (intent: string): string => intent.replace(/^pi_/, 'ch_');

/** The card every customer of the made-up company pays with; only its last digits differ. */
function card(ws: Workspace, customer: string): JsonObject {
  const digits = String(
    4_000 + ([...customer].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 1_000),
  );
  return {
    amount_authorized: null,
    authorization_code: null,
    brand: 'visa',
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    electronic_commerce_indicator: null,
    exp_month: 8,
    exp_year: new Date(ws.now()).getUTCFullYear() + 2,
    funding: 'credit',
    installments: null,
    last4: digits,
    mandate: null,
    network: 'visa',
    network_transaction_id: null,
    regulated_status: null,
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}

/** A paid charge, as Stripe shows it. `amount_refunded` is the sum of its refunds. */
export function chargeShape(ws: Workspace, row: ChargeRow, customer: CustomerRow | undefined): JsonObject {
  return {
    id: row.id,
    object: 'charge',
    amount: row.amount,
    amount_captured: row.amount,
    amount_refunded: row.refunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: row.id.replace(/^ch_/, 'txn_'),
    billing_details: {
      address: null,
      email: customer?.email ?? null,
      name: customer?.name ?? null,
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: 'HARBOUR AND PINE',
    captured: true,
    created: row.created,
    currency: ws.company.currency,
    customer: row.customer,
    description: row.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: metadataOf(row.metadata),
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: intentOf(row.id),
    payment_method: row.customer.replace(/^cus_/, 'pm_'),
    payment_method_details: { type: 'card', card: card(ws, row.customer) },
    receipt_email: customer?.email ?? null,
    receipt_number: null,
    receipt_url: null,
    refunded: row.refunded === row.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_data: null,
    transfer_group: null,
  };
}
