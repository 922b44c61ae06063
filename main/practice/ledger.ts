import type { EffectKind, LedgerEntry, LedgerFilter } from '../../app/api/contract/practice.ts';
import { digestOf, type Digest } from '../../app/base/digest.ts';
import type { Json } from '../../app/base/json.ts';
import type { PracticeTool } from '../../app/kit/define.ts';
import { readSetting, writeSetting, type Db } from './database.ts';
import type { VendorRequest } from './http.ts';

export interface Effect {
  readonly vendor: PracticeTool;
  readonly request: Pick<VendorRequest, 'method' | 'path'>;
  readonly actor: string;
  readonly kind: EffectKind;
  readonly target: string | number;
  readonly amount?: number;
  readonly currency?: string;
  readonly idempotencyKey?: string | undefined;
  /** What was asked for, as the vendor understood it. */
  readonly body: Json;
}

/**
 * What agents did to the company. Rows are only added, in the transaction of the effect they tell of; the database
 * itself refuses to change or delete one. This is what tests judge effects by.
 */
export interface Ledger {
  record(effect: Effect): void;
  read(filter: LedgerFilter): readonly LedgerEntry[];
  /** Rows so far belong to the company that was; reading starts anew. */
  startAnew(): void;
}

interface Row {
  readonly seq: number;
  readonly at: number;
  readonly vendor: PracticeTool;
  readonly method: string;
  readonly path: string;
  readonly actor: string;
  readonly kind: EffectKind;
  readonly target: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly idempotency_key: string | null;
  readonly digest: Digest;
  readonly body: string;
}

const entryOf = ({ idempotency_key, body, ...rest }: Row): LedgerEntry => ({
  ...rest,
  idempotencyKey: idempotency_key,
  body: JSON.parse(body) as Json, // written by `record` from a Json value
});

/** Opens the ledger of the current company. */
export function openLedger(db: Db, now: () => number): Ledger {
  let company = Number(readSetting(db, 'company') ?? '1');
  const add = db.prepare(
    `INSERT INTO ledger (company, at, vendor, method, path, actor, kind, target, amount, currency, idempotency_key, digest, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const find = db.prepare<Record<string, string | number | null>, Row>(
    `SELECT seq, at, vendor, method, path, actor, kind, target, amount, currency, idempotency_key, digest, body FROM ledger
     WHERE company = @company AND seq > @after
       AND (@vendor IS NULL OR vendor = @vendor) AND (@kind IS NULL OR kind = @kind)
       AND (@actor IS NULL OR actor = @actor) AND (@target IS NULL OR target = @target)
     ORDER BY seq`,
  );
  return {
    record({ vendor, request, actor, kind, target, amount, currency, idempotencyKey, body }) {
      add.run(
        company,
        now(),
        vendor,
        request.method,
        request.path,
        actor,
        kind,
        String(target),
        amount ?? null,
        currency ?? null,
        idempotencyKey ?? null,
        digestOf(body),
        JSON.stringify(body),
      );
    },
    read: ({ vendor, kind, actor, target, after }) =>
      find
        .all({
          company,
          after: after ?? 0,
          vendor: vendor ?? null,
          kind: kind ?? null,
          actor: actor ?? null,
          target: target ?? null,
        })
        .map(entryOf),
    startAnew() {
      company += 1;
      writeSetting(db, 'company', String(company));
    },
  };
}
