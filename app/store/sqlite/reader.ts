import type { Database as Db, Statement } from 'better-sqlite3';
import type { Digest } from '../../base/digest.ts';
import type {
  AgentId,
  ApprovalId,
  CaseId,
  ConnectionId,
  EventId,
  FlowId,
  RunId,
  StepKey,
  TriggerId,
} from '../../base/ids.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { ToolId } from '../../kit/define.ts';
import type {
  AgentRecord,
  ApprovalRecord,
  AuditRecord,
  BreakerRecord,
  CaseRecord,
  ConnectionRecord,
  EventRecord,
  FlowRecord,
  RunRecord,
  TriggerRecord,
  VersionRecord,
  WaitRecord,
} from '../records.ts';
import type { Reader } from '../store.ts';
import type { RunEvent, TraceRow } from '../trace.ts';
import { chainHash, CHAIN_START } from './audit-chain.ts';

interface TraceColumns {
  seq: number;
  run: RunId;
  at: number;
  step: StepKey | null;
  event: string;
}
interface WaitColumns {
  run: RunId;
  step: StepKey;
  kind: WaitRecord['kind'];
  correlation: string | null;
  due: number | null;
}
interface AuditColumns {
  seq: number;
  at: number;
  actor: string;
  type: string;
  data: string;
  hash: Digest;
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
const asRow = (r: TraceColumns): TraceRow => ({
  seq: r.seq,
  run: r.run,
  at: r.at,
  step: r.step,
  event: asRecord<RunEvent>(r.event),
});
export const asAudit = (r: AuditColumns): AuditRecord => ({ ...r, data: asRecord<JsonObject>(r.data) });

/** Reads of one database, by prepared statements. */
export class SqliteReader implements Reader {
  protected readonly db: Db;
  readonly #statements = new Map<string, Statement>();
  /** Published versions never change, so they are parsed once. */
  readonly #versions = new Map<string, VersionRecord>();

  constructor(db: Db) {
    this.db = db;
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
    const row = this.sql(text).get(...params) as { record: string } | undefined; // every such query selects `record`
    return row && asRecord<T>(row.record);
  }
  #all<T>(text: string, ...params: unknown[]): T[] {
    return (this.sql(text).all(...params) as { record: string }[]).map((row) => asRecord<T>(row.record)); // as above
  }
  #number(text: string, ...params: unknown[]): number | undefined {
    const row = this.sql(text).get(...params) as { n: number | null } | undefined; // every such query selects `n`
    return row?.n ?? undefined;
  }

  setting(key: string): Json | undefined {
    const row = this.sql('SELECT value FROM setting WHERE key = ?').get(key) as { value: string } | undefined;
    return row && asRecord<Json>(row.value);
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
    return this.#all<ConnectionRecord>('SELECT record FROM connection ORDER BY id');
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
    const row = this.sql('SELECT sealed FROM secret WHERE name = ?').get(name) as
      | { sealed: Uint8Array }
      | undefined;
    return row?.sealed;
  }

  trigger(id: TriggerId) {
    return this.#one<TriggerRecord>('SELECT record FROM watch WHERE id = ?', id);
  }
  triggers() {
    return this.#all<TriggerRecord>('SELECT record FROM watch ORDER BY id');
  }
  event(id: EventId): EventRecord | undefined {
    const row = this.sql('SELECT id, watch, key, at, "case", fate, data FROM event WHERE id = ?').get(id) as
      | {
          id: EventId;
          watch: TriggerId;
          key: string;
          at: number;
          case: CaseId;
          fate: EventRecord['fate'];
          data: string;
        }
      | undefined;
    return (
      row && {
        id: row.id,
        trigger: row.watch,
        key: row.key,
        at: row.at,
        case: row.case,
        fate: row.fate,
        data: asRecord<JsonObject>(row.data),
      }
    );
  }
  caseById(id: CaseId) {
    return this.#one<CaseRecord>('SELECT record FROM work WHERE id = ?', id);
  }
  caseByKey(key: string) {
    return this.#one<CaseRecord>('SELECT record FROM work WHERE key = ?', key);
  }
  cases(limit: number) {
    return this.#all<CaseRecord>('SELECT record FROM work ORDER BY updated DESC LIMIT ?', limit);
  }

  run(id: RunId) {
    return this.#one<RunRecord>('SELECT record FROM run WHERE id = ?', id);
  }
  runs(filter: {
    readonly flow?: FlowId;
    readonly case?: CaseId;
    readonly before?: number;
    readonly limit: number;
  }) {
    // Ids begin with their time in base 36 and so sort by age.
    const before = filter.before === undefined ? '~' : `run_${filter.before.toString(36).padStart(9, '0')}`;
    if (filter.flow)
      return this.#all<RunRecord>(
        'SELECT record FROM run WHERE flow = ? AND id < ? ORDER BY id DESC LIMIT ?',
        filter.flow,
        before,
        filter.limit,
      );
    if (filter.case)
      return this.#all<RunRecord>(
        'SELECT record FROM run WHERE "case" = ? AND id < ? ORDER BY id DESC LIMIT ?',
        filter.case,
        before,
        filter.limit,
      );
    return this.#all<RunRecord>(
      'SELECT record FROM run WHERE id < ? ORDER BY id DESC LIMIT ?',
      before,
      filter.limit,
    );
  }
  readyRuns() {
    return this.#all<RunRecord>(`SELECT record FROM run WHERE status = 'ready' ORDER BY id`);
  }
  runsIn(status: 'ready' | 'waiting', limit: number) {
    // Named in full, so that the partial index of open runs is used.
    return status === 'ready'
      ? this.#all<RunRecord>(`SELECT record FROM run WHERE status = 'ready' ORDER BY id LIMIT ?`, limit)
      : this.#all<RunRecord>(`SELECT record FROM run WHERE status = 'waiting' ORDER BY id LIMIT ?`, limit);
  }
  runCount(status: 'ready' | 'waiting') {
    return (
      this.#number(
        status === 'ready'
          ? `SELECT count(*) AS n FROM run WHERE status = 'ready'`
          : `SELECT count(*) AS n FROM run WHERE status = 'waiting'`,
      ) ?? 0
    );
  }
  openRuns(flow: FlowId) {
    return (
      this.#number(`SELECT count(*) AS n FROM run WHERE flow = ? AND status IN ('ready', 'waiting')`, flow) ??
      0
    );
  }
  hasOpenRun(ofCase: CaseId) {
    return (
      this.#number(
        `SELECT 1 AS n FROM run WHERE "case" = ? AND status IN ('ready', 'waiting') LIMIT 1`,
        ofCase,
      ) === 1
    );
  }
  traceOf(run: RunId) {
    return (
      this.sql('SELECT seq, run, at, step, event FROM trace WHERE run = ? ORDER BY seq').all(
        run,
      ) as TraceColumns[]
    ).map(asRow);
  }
  traceAfter(seq: number, limit: number) {
    return (
      this.sql('SELECT seq, run, at, step, event FROM trace WHERE seq > ? ORDER BY seq LIMIT ?').all(
        seq,
        limit,
      ) as TraceColumns[]
    ).map(asRow);
  }
  lastSeq() {
    return this.#number('SELECT max(seq) AS n FROM trace') ?? 0;
  }

  waitOf(run: RunId, step: StepKey) {
    const row = this.sql('SELECT run, step, kind, correlation, due FROM wait WHERE run = ? AND step = ?').get(
      run,
      step,
    ) as WaitColumns | undefined;
    return row && asWait(row);
  }
  waitFor(correlation: string) {
    const row = this.sql(
      'SELECT run, step, kind, correlation, due FROM wait WHERE correlation = ? ORDER BY since, run LIMIT 1',
    ).get(correlation) as WaitColumns | undefined;
    return row && asWait(row);
  }
  dueWaits(now: number, limit: number) {
    return (
      this.sql('SELECT run, step, kind, correlation, due FROM wait WHERE due <= ? ORDER BY due LIMIT ?').all(
        now,
        limit,
      ) as WaitColumns[]
    ).map(asWait);
  }
  nextDue() {
    const wait = this.#number('SELECT min(due) AS n FROM wait WHERE due IS NOT NULL');
    const approval = this.#number('SELECT min(due) AS n FROM approval WHERE due IS NOT NULL');
    if (wait === undefined) return approval;
    return approval === undefined ? wait : Math.min(wait, approval);
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
  pendingApprovals(flow?: FlowId) {
    const n = flow
      ? this.#number(`SELECT count(*) AS n FROM approval WHERE flow = ? AND status = 'pending'`, flow)
      : this.#number(`SELECT count(*) AS n FROM approval WHERE status = 'pending'`);
    return n ?? 0;
  }

  audit(limit: number, before?: number) {
    const rows = this.sql(
      'SELECT seq, at, actor, type, data, hash FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?',
    ).all(before ?? Number.MAX_SAFE_INTEGER, limit);
    return (rows as AuditColumns[]).map(asAudit);
  }
  verifyAudit() {
    let before = CHAIN_START;
    let rows = 0;
    for (const row of this.sql(
      'SELECT seq, at, actor, type, data, hash FROM audit ORDER BY seq',
    ).iterate() as IterableIterator<AuditColumns>) {
      rows += 1;
      const { hash, ...rest } = asAudit(row);
      if (rest.seq !== rows || chainHash(before, rest) !== hash) return { rows, brokenAt: row.seq };
      before = hash;
    }
    return { rows, brokenAt: null };
  }

  counts(scope: string): Readonly<Record<string, number>> {
    const rows = this.sql('SELECT name, value FROM counter WHERE scope = ?').all(scope);
    return Object.fromEntries((rows as { name: string; value: number }[]).map((r) => [r.name, r.value])); // as selected
  }
  breaker(connection: ConnectionId) {
    return this.#one<BreakerRecord>('SELECT record FROM breaker WHERE connection = ?', connection);
  }
  breakers() {
    return this.#all<BreakerRecord>('SELECT record FROM breaker ORDER BY connection');
  }
}
