import type { Database as Db } from 'better-sqlite3';
import { FIRST_RUN, type RunId } from '../../base/ids.ts';
import type { RunRecord } from '../records.ts';
import { unseal } from './row-sum.ts';

/** Ids begin with their time in base 36, so they can be compared with a time. */
const idAt = (prefix: 'run' | 'evt', at: number): string =>
  `${prefix}_${Math.max(0, at).toString(36).padStart(9, '0')}`;

/** Runs with a story of their own; child runs go with theirs. */
export function finishedRunsBefore(
  db: Db,
  after: string,
  before: number,
  limit: number,
): readonly RunRecord[] {
  const rows = db
    .prepare(
      `SELECT id, record FROM run WHERE id > ? AND id < ? AND status NOT IN ('ready', 'waiting') ORDER BY id LIMIT ?`,
    )
    .all(after < FIRST_RUN ? FIRST_RUN : after, idAt('run', before), limit) as {
    id: string;
    record: string;
  }[]; // as selected
  return rows.map(({ id, record }) => unseal<RunRecord>(record, () => `run ${id}`));
}

/** Removes a run with its child runs. */
export function forgetRun(db: Db, run: RunId): void {
  const children = db.prepare('SELECT run FROM branch WHERE parent = ?').pluck().all(run) as RunId[]; // as selected
  for (const child of children) forgetRun(db, child);
  db.prepare(
    `UPDATE event SET data = '' WHERE id = (SELECT json_extract(record, '$.event') FROM run WHERE id = ?)`,
  ).run(run);
  for (const table of ['trace', 'wait', 'approval', 'decision'])
    db.prepare(`DELETE FROM ${table} WHERE run = ?`).run(run);
  db.prepare('DELETE FROM branch WHERE parent = ?').run(run);
  db.prepare('DELETE FROM run WHERE id = ?').run(run);
}

/**
 * Events without a run keep only their key, which is what makes a second one of them known. Mail and closed cases go
 * when no run is left that they could concern. `after` is where the last call ended.
 */
export function forgetLeftovers(db: Db, after: string, before: number, limit: number): string | undefined {
  const events = db
    .prepare('SELECT id, fate, data FROM event WHERE id > ? AND id < ? ORDER BY id LIMIT ?')
    .all(after, idAt('evt', before), limit) as { id: string; fate: string; data: string }[]; // as selected
  const empty = db.prepare(`UPDATE event SET data = '' WHERE id = ?`);
  for (const { id, fate, data } of events) if (fate !== 'started' && data !== '') empty.run(id);
  const last = events.at(-1)?.id;
  if (events.length === limit) return last;
  const mail = db.prepare('SELECT seq, at FROM mail ORDER BY seq LIMIT ?').all(limit) as {
    seq: number;
    at: number;
  }[]; // as selected
  const oldestOpen = db
    .prepare(`SELECT min(id) AS id FROM run WHERE status IN ('ready', 'waiting') AND id > ?`)
    .get(FIRST_RUN) as { id: string | null }; // an aggregate always gives a row
  if (oldestOpen.id === null || oldestOpen.id > idAt('run', before)) {
    const drop = db.prepare('DELETE FROM mail WHERE seq = ?');
    for (const { seq, at } of mail) if (at < before) drop.run(seq);
  }
  db.prepare(
    `DELETE FROM work WHERE id IN (SELECT id FROM work WHERE updated < ? AND json_extract(record, '$.status') <> 'open'
     AND NOT EXISTS (SELECT 1 FROM run WHERE run."case" = work.id) ORDER BY updated LIMIT ?)`,
  ).run(before, limit);
  for (const table of ['case_log', 'case_key'])
    db.prepare(
      `DELETE FROM ${table} WHERE "case" IN (SELECT "case" FROM ${table} WHERE NOT EXISTS (SELECT 1 FROM work WHERE work.id = ${table}."case") LIMIT ?)`,
    ).run(limit);
  return undefined;
}
