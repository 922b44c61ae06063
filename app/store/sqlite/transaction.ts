import type { Digest } from '../../base/digest.ts';
import type { ConnectionId, EventId, FlowId, RunId, StepKey, TriggerId } from '../../base/ids.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type {
  AgentRecord,
  ApprovalRecord,
  CaseRecord,
  ConnectionRecord,
  EventRecord,
  FlowRecord,
  RunRecord,
  TriggerRecord,
  VersionRecord,
  WaitRecord,
} from '../records.ts';
import type { Committed, Transaction } from '../store.ts';
import type { RunEvent, TraceRow } from '../trace.ts';
import { chainHash, CHAIN_START } from './audit-chain.ts';
import { SqliteReader } from './reader.ts';

type Touched = Committed['touched'] extends ReadonlySet<infer T> ? T : never;

/** Writes of one database. Lives as long as the store; `begin` starts the notes of a new commit. */
export class SqliteTransaction extends SqliteReader implements Transaction {
  #rows: TraceRow[] = [];
  #runs = new Set<RunId>();
  #triggers = new Set<TriggerId>();
  #touched = new Set<Touched>();
  #auditHead: { seq: number; hash: Digest } | undefined;

  begin(): void {
    this.#rows = [];
    this.#runs = new Set();
    this.#triggers = new Set();
    this.#touched = new Set();
    this.#auditHead = undefined;
  }
  /** What was read in a transaction that is taken back was never true. */
  takenBack(): void {
    this.forgetSettings();
  }
  committed(): Committed {
    return { rows: this.#rows, runs: this.#runs, triggers: this.#triggers, touched: this.#touched };
  }

  putSetting(key: string, value: Json): void {
    this.sql(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ).run(key, JSON.stringify(value));
    this.#touched.add('settings');
  }
  putFlow(flow: FlowRecord): void {
    this.sql(
      'INSERT INTO flow (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
    ).run(flow.id, JSON.stringify(flow));
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
      JSON.stringify(version),
    );
    this.#touched.add('flows');
    this.forgetSettings();
  }
  putAgent(agent: AgentRecord): void {
    this.sql(
      'INSERT INTO agent (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
    ).run(agent.id, JSON.stringify(agent));
    this.#touched.add('team');
    this.forgetSettings();
  }
  putConnection(c: ConnectionRecord): void {
    this.sql(
      'INSERT INTO connection (id, agent, tool, record) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET agent = excluded.agent, record = excluded.record',
    ).run(c.id, c.agent, c.tool, JSON.stringify(c));
    this.#touched.add('connections');
    this.forgetSettings();
  }
  removeConnection(id: ConnectionId): void {
    this.sql('DELETE FROM connection WHERE id = ?').run(id);
    this.#touched.add('connections');
    this.forgetSettings();
  }
  putSecret(name: string, sealed: Uint8Array): void {
    this.sql(
      'INSERT INTO secret (name, sealed) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed',
    ).run(name, Buffer.from(sealed));
  }
  dropSecret(name: string): void {
    this.sql('DELETE FROM secret WHERE name = ?').run(name);
  }

  putTrigger(trigger: TriggerRecord): void {
    this.sql(
      'INSERT INTO watch (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
    ).run(trigger.id, JSON.stringify(trigger));
    this.#triggers.add(trigger.id);
    this.#touched.add('triggers');
  }
  addEvent(e: EventRecord): boolean {
    return (
      this.sql(
        'INSERT INTO event (id, watch, key, at, "case", fate, data) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ).run(e.id, e.trigger, e.key, e.at, e.case, e.fate, JSON.stringify(e.data)).changes === 1
    );
  }
  setEventFate(id: EventId, fate: EventRecord['fate'], why?: string): void {
    this.sql('UPDATE event SET fate = ?, why = ? WHERE id = ?').run(fate, why ?? null, id);
  }
  putCase(record: CaseRecord): void {
    this.sql(
      'INSERT INTO work (id, key, updated, record) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET updated = excluded.updated, record = excluded.record',
    ).run(record.id, record.key, record.updatedAt, JSON.stringify(record));
  }
  addRun(run: RunRecord): void {
    this.sql('INSERT INTO run (id, flow, "case", status, record) VALUES (?, ?, ?, ?, ?)').run(
      run.id,
      run.flow,
      run.case,
      run.status,
      JSON.stringify(run),
    );
    this.#runs.add(run.id);
  }
  putRun(run: RunRecord): void {
    this.sql('UPDATE run SET status = ?, record = ? WHERE id = ?').run(
      run.status,
      JSON.stringify(run),
      run.id,
    );
    this.#runs.add(run.id);
  }
  append(run: RunId, step: StepKey | null, at: number, event: RunEvent): TraceRow {
    const { lastInsertRowid } = this.sql('INSERT INTO trace (run, at, step, event) VALUES (?, ?, ?, ?)').run(
      run,
      at,
      step,
      JSON.stringify(event),
    );
    const row: TraceRow = { seq: Number(lastInsertRowid), run, at, step, event };
    this.#rows.push(row);
    this.#runs.add(run);
    return row;
  }

  putWait(w: WaitRecord): void {
    // `since` orders waits of one correlation: first come, first served.
    this.sql(
      'INSERT INTO wait (run, step, kind, correlation, due, since) VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(seq), 0) FROM trace)) ON CONFLICT (run, step) DO UPDATE SET kind = excluded.kind, correlation = excluded.correlation, due = excluded.due',
    ).run(w.run, w.step, w.kind, w.correlation, w.dueAt);
  }
  dropWait(run: RunId, step: StepKey): boolean {
    return this.sql('DELETE FROM wait WHERE run = ? AND step = ?').run(run, step).changes === 1;
  }
  dropWaits(run: RunId): void {
    this.sql('DELETE FROM wait WHERE run = ?').run(run);
  }
  addMail(correlation: string, key: string, at: number, data: JsonObject): boolean {
    return (
      this.sql(
        'INSERT INTO mail (correlation, key, at, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ).run(correlation, key, at, JSON.stringify(data)).changes === 1
    );
  }
  takeMail(correlation: string, since: number): JsonObject | undefined {
    const row = this.sql(
      'SELECT seq, data FROM mail WHERE correlation = ? AND taken = 0 AND at >= ? ORDER BY seq LIMIT 1',
    ).get(correlation, since) as { seq: number; data: string } | undefined;
    if (!row) return undefined;
    this.sql('UPDATE mail SET taken = 1 WHERE seq = ?').run(row.seq);
    return JSON.parse(row.data) as JsonObject; // written by addMail
  }

  putApproval(a: ApprovalRecord): void {
    this.sql(
      'INSERT INTO approval (id, run, flow, status, due, decided, record) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET status = excluded.status, due = excluded.due, decided = excluded.decided, record = excluded.record',
    ).run(
      a.id,
      a.run,
      a.flow,
      a.status,
      a.status === 'pending' ? a.dueAt : null,
      a.decidedAt,
      JSON.stringify(a),
    );
    this.#touched.add('inbox');
  }
  addAudit(at: number, actor: string, type: string, data: JsonObject): void {
    const head = (this.#auditHead ??= (this.sql(
      'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
    ).get() as { seq: number; hash: Digest } | undefined) ?? { seq: 0, hash: CHAIN_START });
    const seq = head.seq + 1;
    const hash = chainHash(head.hash, { seq, at, actor, type, data });
    this.sql('INSERT INTO audit (seq, at, actor, type, data, hash) VALUES (?, ?, ?, ?, ?, ?)').run(
      seq,
      at,
      actor,
      type,
      JSON.stringify(data),
      hash,
    );
    this.#auditHead = { seq, hash };
    this.#touched.add('audit');
  }
}
