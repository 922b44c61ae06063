import type { Database as Db, Statement } from 'better-sqlite3';
import {
  FIRST_RUN,
  type AgentId,
  type ApprovalId,
  type CaseId,
  type ConnectionId,
  type EventId,
  type FlowId,
  type PermissionId,
  type RunId,
  type StepKey,
  type TriggerId,
} from '../../base/ids.ts';
import { SwitchyardError } from '../../base/errors.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { ToolId } from '../../kit/define.ts';
import type {
  AgentRecord,
  ApprovalRecord,
  BranchEnd,
  BranchRecord,
  BreakerRecord,
  CaseEntry,
  CaseRecord,
  CaseRow,
  ConnectionRecord,
  EventRecord,
  FlowRecord,
  PermissionRecord,
  RunRecord,
  TriggerRecord,
  VersionRecord,
  WaitRecord,
} from '../records.ts';
import type { CorrectionRecord, DecisionRecord, DirectiveOwner, DirectiveVersion } from '../directives.ts';
import type { Reader } from '../store.ts';
import { chainHash, CHAIN_START, entriesOf, type AuditBlock } from './audit-chain.ts';
import { KeptRecords } from './kept-records.ts';
import type { TraceRow } from '../trace.ts';
import { rowsOf, type TraceBlock } from './trace-blocks.ts';
import { damaged, unseal } from './row-sum.ts';

interface WaitColumns {
  run: RunId;
  step: StepKey;
  kind: WaitRecord['kind'];
  correlation: string | null;
  due: number | null;
}
interface EventColumns {
  id: EventId;
  watch: TriggerId;
  key: string;
  at: number;
  case: CaseId;
  fate: EventRecord['fate'];
  why: string | null;
  data: string;
}

// What is read was written by this store from the same types: the casts below restore what JSON forgot.
const asRecord = <T>(text: string): T => JSON.parse(text) as T;
const asWait = (w: WaitColumns): WaitRecord => ({
  run: w.run,
  step: w.step,
  kind: w.kind,
  correlation: w.correlation,
  dueAt: w.due,
});

/** A search looks into as many events as this, the newest first. */
const MOST_EVENTS_SEARCHED = 20_000;

/** Settings kept in memory. */
const MOST_VALUES = 2_000;

const tableOf = (text: string): string => /FROM "?(\w+)/.exec(text)?.[1] ?? 'a table';

/** Statements belong to the database: who reads it next need not prepare them again. */
const PREPARED = new WeakMap<Db, Map<string, Statement>>();

/** Reads of one database, by prepared statements. */
export class SqliteReader implements Reader {
  protected readonly db: Db;
  readonly #statements: Map<string, Statement>;
  /** Published versions never change, so they are parsed once. */
  readonly #versions = new Map<string, VersionRecord>();

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
  #one<T>(text: string, ...params: unknown[]): T | undefined {
    return this.#whole(text, () => {
      const row = this.sql(text).get(...params) as { record: string } | undefined; // every such query selects `record`
      return row && unseal<T>(row.record, () => `${tableOf(text)} ${String(params[0])}`);
    });
  }
  #all<T>(text: string, ...params: unknown[]): T[] {
    return this.#whole(text, () =>
      (this.sql(text).all(...params) as { record: string }[]).map((row) =>
        unseal<T>(row.record, () => tableOf(text)),
      ),
    ); // as above
  }
  /** Told of every damage that a read comes upon. */
  onDamage: (error: SwitchyardError) => void = () => {};
  #whole<T>(text: string, read: () => T): T {
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
  #number(text: string, ...params: unknown[]): number | undefined {
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
      this.#whole('FROM setting', () => unseal<{ value: Json }>(row.value, () => `setting ${key}`).value)
    );
  }

  /** Makes what a transaction has collected readable; outside of one there is nothing. */
  protected settleRows(): void {}
  /** As above, for runs and cases alone. */
  protected settleRecords(): void {}
  /** As above, for counts. */
  protected settleCounts(): void {}
  /** Open work is read at every step of it. */
  protected readonly keptRuns = new KeptRecords<RunId, RunRecord>(4_000);
  protected readonly keptCases = new KeptRecords<CaseId, CaseRecord>(4_000);
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
    this.keptTriggers.clear();
  }
  #through<K, V>(kept: KeptRecords<K, V>, key: K, read: () => V | undefined): V | undefined {
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
    this.#versions.clear();
  }
  #kept<T>(key: string, read: () => T | undefined): T | undefined {
    const known = this.#settings.get(key);
    if (known !== undefined) return known as T; // a key always holds one kind of record
    const value = read();
    if (value !== undefined) this.#settings.set(key, value);
    return value;
  }

  flow(id: FlowId) {
    return this.#kept(id, () => this.#one<FlowRecord>('SELECT record FROM flow WHERE id = ?', id));
  }
  flows() {
    return this.#all<FlowRecord>('SELECT record FROM flow WHERE hidden = 0 ORDER BY id');
  }
  version(flow: FlowId, number: number) {
    const key = `${flow}/${number}`;
    const known = this.#versions.get(key);
    if (known) return known;
    const version = this.#one<VersionRecord>(
      'SELECT record FROM version WHERE flow = ? AND number = ?',
      flow,
      number,
    );
    if (version) this.#versions.set(key, version);
    return version;
  }
  agent(id: AgentId) {
    return this.#kept(id, () => this.#one<AgentRecord>('SELECT record FROM agent WHERE id = ?', id));
  }
  agents() {
    return this.#all<AgentRecord>('SELECT record FROM agent ORDER BY id');
  }
  connection(id: ConnectionId) {
    return this.#kept(id, () =>
      this.#one<ConnectionRecord>('SELECT record FROM connection WHERE id = ?', id),
    );
  }
  connections() {
    return (
      this.#kept('connections', () =>
        this.#all<ConnectionRecord>('SELECT record FROM connection ORDER BY id'),
      ) ?? []
    );
  }
  connectionOf(agent: AgentId, tool: ToolId) {
    return this.#kept(`${agent} ${tool}`, () =>
      this.#one<ConnectionRecord>(
        'SELECT record FROM connection WHERE agent = ? AND tool = ? ORDER BY id LIMIT 1',
        agent,
        tool,
      ),
    );
  }
  sealedSecret(name: string) {
    return this.#kept(`secret ${name}`, () => {
      const row = this.sql('SELECT sealed FROM secret WHERE name = ?').get(name) as
        | { sealed: Uint8Array }
        | undefined;
      return row?.sealed;
    });
  }

  trigger(id: TriggerId) {
    return this.#through(this.keptTriggers, id, () =>
      this.#one<TriggerRecord>('SELECT record FROM watch WHERE id = ?', id),
    );
  }
  triggers() {
    return this.#all<TriggerRecord>('SELECT record FROM watch ORDER BY id');
  }
  knowsEvent(trigger: TriggerId, key: string, since?: number) {
    const at = this.#number('SELECT at AS n FROM event WHERE watch = ? AND key = ?', trigger, key);
    return at !== undefined && (since === undefined || at >= since);
  }
  event(id: EventId): EventRecord | undefined {
    const row = this.sql('SELECT id, watch, key, at, "case", fate, why, data FROM event WHERE id = ?').get(
      id,
    ) as EventColumns | undefined;
    return row && this.#event(row);
  }
  triggerOfEvent(id: EventId): TriggerId | undefined {
    return this.#through(this.keptSources, id, () => {
      const row = this.sql('SELECT watch FROM event WHERE id = ?').get(id) as
        | { watch: TriggerId }
        | undefined; // as selected
      return row?.watch;
    });
  }
  skippedEvents(triggers: readonly TriggerId[], limit: number) {
    const found = triggers.flatMap(
      (trigger) =>
        this.sql(
          `SELECT id, watch, key, at, "case", fate, why, data FROM event WHERE watch = ? AND fate = 'skipped' ORDER BY id DESC LIMIT ?`,
        ).all(trigger, limit) as EventColumns[],
    );
    return found
      .map((row) => this.#event(row))
      .toSorted((a, b) => b.at - a.at)
      .slice(0, limit);
  }
  #event({ watch, why, data, ...row }: EventColumns): EventRecord {
    return {
      ...row,
      trigger: watch,
      ...(why === null ? {} : { why }),
      // An event that retention has cleared keeps its key and nothing else.
      data:
        data === '' ? {} : this.#whole('FROM event', () => unseal<JsonObject>(data, () => `event ${row.id}`)),
    };
  }
  eventsNotTakenUp(limit: number) {
    const ids = this.sql(`SELECT id FROM event WHERE fate = 'not-taken-up' ORDER BY at DESC LIMIT ?`).all(
      limit,
    ) as { id: EventId }[];
    return ids.flatMap(({ id }) => this.event(id) ?? []);
  }
  caseById(id: CaseId) {
    return this.#through(this.keptCases, id, () =>
      this.#one<CaseRecord>('SELECT record FROM work WHERE id = ?', id),
    );
  }
  caseByKey(key: string): CaseRecord | undefined {
    return this.#one<CaseRecord>('SELECT record FROM work WHERE key = ?', key);
  }
  casesRising(now: number, limit: number) {
    this.settleRecords();
    return this.#all<CaseRecord>(
      'SELECT record FROM work WHERE rises <= ? ORDER BY rises LIMIT ?',
      now,
      limit,
    );
  }
  cases(limit: number) {
    this.settleRecords();
    return this.#all<CaseRecord>('SELECT record FROM work ORDER BY updated DESC LIMIT ?', limit);
  }
  casesLike(words: string, limit: number) {
    this.settleRecords();
    const like = `%${words.replaceAll(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
    return this.#all<CaseRecord>(
      `SELECT record FROM work WHERE json_extract(record, '$.subject') LIKE ? ESCAPE '\\' OR key LIKE ? ESCAPE '\\'
       OR id IN (SELECT "case" FROM case_log WHERE record LIKE ? ESCAPE '\\')
       OR id IN (SELECT "case" FROM (SELECT "case", data FROM event ORDER BY id DESC LIMIT ?) WHERE data LIKE ? ESCAPE '\\')
       ORDER BY updated DESC LIMIT ?`,
      like,
      like,
      like,
      MOST_EVENTS_SEARCHED,
      like,
      limit,
    );
  }
  caseJoined(key: string) {
    const row = this.sql('SELECT "case" FROM case_key WHERE key = ?').get(key) as
      | { case: CaseId }
      | undefined; // as selected
    return row && this.caseById(row.case);
  }
  caseLog(ofCase: CaseId) {
    return this.#whole('FROM case_log', () =>
      (
        this.sql('SELECT seq, at, run, record FROM case_log WHERE "case" = ? ORDER BY seq').all(ofCase) as {
          seq: number;
          at: number;
          run: RunId | null;
          record: string;
        }[]
      ) // as selected
        .map(({ record, ...row }): CaseRow => ({
          ...row,
          entry: unseal<CaseEntry>(record, () => `case_log ${row.seq}`),
        })),
    );
  }
  openRunsOfCase(ofCase: CaseId) {
    this.settleRecords();
    return this.#all<RunRecord>(
      `SELECT record FROM run WHERE "case" = ? AND status IN ('ready', 'waiting') ORDER BY id`,
      ofCase,
    );
  }

  run(id: RunId) {
    return this.#through(this.keptRuns, id, () =>
      this.#one<RunRecord>('SELECT record FROM run WHERE id = ?', id),
    );
  }
  runs(filter: {
    readonly flow?: FlowId;
    readonly case?: CaseId;
    readonly before?: number;
    readonly limit: number;
  }) {
    this.settleRecords();
    // Ids begin with their time in base 36 and so sort by age.
    // Child runs belong to the story of their parent and sort before every other run.
    const before = `${FIRST_RUN}${filter.before?.toString(36).padStart(9, '0') ?? '~'}`;
    if (filter.flow)
      return this.#all<RunRecord>(
        'SELECT record FROM run WHERE flow = ? AND id > ? AND id < ? ORDER BY id DESC LIMIT ?',
        filter.flow,
        FIRST_RUN,
        before,
        filter.limit,
      );
    if (filter.case)
      return this.#all<RunRecord>(
        'SELECT record FROM run WHERE "case" = ? AND id > ? AND id < ? ORDER BY id DESC LIMIT ?',
        filter.case,
        FIRST_RUN,
        before,
        filter.limit,
      );
    return this.#all<RunRecord>(
      'SELECT record FROM run WHERE id > ? AND id < ? ORDER BY id DESC LIMIT ?',
      FIRST_RUN,
      before,
      filter.limit,
    );
  }
  everyOpenRun() {
    this.settleRecords();
    return this.#all<RunRecord>(`SELECT record FROM run WHERE status IN ('ready', 'waiting') ORDER BY id`);
  }
  readyRuns() {
    this.settleRecords();
    return this.#all<RunRecord>(`SELECT record FROM run WHERE status = 'ready' ORDER BY id`);
  }
  runsIn(status: 'ready' | 'waiting', limit: number) {
    this.settleRecords();
    // Named in full, so that the partial index of open runs is used.
    return status === 'ready'
      ? this.#all<RunRecord>(`SELECT record FROM run WHERE status = 'ready' ORDER BY id LIMIT ?`, limit)
      : this.#all<RunRecord>(`SELECT record FROM run WHERE status = 'waiting' ORDER BY id LIMIT ?`, limit);
  }
  runCount(status: 'ready' | 'waiting') {
    this.settleRecords();
    return (
      this.#number(
        status === 'ready'
          ? `SELECT count(*) AS n FROM run WHERE status = 'ready'`
          : `SELECT count(*) AS n FROM run WHERE status = 'waiting'`,
      ) ?? 0
    );
  }
  openRuns(flow: FlowId) {
    this.settleRecords();
    return (
      this.#number(
        `SELECT count(*) AS n FROM run WHERE flow = ? AND id > ? AND status IN ('ready', 'waiting')`,
        flow,
        FIRST_RUN,
      ) ?? 0
    );
  }
  openRunsOf(flow: FlowId) {
    this.settleRecords();
    return this.#all<RunRecord>(
      `SELECT record FROM run WHERE flow = ? AND status IN ('ready', 'waiting') ORDER BY id`,
      flow,
    );
  }
  hasOpenRun(ofCase: CaseId) {
    this.settleRecords();
    return (
      this.#number(
        `SELECT 1 AS n FROM run WHERE "case" = ? AND status IN ('ready', 'waiting') LIMIT 1`,
        ofCase,
      ) === 1
    );
  }
  traceOf(run: RunId): readonly TraceRow[] {
    const kept = this.keptRows.get(run);
    if (kept) return [...kept];
    this.settleRows();
    const blocks = this.sql('SELECT seq, run, at, sum, rows FROM trace WHERE run = ? ORDER BY seq').all(run);
    return this.#whole('FROM trace', () => (blocks as TraceBlock[]).flatMap(rowsOf));
  }
  traceAfter(seq: number, limit: number) {
    this.settleRows();
    // The block that holds the row itself may hold later ones too.
    const blocks = this.sql(
      'SELECT seq, run, at, sum, rows FROM trace WHERE seq >= coalesce((SELECT max(seq) FROM trace WHERE seq <= ?), 0) ORDER BY seq LIMIT ?',
    ).all(seq, limit + 1);
    return this.#whole('FROM trace', () => (blocks as TraceBlock[]).flatMap(rowsOf))
      .filter((row) => row.seq > seq)
      .slice(0, limit);
  }
  lastSeq() {
    this.settleRows();
    const last = this.sql('SELECT seq, run, at, sum, rows FROM trace ORDER BY seq DESC LIMIT 1').all();
    return this.#whole('FROM trace', () => (last as TraceBlock[]).flatMap(rowsOf)).at(-1)?.seq ?? 0;
  }

  branches(parent: RunId, step: StepKey): readonly BranchRecord[] {
    const rows = this.sql(
      'SELECT position, run, ended FROM branch WHERE parent = ? AND step = ? ORDER BY position',
    ).all(parent, step) as { position: number; run: RunId; ended: string | null }[]; // as selected
    return rows.map(({ position, run, ended }) => ({
      parent,
      step,
      position,
      run,
      end: ended === null ? null : asRecord<BranchEnd>(ended),
    }));
  }
  openBranches(parent: RunId): readonly RunId[] {
    const rows = this.sql('SELECT run FROM branch WHERE parent = ? AND ended IS NULL').all(parent);
    return (rows as { run: RunId }[]).map((row) => row.run); // as selected
  }

  waitOf(run: RunId, step: StepKey) {
    const row = this.sql('SELECT run, step, kind, correlation, due FROM wait WHERE run = ? AND step = ?').get(
      run,
      step,
    ) as WaitColumns | undefined;
    return row && asWait(row);
  }
  waitsOf(run: RunId) {
    return (
      this.sql('SELECT run, step, kind, correlation, due FROM wait WHERE run = ? ORDER BY step').all(
        run,
      ) as WaitColumns[]
    ).map(asWait);
  }
  waitFor(correlation: string) {
    const row = this.sql(
      'SELECT run, step, kind, correlation, due FROM wait WHERE correlation = ? ORDER BY since, run LIMIT 1',
    ).get(correlation) as WaitColumns | undefined;
    return row && asWait(row);
  }
  waitsFor(correlation: string) {
    return this.#number('SELECT count(*) AS n FROM wait WHERE correlation = ?', correlation) ?? 0;
  }
  dueWaits(now: number, limit: number) {
    return (
      this.sql('SELECT run, step, kind, correlation, due FROM wait WHERE due <= ? ORDER BY due LIMIT ?').all(
        now,
        limit,
      ) as WaitColumns[]
    ).map(asWait);
  }
  /** Asked at every tick; known until a wait, a card or when a case rises is written. */
  #nextDue: { readonly at: number | undefined } | undefined;
  protected forgetDue(): void {
    this.#nextDue = undefined;
  }
  nextDue() {
    this.#nextDue ??= { at: this.#readNextDue() };
    return this.#nextDue.at;
  }
  #readNextDue(): number | undefined {
    this.settleRecords();
    return this.#number(
      `SELECT min(n) AS n FROM (SELECT min(due) AS n FROM wait WHERE due IS NOT NULL
       UNION ALL SELECT min(due) FROM approval WHERE due IS NOT NULL
       UNION ALL SELECT min(rises) FROM work WHERE rises IS NOT NULL)`,
    );
  }

  approval(id: ApprovalId) {
    return this.#one<ApprovalRecord>('SELECT record FROM approval WHERE id = ?', id);
  }
  approvals(which: 'pending' | 'decided', limit: number) {
    return which === 'pending'
      ? this.#all<ApprovalRecord>(
          `SELECT record FROM approval WHERE status = 'pending' ORDER BY id LIMIT ?`,
          limit,
        )
      : this.#all<ApprovalRecord>(
          'SELECT record FROM approval WHERE decided IS NOT NULL ORDER BY decided DESC LIMIT ?',
          limit,
        );
  }
  approvalsOfRun(run: RunId) {
    return this.#all<ApprovalRecord>('SELECT record FROM approval WHERE run = ? ORDER BY id', run);
  }
  approvalsDue(now: number) {
    return this.#all<ApprovalRecord>(
      'SELECT record FROM approval WHERE due <= ? ORDER BY due LIMIT 200',
      now,
    );
  }
  permission(id: PermissionId) {
    return this.#one<PermissionRecord>('SELECT record FROM permission WHERE id = ?', id);
  }
  permissions(agent?: AgentId): readonly PermissionRecord[] {
    if (agent === undefined) return this.#all<PermissionRecord>('SELECT record FROM permission ORDER BY id');
    return (
      this.keptPermissions.get(agent) ??
      this.keptPermissions.put(
        agent,
        this.#all<PermissionRecord>('SELECT record FROM permission WHERE agent = ? ORDER BY id', agent),
      )
    );
  }
  pendingApprovals(flow?: FlowId) {
    const n = flow
      ? this.#number(`SELECT count(*) AS n FROM approval WHERE flow = ? AND status = 'pending'`, flow)
      : this.#number(`SELECT count(*) AS n FROM approval WHERE status = 'pending'`);
    return n ?? 0;
  }

  audit(limit: number, before: number = Number.MAX_SAFE_INTEGER) {
    this.settleRows();
    const blocks = this.sql(
      'SELECT seq, entries, hash FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?',
    ).all(before, limit) as AuditBlock[]; // as selected
    return this.#whole('FROM audit', () => blocks.flatMap((block) => entriesOf(block).toReversed()))
      .filter((entry) => entry.seq < before)
      .slice(0, limit);
  }
  verifyAudit() {
    let before = CHAIN_START;
    let rows = 0;
    for (const block of this.sql(
      'SELECT seq, entries, hash FROM audit ORDER BY seq',
    ).iterate() as IterableIterator<AuditBlock>) {
      const fits = block.seq === rows + 1 && chainHash(before, block.seq, block.entries) === block.hash;
      if (!fits) return { rows: rows + 1, brokenAt: block.seq };
      rows += entriesOf(block).length;
      before = block.hash;
    }
    return { rows, brokenAt: null };
  }

  counts(scope: string): Readonly<Record<string, number>> {
    const known = this.keptCounts.get(scope);
    if (known) return known;
    this.settleCounts();
    const rows = this.sql('SELECT name, value FROM counter WHERE scope = ?').all(scope);
    const counts = Object.fromEntries(
      (rows as { name: string; value: number }[]).map((r) => [r.name, r.value]), // as selected
    );
    return this.keptCounts.put(scope, counts);
  }
  breaker(connection: ConnectionId): BreakerRecord | undefined {
    const known = this.keptBreakers.get(connection);
    if (known !== undefined) return known ?? undefined;
    const breaker = this.#one<BreakerRecord>('SELECT record FROM breaker WHERE connection = ?', connection);
    this.keptBreakers.put(connection, breaker ?? null);
    return breaker;
  }
  breakers() {
    return this.#all<BreakerRecord>('SELECT record FROM breaker ORDER BY connection');
  }

  directiveVersions(owner: DirectiveOwner, limit: number): readonly DirectiveVersion[] {
    if (limit === 1)
      return (
        this.keptDirectives.get(owner) ??
        this.keptDirectives.put(owner, this.#directiveVersions(owner, limit))
      );
    return this.#directiveVersions(owner, limit);
  }
  #directiveVersions(owner: DirectiveOwner, limit: number) {
    return this.#all<DirectiveVersion>(
      'SELECT record FROM directives WHERE owner = ? ORDER BY number DESC LIMIT ?',
      owner,
      limit,
    );
  }
  directiveVersion(owner: DirectiveOwner, number: number) {
    return this.#one<DirectiveVersion>(
      'SELECT record FROM directives WHERE owner = ? AND number = ?',
      owner,
      number,
    );
  }
  directivesAt(owner: DirectiveOwner, at: number) {
    return this.#one<DirectiveVersion>(
      'SELECT record FROM directives WHERE owner = ? AND at <= ? ORDER BY number DESC LIMIT 1',
      owner,
      at,
    );
  }
  decisions(owner: DirectiveOwner, limit: number) {
    return this.#all<DecisionRecord>(
      'SELECT record FROM decision WHERE owner = ? ORDER BY at DESC, run DESC LIMIT ?',
      owner,
      limit,
    );
  }
  decisionsOfRun(run: RunId) {
    return this.#all<DecisionRecord>('SELECT record FROM decision WHERE run = ? ORDER BY at', run);
  }
  corrections(owner: DirectiveOwner) {
    return this.#all<CorrectionRecord>(
      'SELECT record FROM correction WHERE owner = ? ORDER BY at DESC, id DESC',
      owner,
    );
  }
}
