import type { Database as Db, Statement } from 'better-sqlite3';
import type { AgentId, CaseId, ConnectionId, EventId, RunId, TriggerId } from '../../base/ids.ts';
import { SwitchyardError } from '../../base/errors.ts';
import type { Json } from '../../base/json.ts';
import type {
  BreakerRecord,
  CaseRecord,
  CaseRow,
  PermissionRecord,
  RunRecord,
  TriggerRecord,
} from '../records.ts';
import type { DirectiveOwner, DirectiveVersion } from '../directives.ts';
import { KeptRecords } from './kept-records.ts';
import type { TraceRow } from '../trace.ts';
import { damaged, unseal } from './row-sum.ts';

/** Settings kept in memory. */
const MOST_VALUES = 2_000;

const tableOf = (text: string): string => /FROM "?(\w+)/.exec(text)?.[1] ?? 'a table';

/** Statements belong to the database: who reads it next need not prepare them again. */
const PREPARED = new WeakMap<Db, Map<string, Statement>>();

/** Rows of one database by prepared statements, and what is kept of them in memory. What is read was sealed by this store. */
export class RowReader {
  protected readonly db: Db;
  readonly #statements: Map<string, Statement>;

  constructor(db: Db) {
    this.db = db;
    this.#statements = PREPARED.get(db) ?? new Map<string, Statement>();
    PREPARED.set(db, this.#statements);
  }

  protected sql(text: string): Statement {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.db.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }
  protected one<T>(text: string, ...params: unknown[]): T | undefined {
    return this.whole(text, () => {
      const row = this.sql(text).get(...params) as { record: string } | undefined; // every such query selects `record`
      return row && unseal<T>(row.record, () => `${tableOf(text)} ${String(params[0])}`);
    });
  }
  protected all<T>(text: string, ...params: unknown[]): T[] {
    return this.whole(text, () =>
      (this.sql(text).all(...params) as { record: string }[]).map((row) =>
        unseal<T>(row.record, () => tableOf(text)),
      ),
    ); // as above
  }
  /** Told of every damage that a read comes upon. */
  onDamage: (error: SwitchyardError) => void = () => {};
  protected whole<T>(text: string, read: () => T): T {
    try {
      return read();
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
      const isDamage =
        thrown instanceof SyntaxError || code === 'data_damaged' || code.startsWith('SQLITE_CORRUPT');
      if (!isDamage) throw thrown;
      const error = thrown instanceof SwitchyardError ? thrown : damaged(tableOf(text), thrown);
      this.onDamage(error);
      throw error;
    }
  }
  protected number(text: string, ...params: unknown[]): number | undefined {
    const row = this.sql(text).get(...params) as { n: number | null } | undefined; // every such query selects `n`
    return row?.n ?? undefined;
  }

  /** Settings are few, and some are asked for at every step. */
  readonly #values = new Map<string, Json | undefined>();
  protected forgetValue(key: string): void {
    this.#values.delete(key);
  }
  protected forgetValues(): void {
    this.#values.clear();
  }
  setting(key: string): Json | undefined {
    if (this.#values.has(key)) return this.#values.get(key);
    const value = this.#readSetting(key);
    if (this.#values.size > MOST_VALUES) this.#values.clear();
    this.#values.set(key, value);
    return value;
  }
  #readSetting(key: string): Json | undefined {
    const row = this.sql('SELECT value FROM setting WHERE key = ?').get(key) as { value: string } | undefined;
    return (
      row &&
      this.whole('FROM setting', () => unseal<{ value: Json }>(row.value, () => `setting ${key}`).value)
    );
  }

  /** Makes what a transaction has collected readable; outside of one there is nothing. */
  protected settleRows(): void {}
  /** As above, for runs and cases alone. */
  protected settleRecords(): void {}
  /** As above, for counts. */
  protected settleCounts(): void {}
  /** What is due next has to be read again. */
  protected forgetDue(): void {}
  /** Open work is read at every step of it. */
  protected readonly keptRuns = new KeptRecords<RunId, RunRecord>(4_000);
  protected readonly keptCases = new KeptRecords<CaseId, CaseRecord>(4_000);
  /** What is said of a case is read at each turn of an agent. */
  protected readonly keptLogs = new KeptRecords<CaseId, readonly CaseRow[]>(500);
  protected readonly keptTriggers = new KeptRecords<TriggerId, TriggerRecord>(1_000);
  /** Everything that runs which began here and have not waited yet have written. */
  protected readonly keptRows = new KeptRecords<RunId, TraceRow[]>(2_000);
  protected readonly keptSources = new KeptRecords<EventId, TriggerId>(4_000);
  protected readonly keptPermissions = new KeptRecords<AgentId, readonly PermissionRecord[]>(200);
  /** What caps and breakers go by is looked at before every call. */
  protected readonly keptCounts = new KeptRecords<string, Readonly<Record<string, number>>>(1_000);
  protected readonly keptBreakers = new KeptRecords<ConnectionId, BreakerRecord | null>(1_000);
  /** What an owner's directives say now is looked at for every event. */
  protected readonly keptDirectives = new KeptRecords<DirectiveOwner, readonly DirectiveVersion[]>(1_000);
  protected forgetRecords(): void {
    this.keptDirectives.clear();
    this.forgetDue();
    this.keptCounts.clear();
    this.keptBreakers.clear();
    this.keptSources.clear();
    this.keptPermissions.clear();
    this.keptRows.clear();
    this.keptRuns.clear();
    this.keptCases.clear();
    this.keptLogs.clear();
    this.keptTriggers.clear();
  }
  protected through<K, V>(kept: KeptRecords<K, V>, key: K, read: () => V | undefined): V | undefined {
    const known = kept.get(key);
    if (known !== undefined) return known;
    this.settleRecords();
    const value = read();
    return value === undefined ? undefined : kept.put(key, value);
  }

  /**
   * Flows, agents and connections: few, changed by people only, and read at every step. Kept parsed until one of them
   * is written, or a transaction is taken back.
   */
  readonly #settings = new Map<string, unknown>();
  protected forgetSettings(): void {
    this.#settings.clear();
  }
  protected kept<T>(key: string, read: () => T | undefined): T | undefined {
    const known = this.#settings.get(key);
    if (known !== undefined) return known as T; // a key always holds one kind of record
    const value = read();
    if (value !== undefined) this.#settings.set(key, value);
    return value;
  }
}
