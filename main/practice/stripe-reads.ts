import type { VendorReply } from './http.ts';
import { LIST_PARAMS, type Billing, type StripeCall } from './stripe-call.ts';
import { ParameterRefusal } from './stripe-replies.ts';
import { customerSearch } from './stripe-search.ts';
import { chargeOfIntent } from './stripe-charge-shape.ts';
import type { Condition } from './stripe-store.ts';
import { cursorTo, cursorFrom } from './stripe-cursor.ts';

/** Calls that only read: customers, charges, coupons, invoices, events. */
export interface StripeReads {
  listCustomers(call: StripeCall): VendorReply;
  searchCustomers(call: StripeCall): VendorReply;
  getCustomer(call: StripeCall): VendorReply;
  listCharges(call: StripeCall): VendorReply;
  getCharge(call: StripeCall): VendorReply;
  listCoupons(call: StripeCall): VendorReply;
  getCoupon(call: StripeCall): VendorReply;
  listInvoices(call: StripeCall): VendorReply;
  getInvoice(call: StripeCall): VendorReply;
  listEvents(call: StripeCall): VendorReply;
  getEvent(call: StripeCall): VendorReply;
}

/** Days that events can be listed for, as the vendor says. */
const EVENT_DAYS = 30;

export function createReads({
  ws,
  store,
  shapes,
  params: read,
  answer,
  listReply,
  need,
}: Billing): StripeReads {
  /** Filters by an object that must be there. */
  const byCustomer = (id: string | undefined): readonly Condition[] =>
    id === undefined
      ? []
      : [{ sql: 'customer = ?', values: [need('stripe_customers', 'customer', id, 'customer').id] }];

  return {
    listCustomers(call) {
      const params = read(call, [...LIST_PARAMS, 'email']);
      const email = params.text('email');
      // The vendor compares addresses here letter by letter.
      const conditions = email === undefined ? [] : [{ sql: 'email = ?', values: [email] }];
      return listReply(call, params, {
        table: 'stripe_customers',
        kind: 'customer',
        conditions,
        shape: shapes.customer,
      });
    },
    searchCustomers(call) {
      const params = read(call, ['query', 'limit', 'page']);
      const query = params.text('query');
      if (!query)
        throw new ParameterRefusal({
          code: 'parameter_missing',
          message: 'Missing required param: query.',
          param: 'query',
        });
      const limit = params.integer('limit', 1, 100) ?? 10;
      const from = cursorFrom(params.text('page'));
      const found = store.list(
        'stripe_customers',
        [customerSearch(query), ...(from === undefined ? [] : [{ sql: 'seq < ?', values: [from] }])],
        limit + 1,
      );
      const rows = found.slice(0, limit);
      const more = found.length > limit;
      return answer(params, {
        object: 'search_result',
        data: rows.map(shapes.customer),
        has_more: more,
        next_page: more ? cursorTo(rows.at(-1)?.seq ?? 0) : null,
        url: call.request.path,
      });
    },
    getCustomer: (call) =>
      answer(read(call, []), shapes.customer(need('stripe_customers', 'customer', call.id))),
    listCharges(call) {
      const params = read(call, [...LIST_PARAMS, 'customer', 'payment_intent']);
      const intent = params.text('payment_intent');
      const conditions = [
        ...byCustomer(params.text('customer')),
        ...(intent === undefined ? [] : [{ sql: 'id = ?', values: [chargeOfIntent(intent)] }]),
      ];
      return listReply(call, params, {
        table: 'stripe_charges',
        kind: 'charge',
        conditions,
        shape: shapes.charge,
      });
    },
    getCharge: (call) => answer(read(call, []), shapes.charge(need('stripe_charges', 'charge', call.id))),
    listCoupons(call) {
      const params = read(call, LIST_PARAMS);
      return listReply(call, params, {
        table: 'stripe_coupons',
        kind: 'coupon',
        conditions: [],
        shape: shapes.coupon,
      });
    },
    getCoupon: (call) => answer(read(call, []), shapes.coupon(need('stripe_coupons', 'coupon', call.id))),
    listInvoices(call) {
      const params = read(call, [...LIST_PARAMS, 'customer', 'subscription', 'status']);
      const subscription = params.text('subscription');
      const status = params.choice('status', ['draft', 'open', 'paid', 'uncollectible', 'void']);
      const conditions = [
        ...byCustomer(params.text('customer')),
        ...(subscription === undefined ? [] : [{ sql: 'subscription = ?', values: [subscription] }]),
        // Every invoice of the made-up company is paid.
        ...(status === undefined || status === 'paid' ? [] : [{ sql: '0', values: [] }]),
      ];
      return listReply(call, params, {
        table: 'stripe_invoices',
        kind: 'invoice',
        conditions,
        shape: shapes.invoice,
      });
    },
    getInvoice: (call) => answer(read(call, []), shapes.invoice(need('stripe_invoices', 'invoice', call.id))),
    listEvents(call) {
      const params = read(call, [...LIST_PARAMS, 'type', 'types']);
      const type = params.text('type');
      const types = type === undefined ? params.texts('types') : [type];
      const conditions: Condition[] = [
        { sql: 'created >= ?', values: [Math.floor(ws.now() / 1_000) - EVENT_DAYS * 86_400] },
        ...(types.length === 0
          ? []
          : // `customer.subscription.*` stands for every type that begins so.
            [{ sql: `(${types.map(() => 'type GLOB ?').join(' OR ')})`, values: types }]),
      ];
      return listReply(call, params, {
        table: 'stripe_events',
        kind: 'event',
        conditions,
        shape: shapes.event,
      });
    },
    getEvent: (call) => answer(read(call, []), shapes.event(need('stripe_events', 'event', call.id))),
  };
}
