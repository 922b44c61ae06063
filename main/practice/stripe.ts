import { bearerOf, matchPath, type Vendor, type VendorReply, type VendorRequest } from './http.ts';
import type { CompanyAgent } from './company.ts';
import { createBilling, type StripeCall } from './stripe-call.ts';
import { createIdempotency } from './stripe-idempotency.ts';
import { createReads } from './stripe-reads.ts';
import { createRefunds } from './stripe-refunds.ts';
import { refuse, stripeError } from './stripe-replies.ts';
import { API_VERSION } from './stripe-shapes.ts';
import type { BillingStore } from './stripe-store.ts';
import { createSubscriptions } from './stripe-subscriptions.ts';
import type { Workspace } from './workspace.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  /** What the key must allow; a key that may write may read too. */
  readonly needs: string;
  run(call: StripeCall): VendorReply;
}

/** A key as Stripe shows it in errors: only its ends. */
const masked = (key: string): string =>
  `${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`;

/** The key of a call: as a bearer token, or as the user name of basic authentication. */
function keyOf(request: VendorRequest): string | undefined {
  const basic = /^basic\s+(\S+)$/i.exec(request.headers.authorization ?? '');
  if (basic)
    return Buffer.from(basic[1] ?? '', 'base64')
      .toString()
      .split(':')[0];
  return bearerOf(request.headers);
}

/** The billing, speaking Stripe's API. */
export function createStripe(ws: Workspace, store: BillingStore): Vendor {
  const billing = createBilling(ws, store);
  const reads = createReads(billing);
  const subscriptions = createSubscriptions(billing);
  const refunds = createRefunds(billing);
  const idempotency = createIdempotency(ws);

  const route = (method: string, path: string, needs: string, run: Route['run']): Route => ({
    method,
    path,
    needs,
    run,
  });
  const routes: readonly Route[] = [
    route('GET', '/v1/customers', 'customer_read', reads.listCustomers),
    route('GET', '/v1/customers/search', 'customer_read', reads.searchCustomers),
    route('GET', '/v1/customers/{id}', 'customer_read', reads.getCustomer),
    route('GET', '/v1/subscriptions', 'subscription_read', subscriptions.list),
    route('GET', '/v1/subscriptions/{id}', 'subscription_read', subscriptions.get),
    route('POST', '/v1/subscriptions/{id}', 'subscription_write', subscriptions.update),
    route('DELETE', '/v1/subscriptions/{id}', 'subscription_write', subscriptions.cancel),
    route('GET', '/v1/charges', 'charge_read', reads.listCharges),
    route('GET', '/v1/charges/{id}', 'charge_read', reads.getCharge),
    route('GET', '/v1/refunds', 'refund_read', refunds.list),
    route('POST', '/v1/refunds', 'refund_write', refunds.create),
    route('GET', '/v1/refunds/{id}', 'refund_read', refunds.get),
    route('GET', '/v1/coupons', 'coupon_read', reads.listCoupons),
    route('GET', '/v1/coupons/{id}', 'coupon_read', reads.getCoupon),
    route('GET', '/v1/invoices', 'invoice_read', reads.listInvoices),
    route('GET', '/v1/invoices/{id}', 'invoice_read', reads.getInvoice),
    route('GET', '/v1/events', 'event_read', reads.listEvents),
    route('GET', '/v1/events/{id}', 'event_read', reads.getEvent),
  ];

  const agentOf = (request: VendorRequest): { readonly agent: CompanyAgent; readonly key: string } => {
    const key = keyOf(request);
    if (!key) throw refuse(401, { message: 'You did not provide an API key.' });
    const agent = ws.accounts.byStripeKey(key);
    if (!agent) throw refuse(401, { message: `Invalid API Key provided: ${masked(key)}` });
    if (ws.faults.revoked('stripe', agent.key)) {
      throw refuse(401, { code: 'api_key_expired', message: `Expired API Key provided: ${masked(key)}` });
    }
    return { agent, key };
  };

  const find = (request: VendorRequest): { readonly route: Route; readonly id: string } => {
    for (const entry of routes) {
      const found = entry.method === request.method ? matchPath(entry.path, request.path) : undefined;
      if (found) return { route: entry, id: found['id'] ?? '' };
    }
    throw refuse(404, { message: `Unrecognized request URL (${request.method}: ${request.path}).` });
  };

  const allowed = (agent: CompanyAgent, needs: string): boolean =>
    [needs, needs.replace(/_read$/, '_write')].some((permission) => agent.stripe?.includes(permission));

  /** Checks key, address and permission, and then gives what is needed to perform the call once. */
  const admit = (
    request: VendorRequest,
  ): { readonly perform: () => VendorReply; readonly requestId: string } => {
    const { agent, key } = agentOf(request);
    const { route: entry, id } = find(request);
    if (!allowed(agent, entry.needs)) {
      throw refuse(403, {
        message: `The provided key '${masked(key)}' does not have the required permissions for this endpoint on account '${ws.company.account}'. It needs the permission 'rak_${entry.needs}'.`,
      });
    }
    const requestId = `req_${ws.letters(14)}`;
    const call: StripeCall = { request, agent, id, requestId, idempotencyKey: idempotency.keyOf(request) };
    return { requestId, perform: () => entry.run(call) };
  };

  const broken = stripeError(500, { type: 'api_error', message: 'An unknown error occurred' });

  return {
    name: 'stripe',
    answer(request) {
      const { perform, requestId } = admit(request);
      const reply = idempotency.once(request, requestId, perform);
      return {
        ...reply,
        headers: {
          'Request-Id': requestId,
          'Stripe-Version': String(request.headers['stripe-version'] ?? API_VERSION),
          ...reply.headers,
        },
      };
    },
    changes: (request) => request.method !== 'GET',
    failed(request) {
      // The call was begun, so its answer is kept under its key like any other.
      const { requestId } = admit(request);
      const reply = idempotency.once(request, requestId, () => broken);
      return { ...reply, headers: { 'Request-Id': requestId, ...reply.headers } };
    },
    unavailable: () => ({
      ...stripeError(503, { type: 'api_error', message: 'The service is not available at the moment' }),
      headers: { 'Stripe-Should-Retry': 'true' },
    }),
    tooMany: (retryAfterSeconds) => ({
      ...stripeError(429, { code: 'rate_limit', message: 'Too many requests hit the API too quickly.' }),
      headers: { 'Retry-After': String(retryAfterSeconds), 'Stripe-Should-Retry': 'true' },
    }),
    headers: () => ({}),
    weight: () => 1,
  };
}
