import type { Digest } from '../../base/digest.ts';
import type { CaseId, ConnectionId, EventId, FlowId, RunId, StepKey, TriggerId } from '../../base/ids.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type {
  AgentRecord,
  ApprovalRecord,
  BranchEnd,
  BranchRecord,
  BreakerRecord,
  CaseEntry,
  CaseRecord,
  ConnectionRecord,
  EventRecord,
  FlowRecord,
  PermissionRecord,
  RunRecord,
  TriggerRecord,
  VersionRecord,
  WaitRecord,
} from '../records.ts';
import { cardDue } from '../card-due.ts';
import type { CorrectionRecord, DecisionRecord, DirectiveVersion } from '../directives.ts';
import type { Committed, Transaction } from '../store.ts';
import type { RunEvent, TraceRow } from '../trace.ts';
import { auditBlock, CHAIN_START, type AuditEntry } from './audit-chain.ts';
import { SqliteReader } from './reader.ts';
import * as retention from './retention.ts';
import { seal, unseal } from './row-sum.ts';
import { TraceBuffer } from './trace-blocks.ts';

type Touched = Committed['touched'] extends ReadonlySet<infer T> ? T : never;

/** Writes of one database. Lives as long as the store; `begin` starts the notes of a new commit. */
export class SqliteTransaction extends SqliteReader implements Transaction {
  #rows: TraceRow[] = [];
  #runs = new Set<RunId>();
  #triggers = new Set<TriggerId>();
  #touched = new Set<Touched>();
  readonly #trace = new TraceBuffer();
  #audit: AuditEntry[] = [];
  /** Runs and cases as they are now. Only how a transaction leaves them is written. */
  readonly #runsToWrite = new Map<RunId, { readonly run: RunRecord; readonly isNew: boolean }>();
  readonly #casesToWrite = new Map<CaseId, CaseRecord>();
  readonly #caseKeys = new Map<string, CaseId>();
  /** What is added to counts, by scope and name. */
  readonly #counted = new Map<string, Map<string, number>>();
  /** The newest numbers, so that none has to be asked for; unknown until first needed. */
  #seq: number | undefined;
  #auditHead: { seq: number; hash: Digest } | undefined;

  begin(): void {
    this.#rows = [];
    this.#runs = new Set();
    this.#triggers = new Set();
    this.#touched = new Set();
  }
  /** What was put in a transaction that is taken back was never true. */
  takenBack(): void {
    this.#trace.take();
    this.#audit = [];
    this.#forgetToWrite();
    this.#counted.clear();
    this.forgetValues();
    this.#seq = undefined;
    this.#auditHead = undefined;
    this.forgetSettings();
    this.forgetRecords();
  }
  #forgetToWrite(): void {
    this.#runsToWrite.clear();
    this.#casesToWrite.clear();
    this.#caseKeys.clear();
  }
  override settleRecords(): void {
    if (this.#casesToWrite.size > 0)
      for (const record of this.#casesToWrite.values())
        this.sql(
          'INSERT INTO work (id, key, updated, rises, record) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET updated = excluded.updated, rises = excluded.rises, record = excluded.record',
        ).run(record.id, record.key, record.updatedAt, record.risesAt ?? null, seal(record));
    if (this.#runsToWrite.size > 0)
      for (const { run, isNew } of this.#runsToWrite.values())
        if (isNew)
          this.sql('INSERT INTO run (id, flow, "case", status, record) VALUES (?, ?, ?, ?, ?)').run(
            run.id,
            run.flow,
            run.case,
            run.status,
            seal(run),
          );
        else
          this.sql('UPDATE run SET status = ?, record = ? WHERE id = ?').run(run.status, seal(run), run.id);
    this.#forgetToWrite();
  }
  override caseByKey(key: string): CaseRecord | undefined {
    const fresh = this.#caseKeys.get(key);
    return fresh === undefined ? super.caseByKey(key) : this.#casesToWrite.get(fresh);
  }
  /** Writes what was collected; called before the commit, and before anything reads it. */
  override settleRows(): void {
    this.settleRecords();
    this.settleCounts();
    if (!this.#trace.isEmpty)
      for (const b of this.#trace.take())
        this.sql('INSERT INTO trace (seq, run, at, sum, rows) VALUES (?, ?, ?, ?, ?)').run(
          b.seq,
          b.run,
          b.at,
          b.sum,
          b.rows,
        );
    if (this.#audit.length > 0) {
      const entries = this.#audit;
      this.#audit = [];
      const head = (this.#auditHead ??= this.#readAuditHead());
      const block = auditBlock(head.hash, head.seq + 1, entries);
      this.sql('INSERT INTO audit (seq, entries, hash) VALUES (?, ?, ?)').run(
        block.seq,
        block.entries,
        block.hash,
      );
      this.#auditHead = { seq: head.seq + entries.length, hash: block.hash };
    }
  }
  #readAuditHead(): { seq: number; hash: Digest } {
    const last = this.sql(
      'SELECT seq + json_array_length(entries) - 1 AS seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
    ).get();
    return (last as { seq: number; hash: Digest } | undefined) ?? { seq: 0, hash: CHAIN_START }; // as selected
  }
  committed(): Committed {
    return { rows: this.#rows, runs: this.#runs, triggers: this.#triggers, touched: this.#touched };
  }

  /** Whose the database is: the number of the opening that has it now. */
  epoch(): number {
    return (this.sql('SELECT epoch FROM lease').get() as { epoch: number }).epoch; // there is always one row
  }

  putSetting(key: string, value: Json): void {
    this.forgetValue(key);
    this.sql(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ).run(key, seal({ value }));
    this.#touched.add('settings');
  }
  dropSetting(key: string): void {
    this.forgetValue(key);
    this.sql('DELETE FROM setting WHERE key = ?').run(key);
    this.#touched.add('settings');
  }
  putFlow(flow: FlowRecord): void {
    this.sql(
      'INSERT INTO flow (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
    ).run(flow.id, seal(flow));
    this.#touched.add('flows');
    this.forgetSettings();
  }
  hideFlow(id: FlowId, hidden: boolean): void {
    this.sql('UPDATE flow SET hidden = ? WHERE id = ?').run(hidden ? 1 : 0, id);
    this.#touched.add('flows');
    this.forgetSettings();
  }
  addVersion(version: VersionRecord): void {
    this.sql('INSERT INTO version (flow, number, record) VALUES (?, ?, ?)').run(
      version.flow,
      version.number,
      seal(version),
    );
    this.#touched.add('flows');
    this.forgetSettings();
  }
  putAgent(agent: AgentRecord): void {
    this.sql(
      'INSERT INTO agent (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
    ).run(agent.id, seal(agent));
    this.#touched.add('team');
    this.forgetSettings();
  }
  putConnection(c: ConnectionRecord): void {
    this.sql(
      'INSERT INTO connection (id, agent, tool, record) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET agent = excluded.agent, record = excluded.record',
    ).run(c.id, c.agent, c.tool, seal(c));
    this.#touched.add('connections');
    this.forgetSettings();
  }
  removeConnection(id: ConnectionId): void {
    this.sql('DELETE FROM connection WHERE id = ?').run(id);
    this.dropBreaker(id);
    this.#touched.add('connections');
    this.forgetSettings();
  }
  putSecret(name: string, sealed: Uint8Array): void {
    this.sql(
      'INSERT INTO secret (name, sealed) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed',
    ).run(name, Buffer.from(sealed));
    this.forgetSettings();
  }
  dropSecret(name: string): void {
    this.sql('DELETE FROM secret WHERE name = ?').run(name);
    this.forgetSettings();
  }

  putTrigger(trigger: TriggerRecord): void {
    this.sql(
      'INSERT INTO watch (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
    ).run(trigger.id, seal(trigger));
    this.#triggers.add(trigger.id);
    this.keptTriggers.put(trigger.id, trigger);
    this.#touched.add('triggers');
  }
  addEvent(e: EventRecord): boolean {
    this.keptSources.put(e.id, e.trigger);
    return (
      this.sql(
        'INSERT INTO event (id, watch, key, at, "case", fate, why, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ).run(e.id, e.trigger, e.key, e.at, e.case, e.fate, e.why ?? null, seal(e.data)).changes === 1
    );
  }
  setEventFate(id: EventId, fate: EventRecord['fate'], why?: string): void {
    this.sql('UPDATE event SET fate = ?, why = ? WHERE id = ?').run(fate, why ?? null, id);
  }
  putCase(record: CaseRecord): void {
    const before = this.keptCases.get(record.id);
    if (!before || before.risesAt !== record.risesAt) this.forgetDue();
    this.#casesToWrite.set(record.id, record);
    this.#caseKeys.set(record.key, record.id);
    this.keptCases.put(record.id, record);
  }
  joinCase(key: string, ofCase: CaseId): void {
    this.sql('INSERT INTO case_key (key, "case") VALUES (?, ?) ON CONFLICT DO NOTHING').run(key, ofCase);
  }
  addToCase(ofCase: CaseId, at: number, run: RunId | null, entry: CaseEntry): void {
    this.sql('INSERT INTO case_log ("case", at, run, record) VALUES (?, ?, ?, ?)').run(
      ofCase,
      at,
      run,
      seal(entry),
    );
    this.keptLogs.delete(ofCase);
    this.#touched.add('runs');
  }
  addRun(run: RunRecord): void {
    this.#runsToWrite.set(run.id, { run, isNew: true });
    this.keptRuns.put(run.id, run);
    this.keptRows.put(run.id, []);
    this.#runs.add(run.id);
  }
  putRun(run: RunRecord): void {
    const isNew = this.#runsToWrite.get(run.id)?.isNew ?? false;
    this.#runsToWrite.set(run.id, { run, isNew });
    this.keptRuns.put(run.id, run);
    if (run.status !== 'ready') this.keptRows.delete(run.id);
    this.#runs.add(run.id);
  }
  append(run: RunId, step: StepKey | null, at: number, event: RunEvent): TraceRow {
    const seq = (this.#seq ?? this.lastSeq()) + 1;
    this.#seq = seq;
    const row: TraceRow = { seq, run, at, step, event };
    this.#trace.add(row);
    this.keptRows.get(run)?.push(row);
    this.#rows.push(row);
    this.#runs.add(run);
    return row;
  }

  addBranch({ parent, step, position, run }: Omit<BranchRecord, 'end'>): void {
    this.sql('INSERT INTO branch (parent, step, position, run) VALUES (?, ?, ?, ?)').run(
      parent,
      step,
      position,
      run,
    );
  }
  endBranch(parent: RunId, step: StepKey, position: number, end: BranchEnd): void {
    this.sql('UPDATE branch SET ended = ? WHERE parent = ? AND step = ? AND position = ?').run(
      JSON.stringify(end),
      parent,
      step,
      position,
    );
  }

  putWait(w: WaitRecord): void {
    this.forgetDue();
    // `since` orders waits of one correlation: first come, first served.
    this.sql(
      'INSERT INTO wait (run, step, kind, correlation, due, since) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (run, step) DO UPDATE SET kind = excluded.kind, correlation = excluded.correlation, due = excluded.due',
    ).run(w.run, w.step, w.kind, w.correlation, w.dueAt, (this.#seq ??= this.lastSeq()));
  }
  dropWait(run: RunId, step: StepKey): boolean {
    this.forgetDue();
    return this.sql('DELETE FROM wait WHERE run = ? AND step = ?').run(run, step).changes === 1;
  }
  dropWaits(run: RunId): void {
    this.forgetDue();
    this.sql('DELETE FROM wait WHERE run = ?').run(run);
  }
  addMail(correlation: string, key: string, at: number, data: JsonObject): boolean {
    return (
      this.sql(
        'INSERT INTO mail (correlation, key, at, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ).run(correlation, key, at, seal(data)).changes === 1
    );
  }
  mailTaken(correlation: string, key: string): boolean {
    return (
      this.sql('SELECT 1 FROM mail WHERE correlation = ? AND key = ? AND taken = 1').get(correlation, key) !==
      undefined
    );
  }
  takeMail(correlation: string, since: number): JsonObject | undefined {
    const row = this.sql(
      'SELECT seq, data FROM mail WHERE correlation = ? AND taken = 0 AND at >= ? ORDER BY seq LIMIT 1',
    ).get(correlation, since) as { seq: number; data: string } | undefined;
    if (!row) return undefined;
    this.sql('UPDATE mail SET taken = 1 WHERE seq = ?').run(row.seq);
    return unseal<JsonObject>(row.data, () => `mail ${row.seq}`);
  }

  putApproval(a: ApprovalRecord): void {
    this.forgetDue();
    this.sql(
      'INSERT INTO approval (id, run, flow, status, due, decided, record) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET status = excluded.status, due = excluded.due, decided = excluded.decided, record = excluded.record',
    ).run(a.id, a.run, a.flow, a.status, cardDue(a), a.decidedAt, seal(a));
    this.#touched.add('inbox');
  }
  putPermission(p: PermissionRecord): void {
    this.sql(
      'INSERT INTO permission (id, agent, record) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
    ).run(p.id, p.agent, seal(p));
    this.keptPermissions.delete(p.agent);
    this.#touched.add('team');
  }
  addAudit(at: number, actor: string, type: string, data: JsonObject): void {
    this.#audit.push({ at, actor, type, data });
    this.#touched.add('audit');
  }

  count(scope: string, name: string, by: number): void {
    const counted = this.#counted.get(scope) ?? new Map<string, number>();
    counted.set(name, (counted.get(name) ?? 0) + by);
    this.#counted.set(scope, counted);
    const known = this.keptCounts.get(scope);
    if (known) this.keptCounts.put(scope, { ...known, [name]: (known[name] ?? 0) + by });
  }
  protected override settleCounts(): void {
    for (const [scope, counted] of this.#counted)
      for (const [name, by] of counted)
        this.sql(
          'INSERT INTO counter (scope, name, value) VALUES (?, ?, ?) ON CONFLICT (scope, name) DO UPDATE SET value = value + excluded.value',
        ).run(scope, name, by);
    this.#counted.clear();
  }
  dropCounts(scope: string, name?: string): void {
    this.settleCounts();
    this.keptCounts.delete(scope);
    if (name === undefined) this.sql('DELETE FROM counter WHERE scope = ?').run(scope);
    else this.sql('DELETE FROM counter WHERE scope = ? AND name = ?').run(scope, name);
  }
  putBreaker(b: BreakerRecord): void {
    this.sql(
      'INSERT INTO breaker (connection, record) VALUES (?, ?) ON CONFLICT (connection) DO UPDATE SET record = excluded.record',
    ).run(b.connection, seal(b));
    this.keptBreakers.put(b.connection, b);
    this.#touched.add('connections');
  }
  dropBreaker(connection: ConnectionId): void {
    this.keptBreakers.delete(connection);
    const { changes } = this.sql('DELETE FROM breaker WHERE connection = ?').run(connection);
    if (changes > 0) this.#touched.add('connections');
  }

  addDirectiveVersion(v: DirectiveVersion): void {
    this.sql('INSERT INTO directives (owner, number, at, record) VALUES (?, ?, ?, ?)').run(
      v.owner,
      v.number,
      v.at,
      seal(v),
    );
    this.keptDirectives.delete(v.owner);
    this.#touched.add('directives');
  }
  addDecision(d: DecisionRecord): void {
    this.sql(
      'INSERT INTO decision (run, step, owner, at, record) VALUES (?, ?, ?, ?, ?) ON CONFLICT (run, step) DO UPDATE SET record = excluded.record',
    ).run(d.run, d.step, d.owner, d.at, seal(d));
  }
  putCorrection(c: CorrectionRecord): void {
    this.sql(
      'INSERT INTO correction (id, owner, at, record) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
    ).run(c.id, c.owner, c.at, seal(c));
    this.#touched.add('directives');
  }
  dropCorrection(id: string): void {
    this.sql('DELETE FROM correction WHERE id = ?').run(id);
    this.#touched.add('directives');
  }

  finishedRunsBefore(after: string, before: number, limit: number): readonly RunRecord[] {
    this.settleRecords();
    return retention.finishedRunsBefore(this.db, after, before, limit);
  }
  forgetRun(run: RunId): void {
    this.settleRows();
    retention.forgetRun(this.db, run);
    this.forgetRecords();
    this.#touched.add('runs');
  }
  forgetLeftovers(after: string, before: number, limit: number): string | undefined {
    this.settleRecords();
    this.forgetRecords();
    return retention.forgetLeftovers(this.db, after, before, limit);
  }
}
