import type { JsonObject } from '../../app/base/json.ts';
import type { CompanyAgent } from './company.ts';
import type { VendorReply, VendorRequest } from './http.ts';
import { readParams, type StripeParams } from './stripe-params.ts';
import { expanded, missing, ParameterRefusal, stripeOk } from './stripe-replies.ts';
import { createBillingShapes, type BillingShapes } from './stripe-shapes.ts';
import { seconds, type Workspace } from './workspace.ts';
import type { BillingStore, BillingTable, BillingTables, Condition } from './stripe-store.ts';

/** One call of Stripe by an agent whose key allows it. */
export interface StripeCall {
  readonly request: VendorRequest;
  readonly agent: CompanyAgent;
  /** From the path, when it names an object. */
  readonly id: string;
  readonly requestId: string;
  readonly idempotencyKey: string | undefined;
}

/** What all of Stripe's areas work with. */
export interface Billing {
  readonly ws: Workspace;
  readonly store: BillingStore;
  readonly shapes: BillingShapes;
  /** Reads parameters; `expand` is always allowed. */
  params(call: StripeCall, allowed: readonly string[]): StripeParams;
  /** Answers with an object, expanded as asked. */
  answer(params: StripeParams, body: JsonObject): VendorReply;
  /** Answers with one page, newest first. */
  listReply<T extends BillingTable>(call: StripeCall, params: StripeParams, list: ListOf<T>): VendorReply;
  /** The row of the path or of a parameter, or the vendor's "no such". */
  need<T extends BillingTable>(table: T, kind: string, id: string, where?: string): BillingTables[T];
  /** Writes down that something happened, for `GET /v1/events`. */
  tell(call: StripeCall, type: string, object: JsonObject, previous?: JsonObject): void;
}

export interface ListOf<T extends BillingTable> {
  readonly table: T;
  readonly kind: string;
  readonly conditions: readonly Condition[];
  shape(row: BillingTables[T]): JsonObject;
}

/** Parameters of every list. */
export const LIST_PARAMS = ['limit', 'starting_after', 'ending_before', 'created'] as const;

/** `created=5` or `created[gte]=5`, as a condition. */
function createdCondition(params: StripeParams): readonly Condition[] {
  if (!params.has('created')) return [];
  const signs: Readonly<Record<string, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };
  const value = params.all['created'];
  const bounds = typeof value === 'string' ? { is: value } : (params.object('created') ?? {});
  return Object.entries(bounds).map(([key, bound]) => {
    const sign = key === 'is' ? '=' : signs[key];
    if (sign === undefined || typeof bound !== 'string' || !/^\d{1,12}$/.test(bound)) {
      throw new ParameterRefusal({ message: 'Invalid timestamp', param: 'created' });
    }
    return { sql: `created ${sign} ?`, values: [Number(bound)] };
  });
}

export function createBilling(ws: Workspace, store: BillingStore): Billing {
  const shapes = createBillingShapes(ws, store);

  const get = <T extends BillingTable>(
    table: T,
    id: string,
    shape: (row: BillingTables[T]) => JsonObject,
  ) => {
    const row = store.get(table, id);
    return row && shape(row);
  };
  /** The object behind an id, for `expand`. Ids say by their prefix what they are; coupons have no prefix. */
  const objectOf = (id: string, field: string): JsonObject | undefined => {
    if (field === 'coupon') return get('stripe_coupons', id, shapes.coupon);
    switch (id.slice(0, id.indexOf('_'))) {
      case 'cus':
        return get('stripe_customers', id, shapes.customer);
      case 'sub':
        return get('stripe_subscriptions', id, shapes.subscription);
      case 'ch':
        return get('stripe_charges', id, shapes.charge);
      case 're':
        return get('stripe_refunds', id, shapes.refund);
      case 'in':
        return get('stripe_invoices', id, shapes.invoice);
      case 'di': {
        const row = store.discount(id);
        return row && shapes.discount(row);
      }
      default:
        return undefined;
    }
  };

  const need: Billing['need'] = (table, kind, id, where) => {
    const row = store.get(table, id);
    if (!row) throw missing(kind, id, where);
    return row;
  };
  const answer: Billing['answer'] = (params, body) =>
    stripeOk(expanded(body, params.texts('expand'), objectOf));

  return {
    ws,
    store,
    shapes,
    need,
    answer,
    params: (call, allowed) => readParams(call.request, [...allowed, 'expand']),
    listReply(call, params, { table, kind, conditions, shape }) {
      const limit = params.integer('limit', 1, 100) ?? 10;
      const [after, before] = [params.text('starting_after'), params.text('ending_before')];
      if (after !== undefined && before !== undefined) {
        throw new ParameterRefusal({
          message: 'You cannot pass both starting_after and ending_before.',
          param: 'ending_before',
        });
      }
      const page: Condition[] = [...conditions, ...createdCondition(params)];
      if (after !== undefined)
        page.push({ sql: 'seq < ?', values: [need(table, kind, after, 'starting_after').seq] });
      if (before !== undefined)
        page.push({ sql: 'seq > ?', values: [need(table, kind, before, 'ending_before').seq] });
      const found = store.list(table, page, limit + 1, before === undefined ? 'desc' : 'asc');
      const rows = found.slice(0, limit);
      return answer(params, {
        object: 'list',
        data: (before === undefined ? rows : rows.toReversed()).map(shape),
        has_more: found.length > limit,
        url: call.request.path,
      });
    },
    tell(call, type, object, previous) {
      store.add('stripe_events', {
        id: `evt_${ws.letters(24)}`,
        created: seconds(ws.now()),
        type,
        object: JSON.stringify(object),
        previous: previous === undefined ? null : JSON.stringify(previous),
        request: call.requestId,
        idempotency_key: call.idempotencyKey ?? null,
      });
    },
  };
}
