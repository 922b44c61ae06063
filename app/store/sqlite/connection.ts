import Database from 'better-sqlite3';
import { SwitchyardError } from '../../base/errors.ts';
import { MIGRATIONS } from './migrations.ts';

export type Db = Database.Database;

/**
 * Opens the one database of a data folder. WAL with `synchronous=FULL`: the driver is built so that WAL falls back to
 * NORMAL, which loses acknowledged commits on power loss, so FULL is set after the switch and asserted after the first
 * write, when the pragma tells the truth (reliability-security.md section 0.1).
 * Throws `data_too_new` for a file of a newer Switchyard, `data_damaged` when SQLite finds the file broken.
 */
export function openDatabase(file: string, now: number): Db {
  let db: Db;
  try {
    db = new Database(file);
    db.pragma('journal_mode = WAL');
  } catch (cause) {
    throw new SwitchyardError('data_damaged', `The database ${file} cannot be read as one.`, {
      fix: 'Keep the file, and start with another data folder or a backup of this one.',
      cause,
    });
  }
  db.pragma('synchronous = FULL');
  db.pragma('fullfsync = ON'); // macOS: flush the drive's own cache too
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma('busy_timeout = 5000');
  db.pragma('wal_autocheckpoint = 4000');
  db.pragma('foreign_keys = ON');
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) {
    db.close();
    throw new SwitchyardError('data_too_new', 'This data folder was used by a newer Switchyard.', {
      fix: 'Start that version again, or choose another data folder.',
    });
  }
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
  db.prepare(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run('opened_at', String(now));
  if (db.pragma('synchronous', { simple: true }) !== 2) {
    db.close();
    throw new SwitchyardError(
      'internal',
      'The database does not write safely to disk (synchronous is not FULL).',
    );
  }
  return db;
}
