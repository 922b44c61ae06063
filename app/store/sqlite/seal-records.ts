import type { Database as Db } from 'better-sqlite3';
import { sealText } from './row-sum.ts';

/** The tables that were there when records were given their sums. */
const THEN = {
  setting: 'value',
  flow: 'record',
  version: 'record',
  agent: 'record',
  connection: 'record',
  watch: 'record',
  work: 'record',
  run: 'record',
  approval: 'record',
  event: 'data',
  mail: 'data',
} as const;
/** Where the records are: table and column. */
export const SEALED = { ...THEN, permission: 'record', case_log: 'record' } as const;

/** Gives every record its checksum, and the database its lease: who opened it last has it. */
export function sealRecords(db: Db): void {
  db.function('seal', { deterministic: true }, (text: unknown) => sealText(String(text)));
  // A setting may be any JSON, so it becomes a member of an object first.
  db.exec(`UPDATE setting SET value = json_object('value', json(value))`);
  db.exec('DROP TRIGGER version_is_immutable');
  for (const [table, column] of Object.entries(THEN))
    db.exec(`UPDATE ${table} SET ${column} = seal(${column})`);
  db.exec(`
  CREATE TRIGGER version_is_immutable BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
  CREATE TABLE lease (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), epoch INTEGER NOT NULL, identity TEXT NOT NULL);
  INSERT INTO lease VALUES (1, 0, lower(hex(randomblob(8))));
  CREATE INDEX event_not_taken_up ON event (at) WHERE fate = 'not-taken-up';
  `);
}
