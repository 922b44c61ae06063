import Database from 'better-sqlite3';
import { SwitchyardError } from '../../base/errors.ts';
import { MIGRATIONS } from './migrations.ts';
import { seal } from './row-sum.ts';

export type Db = Database.Database;

/** An open database, and our claim to it. */
export interface Opened {
  readonly db: Db;
  /** Counts the openings of this database: whoever opened it last has it. */
  readonly epoch: number;
  /** The same for this database and all copies of it. */
  readonly identity: string;
}

/** Databases smaller than this are rewritten to one that can give space back; a larger one keeps what it has. */
const REWRITE_UP_TO = 64 * 1024 * 1024;

/**
 * Opens the one database of a data folder. WAL with `synchronous=FULL`: the driver is built so that WAL falls back to
 * NORMAL, which loses acknowledged commits on power loss, so FULL is set after the switch and asserted after the first
 * write, when the pragma tells the truth (reliability-security.md section 0.1). The opening takes the database over:
 * a Switchyard that still has it open fails at its next commit.
 * Throws `data_too_new` for a file of a newer Switchyard, `data_damaged` when SQLite finds the file broken.
 * `beforeUpgrade` is called with the version the file has, before anything of it is changed.
 */
export function openDatabase(
  file: string,
  now: number,
  beforeUpgrade: (db: Db, version: number) => void = () => {},
): Opened {
  let db: Db;
  try {
    db = new Database(file);
    // Only takes for a database without tables.
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
  } catch (thrown) {
    throw openingError(file, thrown);
  }
  try {
    db.pragma('synchronous = FULL');
    db.pragma('fullfsync = ON'); // macOS: flush the drive's own cache too
    db.pragma('checkpoint_fullfsync = ON');
    db.pragma('busy_timeout = 5000');
    // The log is copied back by hand (commit-guard.ts).
    db.pragma('wal_autocheckpoint = 0');
    db.pragma('journal_size_limit = 67108864');
    db.pragma('foreign_keys = ON');
    upgrade(db, beforeUpgrade);
    const opened = takeOver(db, now);
    if (db.pragma('synchronous', { simple: true }) !== 2) {
      throw new SwitchyardError(
        'internal',
        'The database does not write safely to disk (synchronous is not FULL).',
      );
    }
    return opened;
  } catch (thrown) {
    db.close();
    throw openingError(file, thrown);
  }
}

/** Makes an open database ours: whoever had it before fails at the next commit. */
export function takeOver(db: Db, now: number): Opened {
  const claim = db.transaction(() => {
    db.prepare(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ).run('opened_at', seal({ value: now }));
    return db.prepare('UPDATE lease SET epoch = epoch + 1 RETURNING epoch, identity').get();
  })();
  return { db, ...(claim as Omit<Opened, 'db'>) }; // as the statement returns
}

/** SQLite's names for a full disk. The second is of the file beside the log, through which its readers find their way. */
export const NO_SPACE: ReadonlySet<string> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']);

/** What an error of opening means. What SQLite cannot make sense of is damage; what the disk does not let us, is not. */
function openingError(file: string, thrown: unknown): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (!code.startsWith('SQLITE_')) return thrown;
  if (NO_SPACE.has(code))
    return new SwitchyardError('disk_full', 'The disk is full, so the database cannot be opened.', {
      fix: 'Free some space and start Switchyard again.',
      cause: thrown,
    });
  if (/^SQLITE_(IOERR(?!_SHORT_READ)|CANTOPEN|READONLY|BUSY|LOCKED|PERM)/.test(code))
    return new SwitchyardError('disk_failing', `The database ${file} cannot be read and written.`, {
      fix: 'Check the disk and who may write to the data folder.',
      cause: thrown,
    });
  return new SwitchyardError('data_damaged', `The database ${file} cannot be read as one.`, {
    fix: 'Keep the file, and start with another data folder or a backup of this one.',
    cause: thrown,
  });
}

function upgrade(db: Db, beforeUpgrade: (db: Db, version: number) => void): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) {
    throw new SwitchyardError('data_too_new', 'This data folder was used by a newer Switchyard.', {
      fix: 'Start that version again, or choose another data folder.',
    });
  }
  if (version === MIGRATIONS.length) return;
  if (version > 0) beforeUpgrade(db, version);
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
  const bytes =
    Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  if (db.pragma('auto_vacuum', { simple: true }) === 0 && bytes <= REWRITE_UP_TO) {
    db.pragma('auto_vacuum = INCREMENTAL');
    db.exec('VACUUM');
  }
}
