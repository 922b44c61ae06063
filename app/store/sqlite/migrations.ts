import type { Database as Db } from 'better-sqlite3';
import { DIRECTIVE_TABLES } from './directive-rows.ts';
import { packRows } from './pack-rows.ts';
import { sealRecords } from './seal-records.ts';

/** One step of the schema. It runs in a transaction of its own, together with the new version number. */
export interface Migration {
  readonly name: string;
  up(db: Db): void;
}

const sql = (name: string, text: string): Migration => ({ name, up: (db) => void db.exec(text) });

/**
 * The schema, step by step. A step is never edited after a release; a new one is added. Records are JSON with the few
 * columns beside it that are searched by.
 */
export const MIGRATIONS: readonly Migration[] = [
  sql(
    'first',
    `
  CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE flow (id TEXT PRIMARY KEY, record TEXT NOT NULL, hidden INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE TABLE version (flow TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (flow, number)) WITHOUT ROWID;
  CREATE TRIGGER version_is_immutable BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
  CREATE TABLE agent (id TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE connection (id TEXT PRIMARY KEY, agent TEXT NOT NULL, tool TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX connection_of ON connection (agent, tool);
  CREATE TABLE secret (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE watch (id TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE event (id TEXT PRIMARY KEY, watch TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, "case" TEXT NOT NULL, fate TEXT NOT NULL, data TEXT NOT NULL, UNIQUE (watch, key)) WITHOUT ROWID;
  CREATE TABLE work (id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, updated INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX work_by_age ON work (updated);
  CREATE TABLE run (id TEXT PRIMARY KEY, flow TEXT NOT NULL, "case" TEXT NOT NULL, status TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX run_of_flow ON run (flow, id);
  CREATE INDEX run_of_case ON run ("case", id);
  CREATE INDEX run_open ON run (status, id) WHERE status IN ('ready', 'waiting');
  CREATE TABLE trace (seq INTEGER PRIMARY KEY, run TEXT NOT NULL, at INTEGER NOT NULL, step TEXT, event TEXT NOT NULL);
  CREATE INDEX trace_of_run ON trace (run);
  CREATE TRIGGER trace_is_append_only BEFORE UPDATE ON trace BEGIN SELECT RAISE(ABORT, 'the trace is append-only'); END;
  CREATE TABLE wait (run TEXT NOT NULL, step TEXT NOT NULL, kind TEXT NOT NULL, correlation TEXT, due INTEGER, since INTEGER NOT NULL, PRIMARY KEY (run, step)) WITHOUT ROWID;
  CREATE INDEX wait_for ON wait (correlation, since) WHERE correlation IS NOT NULL;
  CREATE INDEX wait_due ON wait (due) WHERE due IS NOT NULL;
  CREATE TABLE mail (seq INTEGER PRIMARY KEY, correlation TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, taken INTEGER NOT NULL DEFAULT 0, data TEXT NOT NULL, UNIQUE (correlation, key));
  CREATE TABLE approval (id TEXT PRIMARY KEY, run TEXT NOT NULL, flow TEXT NOT NULL, status TEXT NOT NULL, due INTEGER, decided INTEGER, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX approval_pending ON approval (flow) WHERE status = 'pending';
  CREATE INDEX approval_of_run ON approval (run);
  CREATE INDEX approval_decided ON approval (decided) WHERE decided IS NOT NULL;
  CREATE INDEX approval_due ON approval (due) WHERE due IS NOT NULL;
  CREATE TABLE audit (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL, hash TEXT NOT NULL);
  CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  `,
  ),
  { name: 'trace and audit log in blocks', up: packRows },
  sql(
    'child runs',
    `CREATE TABLE branch (parent TEXT NOT NULL, step TEXT NOT NULL, position INTEGER NOT NULL, run TEXT NOT NULL, ended TEXT, PRIMARY KEY (parent, step, position)) WITHOUT ROWID;`,
  ),
  sql(
    'counts and breakers',
    `
  CREATE TABLE counter (scope TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (scope, name)) WITHOUT ROWID;
  CREATE TABLE breaker (connection TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
  `,
  ),
  { name: 'checksums and lease', up: sealRecords },
  sql(
    'why an event started nothing',
    `
  ALTER TABLE event ADD COLUMN why TEXT;
  CREATE INDEX event_skipped ON event (watch, id) WHERE fate = 'skipped';
  `,
  ),
  sql(
    'standing permissions',
    `
  CREATE TABLE permission (id TEXT PRIMARY KEY, agent TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX permission_of ON permission (agent);
  `,
  ),
  sql('directives, decisions and corrections', DIRECTIVE_TABLES),
  sql(
    'what is said of a case',
    `
  CREATE TABLE case_log (seq INTEGER PRIMARY KEY, "case" TEXT NOT NULL, at INTEGER NOT NULL, run TEXT, record TEXT NOT NULL);
  CREATE INDEX case_log_of ON case_log ("case");
  CREATE TRIGGER case_log_is_append_only BEFORE UPDATE ON case_log BEGIN SELECT RAISE(ABORT, 'what was said of a case stays said'); END;
  CREATE TABLE case_key (key TEXT PRIMARY KEY, "case" TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX case_key_of ON case_key ("case");
  `,
  ),
  sql(
    'when a case rises in the line',
    `
  ALTER TABLE work ADD COLUMN rises INTEGER;
  CREATE INDEX work_rises ON work (rises) WHERE rises IS NOT NULL;
  `,
  ),
];
