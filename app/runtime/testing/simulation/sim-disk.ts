import Database from 'better-sqlite3';
import { openDatabase, type Db } from '../../../store/sqlite/connection.ts';

/** A database as a first start leaves it. The same for every world, so it is made once. */
let fresh: Buffer | undefined;

/**
 * A database in memory that outlives the hosts of a world, as a disk does: what was committed is there for the next
 * one, what was not is gone. That files keep the same promise is what power-cuts.test.ts and kill-host.test.ts show.
 */
export function diskInMemory(): Db {
  if (!fresh) {
    const { db } = openDatabase(':memory:', 0);
    fresh = db.serialize();
    db.close();
  }
  const db = new Database(fresh);
  db.pragma('foreign_keys = ON');
  return db;
}
