import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { percentile, report } from './report.ts';
import { openRig, ticketEvent, type Rig, type StepKind } from './runtime-rig.ts';

const FLOWS: Readonly<Record<StepKind, number>> = { value: 10_000, note: 2_000 };
const IN_FLIGHT = 50;
const REPETITIONS = 5;

/** Sends tickets through, never more than `IN_FLIGHT` at a time, and waits for the last end. Gives seconds. */
async function through(rig: Rig, from: number, count: number): Promise<number> {
  let offered = 0;
  let ended = 0;
  const offer = (most: number): void => {
    const events = Array.from({ length: Math.min(most, count - offered) }, (_, n) =>
      ticketEvent(from + offered + n),
    );
    offered += events.length;
    if (events.length > 0) rig.offer(events);
  };
  const done = new Promise<void>((resolve) => {
    rig.onEnd((runs) => {
      ended += runs;
      if (ended === count) resolve();
      else offer(runs);
    });
  });
  const began = performance.now();
  offer(IN_FLIGHT);
  await done;
  const seconds = (performance.now() - began) / 1_000;
  await rig.host.runtime.settled();
  return seconds;
}

/**
 * The same rows by a bare loop on the same driver, flow by flow, with as many flows to a commit: what the disk and
 * SQLite alone cost. Gives flows and seconds.
 */
function rawLoop(file: string, flowsPerCommit: number): { readonly flows: number; readonly seconds: number } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-raw-'));
  const copy = path.join(folder, 'raw.db');
  const source = new Database(file, { readonly: true });
  const tables = ['event', 'work', 'run', 'trace', 'audit'];
  const content = tables.map((name) => ({
    name,
    rows: source.prepare(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[],
  }));
  source.pragma('wal_checkpoint(TRUNCATE)');
  source.close();
  copyFileSync(file, copy);
  const db = new Database(copy);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  for (const name of tables)
    db.exec(
      `DROP TRIGGER IF EXISTS ${name}_is_kept; DROP TRIGGER IF EXISTS ${name}_is_append_only; DELETE FROM "${name}"`,
    );
  const work = content.map(({ name, rows }) => {
    const columns = Object.keys(rows[0] ?? {});
    const named = columns.map((column) => `"${column}"`).join(',');
    const statement = db.prepare(
      `INSERT INTO "${name}" (${named}) VALUES (${columns.map(() => '?').join(',')})`,
    );
    return rows.map((row) => {
      const values = Object.values(row);
      return (): void => void statement.run(...values);
    });
  });
  const flows = content.find(({ name }) => name === 'run')?.rows.length ?? 0;
  const commits = Math.ceil(flows / flowsPerCommit);
  const began = performance.now();
  for (let n = 0; n < commits; n += 1) {
    db.exec('BEGIN IMMEDIATE');
    for (const inserts of work) {
      const share = (of: number): number => Math.floor((of * inserts.length) / commits);
      for (const insert of inserts.slice(share(n), share(n + 1))) insert();
    }
    db.exec('COMMIT');
  }
  const seconds = (performance.now() - began) / 1_000;
  db.close();
  rmSync(folder, { recursive: true, force: true });
  return { flows, seconds };
}

const rssMb = (): number => process.memoryUsage().rss / 1_048_576;

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** What one repetition showed. */
interface Shown {
  readonly flows: number;
  readonly raw: number;
  readonly cpu: number;
  readonly bytes: number;
  readonly latencies: readonly number[];
  readonly idleMb: number;
  readonly loadedMb: number;
}

async function once(kind: StepKind): Promise<Shown> {
  const rig = await openRig(kind);
  const count = FLOWS[kind];
  let commits = 0;
  let ends = 0;
  rig.store.onCommit(({ rows }) => {
    commits += 1;
    ends += rows.filter((row) => row.event.type === 'run_finished').length;
  });
  await through(rig, 0, 1_000); // warm
  const idleMb = rssMb();
  [commits, ends] = [0, 0];
  const bytesBefore = sizeOf(rig.file);
  const cpuBefore = cpuMs();
  const seconds = await through(rig, 1_000, count);
  const cpu = (cpuMs() - cpuBefore) / count;
  const bytes = (sizeOf(rig.file) - bytesBefore) / count / 1_024;
  const perCommit = ends / commits;
  const loadedMb = rssMb();
  const latencies: number[] = [];
  for (let n = 0; n < 200; n += 1) latencies.push((await through(rig, 100_000 + n, 1)) * 1_000);
  await rig.host.stop();
  await rig.store.close();
  const { flows: ofRaw, seconds: rawSeconds } = rawLoop(rig.file, perCommit);
  rmSync(path.dirname(rig.file), { recursive: true, force: true });
  return { flows: count / seconds, raw: ofRaw / rawSeconds, cpu, bytes, latencies, idleMb, loadedMb };
}

/** Bytes that the database takes, with what is only in its log counted in. */
function sizeOf(file: string): number {
  const db = new Database(file);
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
    return (
      Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
    );
  } finally {
    db.close();
  }
}

/**
 * A trigger and five steps with `synchronous=FULL`, every step journalled, traced and audited: five that only give
 * names to values, and five actions, each with its intent on disk before the call and its receipt after.
 */
export async function benchRuntime(file: string | undefined): Promise<void> {
  for (const [kind, bench] of [
    ['value', 'runtime/five-step'],
    ['note', 'runtime/five-action'],
  ] as const) {
    const shown: Shown[] = [];
    for (let n = 0; n < REPETITIONS; n += 1) shown.push(await once(kind));
    const each = (figure: (one: Shown) => number): readonly number[] => shown.map(figure);
    const [flows, raw] = [each((one) => one.flows), each((one) => one.raw)];
    const steps = (values: readonly number[]): readonly number[] => values.map((value) => value * 5);
    const latencies = shown.flatMap((one) => one.latencies);
    report({ bench, metric: 'flows_per_second', unit: 'flows/s', values: flows, baseline: raw }, file);
    report(
      { bench, metric: 'steps_per_second', unit: 'steps/s', values: steps(flows), baseline: steps(raw) },
      file,
    );
    report({ bench, metric: 'cpu_per_flow', unit: 'ms', values: each((one) => one.cpu) }, file);
    report({ bench, metric: 'database_growth_per_flow', unit: 'KB', values: each((one) => one.bytes) }, file);
    report({ bench, metric: 'latency_p50', unit: 'ms', values: [percentile(latencies, 0.5)] }, file);
    report({ bench, metric: 'latency_p99', unit: 'ms', values: [percentile(latencies, 0.99)] }, file);
    report({ bench, metric: 'rss_before', unit: 'MB', values: each((one) => one.idleMb) }, file);
    report({ bench, metric: 'rss_after', unit: 'MB', values: each((one) => one.loadedMb) }, file);
  }
}
