import type { Statement } from 'better-sqlite3';
import type { Db } from './database.ts';

/** Times in these rows are epoch seconds, as Stripe counts. `metadata` is JSON text. */
export interface CustomerRow {
  readonly seq: number;
  readonly id: string;
  readonly created: number;
  readonly email: string;
  readonly name: string;
  readonly metadata: string;
}
export interface CouponRow {
  readonly seq: number;
  readonly id: string;
  readonly created: number;
  readonly name: string;
  readonly percent_off: number;
  readonly months: number;
  readonly redeemed: number;
}
export interface SubscriptionRow {
  readonly seq: number;
  readonly id: string;
  readonly created: number;
  readonly customer: string;
  readonly plan: string;
  /** The end of the period it will end with; null while it goes on. */
  readonly cancel_at: number | null;
  readonly canceled_at: number | null;
  readonly ended_at: number | null;
  readonly comment: string | null;
  readonly feedback: string | null;
  readonly description: string | null;
  readonly metadata: string;
}
export interface DiscountRow {
  readonly id: string;
  readonly subscription: string;
  readonly coupon: string;
  readonly starts: number;
  readonly ends: number | null;
}
export interface ChargeRow {
  readonly seq: number;
  readonly id: string;
  readonly created: number;
  readonly customer: string;
  readonly amount: number;
  readonly refunded: number;
  readonly description: string;
  readonly invoice: string | null;
  readonly metadata: string;
}
export interface RefundRow {
  readonly seq: number;
  readonly id: string;
  readonly created: number;
  readonly charge: string;
  readonly customer: string;
  readonly amount: number;
  readonly reason: string | null;
  /** The agent's key. */
  readonly made_by: string;
  readonly metadata: string;
}
export interface InvoiceRow {
  readonly seq: number;
  readonly id: string;
  readonly created: number;
  readonly number: string;
  readonly customer: string;
  readonly subscription: string | null;
  readonly charge: string;
  readonly amount: number;
  readonly description: string;
  readonly period_start: number;
  readonly period_end: number;
}
export interface EventRow {
  readonly seq: number;
  readonly id: string;
  readonly created: number;
  readonly type: string;
  readonly object: string;
  readonly previous: string | null;
  readonly request: string | null;
  readonly idempotency_key: string | null;
}

/** Which rows stand in which table. */
export interface BillingTables {
  stripe_customers: CustomerRow;
  stripe_coupons: CouponRow;
  stripe_subscriptions: SubscriptionRow;
  stripe_charges: ChargeRow;
  stripe_refunds: RefundRow;
  stripe_invoices: InvoiceRow;
  stripe_events: EventRow;
}
export type BillingTable = keyof BillingTables;

/** A condition on a list: SQL over the table's columns with its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** Metadata as it is stored: an object whose values are texts. */
export const metadataOf = (text: string): Readonly<Record<string, string>> =>
  JSON.parse(text) as Record<string, string>; // only such objects are stored

/** The billing rows. Transactions are the caller's. */
export interface BillingStore {
  get<T extends BillingTable>(table: T, id: string): BillingTables[T] | undefined;
  /** Newest first; `order: 'asc'` for oldest first. */
  list<T extends BillingTable>(
    table: T,
    conditions: readonly Condition[],
    limit: number,
    order?: 'asc' | 'desc',
  ): readonly BillingTables[T][];
  add<T extends BillingTable>(table: T, row: Omit<BillingTables[T], 'seq'>): void;
  set<T extends BillingTable>(
    table: T,
    id: string,
    change: Partial<Omit<BillingTables[T], 'seq' | 'id'>>,
  ): void;
  discount(id: string): DiscountRow | undefined;
  discounts(subscription: string): readonly DiscountRow[];
  /** Puts these discounts in the place of those it had. */
  setDiscounts(subscription: string, rows: readonly DiscountRow[]): void;
}

export function createBillingStore(db: Db): BillingStore {
  const prepared = new Map<string, Statement>();
  /** There are few different texts: tables and column names come from this program, never from a call. */
  const statement = (sql: string): Statement => {
    const known = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  const discount = db.prepare<[string], DiscountRow>('SELECT * FROM stripe_discounts WHERE id = ?');
  const discounts = db.prepare<[string], DiscountRow>(
    'SELECT * FROM stripe_discounts WHERE subscription = ? ORDER BY starts, id',
  );
  const clearDiscounts = db.prepare<[string]>('DELETE FROM stripe_discounts WHERE subscription = ?');
  const addDiscount = db.prepare(
    'INSERT INTO stripe_discounts VALUES (@id, @subscription, @coupon, @starts, @ends)',
  );

  return {
    get: <T extends BillingTable>(table: T, id: string) =>
      statement(`SELECT * FROM ${table} WHERE id = ?`).get(id) as BillingTables[T] | undefined, // the row type of this table
    list<T extends BillingTable>(
      table: T,
      conditions: readonly Condition[],
      limit: number,
      order: 'asc' | 'desc' = 'desc',
    ) {
      const where = ['1', ...conditions.map((condition) => condition.sql)].join(' AND ');
      const sql = `SELECT * FROM ${table} WHERE ${where} ORDER BY seq ${order} LIMIT ?`;
      const values = conditions.flatMap((condition) => condition.values);
      return statement(sql).all(...values, limit) as readonly BillingTables[T][]; // the row type of this table
    },
    add(table, row) {
      const columns = Object.keys(row);
      const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`;
      statement(sql).run({ ...row });
    },
    set(table, id, change) {
      const columns = Object.keys(change);
      if (columns.length === 0) return;
      const sql = `UPDATE ${table} SET ${columns.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`;
      statement(sql).run({ ...change, id });
    },
    discount: (id) => discount.get(id),
    discounts: (subscription) => discounts.all(subscription),
    setDiscounts(subscription, rows) {
      clearDiscounts.run(subscription);
      for (const row of rows) addDiscount.run({ ...row });
    },
  };
}
