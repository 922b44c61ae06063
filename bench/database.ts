import Database from 'better-sqlite3';
import path from 'node:path';

/** One number out of a host's database, read beside the running host. */
export function numberIn(dataDir: string, sql: string): number {
  const db = new Database(path.join(dataDir, 'switchyard.db'), { readonly: true });
  try {
    return Number(db.prepare(sql).pluck().get());
  } finally {
    db.close();
  }
}

export const PENDING_APPROVALS = `SELECT count(*) FROM approval WHERE status = 'pending'`;
export const OPEN_RUNS = `SELECT count(*) FROM run WHERE status IN ('ready', 'waiting')`;
