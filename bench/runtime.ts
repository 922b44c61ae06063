import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { percentile, report } from './report.ts';
import { openRig, ticketEvent, type Rig } from './runtime-rig.ts';

const FLOWS = 2_000;
const REPETITIONS = 5;

/** Sends tickets through and waits for the last effect of each. Gives seconds. */
async function through(rig: Rig, from: number, count: number): Promise<number> {
  let left = count;
  const done = new Promise<void>((resolve) => {
    rig.onLastEffect(() => {
      left -= 1;
      if (left === 0) resolve();
    });
  });
  const began = performance.now();
  rig.offer(Array.from({ length: count }, (_, n) => ticketEvent(from + n)));
  await done;
  const seconds = (performance.now() - began) / 1_000;
  await rig.host.runtime.settled();
  return seconds;
}

/** The same rows by a bare loop on the same driver, in commits of the same size: what the disk and SQLite alone cost. */
function rawLoop(file: string, rowsPerCommit: number): { readonly rows: number; readonly seconds: number } {
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
  const work = content.flatMap(({ name, rows }) => {
    const columns = Object.keys(rows[0] ?? {});
    const statement =
      columns.length === 0
        ? undefined
        : db.prepare(
            `INSERT INTO "${name}" (${columns.map((c) => `"${c}"`).join(',')}) VALUES (${columns.map(() => '?').join(',')})`,
          );
    return rows.map((row) => () => statement?.run(...Object.values(row)));
  });
  const began = performance.now();
  for (let at = 0; at < work.length; at += rowsPerCommit) {
    db.exec('BEGIN IMMEDIATE');
    for (const insert of work.slice(at, at + rowsPerCommit)) insert();
    db.exec('COMMIT');
  }
  const seconds = (performance.now() - began) / 1_000;
  db.close();
  rmSync(folder, { recursive: true, force: true });
  return { rows: work.length, seconds };
}

const rssMb = (): number => process.memoryUsage().rss / 1_048_576;

/** Five durable actions a flow, each planned, intended, done, traced and audited, with `synchronous=FULL`. */
export async function benchRuntime(file: string | undefined): Promise<void> {
  const flows: number[] = [];
  const raw: number[] = [];
  const latencies: number[] = [];
  const idle: number[] = [];
  const loaded: number[] = [];
  for (let n = 0; n < REPETITIONS; n += 1) {
    const rig = await openRig();
    let commits = 0;
    let rows = 0;
    rig.store.onCommit((committed) => {
      commits += 1;
      rows += committed.rows.length;
    });
    await through(rig, 0, 200); // warm
    idle.push(rssMb());
    [commits, rows] = [0, 0];
    const seconds = await through(rig, 1_000, FLOWS);
    loaded.push(rssMb());
    flows.push(FLOWS / seconds);
    const perCommit = Math.max(1, Math.round((rows * 1.4) / commits)); // rows of other tables come with the trace's
    for (let one = 0; one < 20; one += 1) latencies.push((await through(rig, 100_000 + one, 1)) * 1_000);
    const copyOf = rig.file;
    await rig.host.stop();
    await rig.store.close();
    raw.push((FLOWS + 220) / rawLoop(copyOf, perCommit).seconds);
    rmSync(path.dirname(copyOf), { recursive: true, force: true });
  }
  report(
    { bench: 'runtime/five-step', metric: 'flows_per_second', unit: 'flows/s', values: flows, baseline: raw },
    file,
  );
  report(
    {
      bench: 'runtime/five-step',
      metric: 'steps_per_second',
      unit: 'steps/s',
      values: flows.map((f) => f * 5),
      baseline: raw.map((f) => f * 5),
    },
    file,
  );
  report(
    {
      bench: 'runtime/one-event',
      metric: 'latency_p50',
      unit: 'ms (a poll each 20 ms included)',
      values: [percentile(latencies, 0.5)],
    },
    file,
  );
  report(
    {
      bench: 'runtime/one-event',
      metric: 'latency_p99',
      unit: 'ms (a poll each 20 ms included)',
      values: [percentile(latencies, 0.99)],
    },
    file,
  );
  report({ bench: 'runtime/memory', metric: 'rss_idle', unit: 'MB', values: idle }, file);
  report({ bench: 'runtime/memory', metric: 'rss_under_load', unit: 'MB', values: loaded }, file);
}
