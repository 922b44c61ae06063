import { FIRST_RUN, type CaseId, type FlowId, type RunId, type StepKey } from '../../base/ids.ts';
import type { BranchEnd, BranchRecord, RunRecord, WaitRecord } from '../records.ts';
import type { TraceRow } from '../trace.ts';
import { rowsOf, type TraceBlock } from './trace-blocks.ts';
import { WorkReader } from './work-reader.ts';

interface WaitColumns {
  run: RunId;
  step: StepKey;
  kind: WaitRecord['kind'];
  correlation: string | null;
  due: number | null;
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

/** Runs, what they wrote, and what they wait for. */
export class RunReader extends WorkReader {
  run(id: RunId) {
    return this.through(this.keptRuns, id, () =>
      this.one<RunRecord>('SELECT record FROM run WHERE id = ?', id),
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
      return this.all<RunRecord>(
        'SELECT record FROM run WHERE flow = ? AND id > ? AND id < ? ORDER BY id DESC LIMIT ?',
        filter.flow,
        FIRST_RUN,
        before,
        filter.limit,
      );
    if (filter.case)
      return this.all<RunRecord>(
        'SELECT record FROM run WHERE "case" = ? AND id > ? AND id < ? ORDER BY id DESC LIMIT ?',
        filter.case,
        FIRST_RUN,
        before,
        filter.limit,
      );
    return this.all<RunRecord>(
      'SELECT record FROM run WHERE id > ? AND id < ? ORDER BY id DESC LIMIT ?',
      FIRST_RUN,
      before,
      filter.limit,
    );
  }
  everyOpenRun() {
    this.settleRecords();
    return this.all<RunRecord>(`SELECT record FROM run WHERE status IN ('ready', 'waiting') ORDER BY id`);
  }
  readyRuns() {
    this.settleRecords();
    return this.all<RunRecord>(`SELECT record FROM run WHERE status = 'ready' ORDER BY id`);
  }
  runsIn(status: 'ready' | 'waiting', limit: number) {
    this.settleRecords();
    // Named in full, so that the partial index of open runs is used.
    return status === 'ready'
      ? this.all<RunRecord>(`SELECT record FROM run WHERE status = 'ready' ORDER BY id LIMIT ?`, limit)
      : this.all<RunRecord>(`SELECT record FROM run WHERE status = 'waiting' ORDER BY id LIMIT ?`, limit);
  }
  runCount(status: 'ready' | 'waiting') {
    this.settleRecords();
    return (
      this.number(
        status === 'ready'
          ? `SELECT count(*) AS n FROM run WHERE status = 'ready'`
          : `SELECT count(*) AS n FROM run WHERE status = 'waiting'`,
      ) ?? 0
    );
  }
  openRuns(flow: FlowId) {
    this.settleRecords();
    return (
      this.number(
        `SELECT count(*) AS n FROM run WHERE flow = ? AND id > ? AND status IN ('ready', 'waiting')`,
        flow,
        FIRST_RUN,
      ) ?? 0
    );
  }
  openRunsOf(flow: FlowId) {
    this.settleRecords();
    return this.all<RunRecord>(
      `SELECT record FROM run WHERE flow = ? AND status IN ('ready', 'waiting') ORDER BY id`,
      flow,
    );
  }
  hasOpenRun(ofCase: CaseId) {
    this.settleRecords();
    return (
      this.number(
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
    return this.whole('FROM trace', () => (blocks as TraceBlock[]).flatMap(rowsOf));
  }
  traceAfter(seq: number, limit: number) {
    this.settleRows();
    // The block that holds the row itself may hold later ones too.
    const blocks = this.sql(
      'SELECT seq, run, at, sum, rows FROM trace WHERE seq >= coalesce((SELECT max(seq) FROM trace WHERE seq <= ?), 0) ORDER BY seq LIMIT ?',
    ).all(seq, limit + 1);
    return this.whole('FROM trace', () => (blocks as TraceBlock[]).flatMap(rowsOf))
      .filter((row) => row.seq > seq)
      .slice(0, limit);
  }
  lastSeq() {
    this.settleRows();
    const last = this.sql('SELECT seq, run, at, sum, rows FROM trace ORDER BY seq DESC LIMIT 1').all();
    return this.whole('FROM trace', () => (last as TraceBlock[]).flatMap(rowsOf)).at(-1)?.seq ?? 0;
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
    return this.number('SELECT count(*) AS n FROM wait WHERE correlation = ?', correlation) ?? 0;
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
  protected override forgetDue(): void {
    this.#nextDue = undefined;
  }
  nextDue() {
    this.#nextDue ??= { at: this.#readNextDue() };
    return this.#nextDue.at;
  }
  #readNextDue(): number | undefined {
    this.settleRecords();
    return this.number(
      `SELECT min(n) AS n FROM (SELECT min(due) AS n FROM wait WHERE due IS NOT NULL
       UNION ALL SELECT min(due) FROM approval WHERE due IS NOT NULL
       UNION ALL SELECT min(rises) FROM work WHERE rises IS NOT NULL)`,
    );
  }
}
