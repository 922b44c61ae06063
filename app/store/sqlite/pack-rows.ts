import type { Database as Db } from 'better-sqlite3';
import { crc32 } from 'node:zlib';
import type { Digest } from '../../base/digest.ts';
import { auditBlock, CHAIN_START } from './audit-chain.ts';

/** The second step of the schema: rows of the trace and the audit log become blocks of one row each. */
export function packRows(db: Db): void {
  db.function('switchyard_crc32', { deterministic: true }, (text) => crc32(String(text)));
  db.exec(`
    CREATE TABLE trace_blocks (seq INTEGER PRIMARY KEY, run TEXT NOT NULL, at INTEGER NOT NULL, sum INTEGER NOT NULL, rows TEXT NOT NULL);
    INSERT INTO trace_blocks SELECT seq, run, at, switchyard_crc32(packed), packed
      FROM (SELECT seq, run, at, json_array(json_array(step, json(event))) AS packed FROM trace);
    DROP TABLE trace;
    ALTER TABLE trace_blocks RENAME TO trace;
    CREATE INDEX trace_of_run ON trace (run);
    CREATE TRIGGER trace_is_append_only BEFORE UPDATE ON trace BEGIN SELECT RAISE(ABORT, 'the trace is append-only'); END;
    CREATE TABLE audit_blocks (seq INTEGER PRIMARY KEY, entries TEXT NOT NULL, hash TEXT NOT NULL);
  `);
  const insert = db.prepare('INSERT INTO audit_blocks (seq, entries, hash) VALUES (?, ?, ?)');
  let before: Digest = CHAIN_START;
  const rows = db.prepare('SELECT seq, at, actor, type, data FROM audit ORDER BY seq').all() as {
    seq: number;
    at: number;
    actor: string;
    type: string;
    data: string;
  }[]; // as selected
  for (const { seq, at, actor, type, data } of rows) {
    const entry = { at, actor, type, data: JSON.parse(data) as Record<string, never> }; // written by the store itself
    const block = auditBlock(before, seq, [entry]);
    insert.run(block.seq, block.entries, block.hash);
    before = block.hash;
  }
  db.exec(`
    DROP TABLE audit;
    ALTER TABLE audit_blocks RENAME TO audit;
    CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  `);
}
