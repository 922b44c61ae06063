import Database from 'better-sqlite3';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { SwitchyardError } from '../app/base/errors.ts';

/** The files of one data folder. */
export interface DataFolder {
  readonly dir: string;
  readonly database: string;
  readonly practiceDatabase: string;
  readonly log: string;
  /** Folder of backups of the database. */
  readonly backups: string;
  /** Folder of databases that were replaced by a backup. */
  readonly replaced: string;
  /** How far the database has come, kept outside of it. */
  readonly head: string;
  /** Space set aside for a full disk. */
  readonly reserve: string;
  /** Gives the folder free for another program. */
  release(): void;
}

/**
 * Opens a data folder for this program alone: made when it is not there, readable by this user only. The lock is one
 * of the operating system (an exclusive transaction on a file of its own), so it ends with the process however that
 * ends. Throws `already_running` when another Switchyard has the folder, `disk_full` or `internal` when it cannot be
 * made.
 */
export function openDataFolder(dir: string): DataFolder {
  const at = (name: string): string => path.join(dir, name);
  try {
    makeFolder(dir);
    // A folder that was there before may be open to others; what we put into it is not their business.
    if (process.platform !== 'win32') chmodSync(dir, 0o700);
  } catch (cause) {
    throw new SwitchyardError('invalid_input', `The data folder ${dir} cannot be used.`, {
      fix: 'Choose another folder with --data.',
      cause,
    });
  }
  const lock = new Database(at('lock.db'), { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new SwitchyardError(
      'already_running',
      `Switchyard is already running with the data folder ${dir}.`,
      {
        fix: 'Use the window that is open, or stop the other one first.',
        cause,
      },
    );
  }
  return {
    dir,
    database: at('switchyard.db'),
    practiceDatabase: at('practice.db'),
    log: at('switchyard.log'),
    backups: at('backups'),
    replaced: at('replaced'),
    head: at('head.json'),
    reserve: at('reserve'),
    release: () => lock.close(),
  };
}

/** Makes a folder and those above it, one by one: Node's own way of doing it never returns for some places (`/proc`). */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  const above = path.dirname(dir);
  if (above !== dir) makeFolder(above);
  mkdirSync(dir, { mode: 0o700 });
}
