import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { SwitchyardError } from '../../base/errors.ts';
import { BACKUP_REASONS, type Backup, type BackupReason } from '../storage.ts';
import { removeDatabase, syncFolder } from './head-file.ts';

/** How many of each kind are kept. */
const GENERATIONS: Record<BackupReason, number> = { hourly: 3, 'by-hand': 3, 'before-upgrade': 1 };
const NAME = /^switchyard-(\d{10,15})-([a-z-]+)\.db$/;

const isReason = (text: string | undefined): text is BackupReason =>
  BACKUP_REASONS.some((reason) => reason === text);

/** The folder of backups: names, order, and how one comes to stand there whole or not at all. */
export class BackupFiles {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Newest first. */
  list(): readonly Backup[] {
    let names: string[];
    try {
      names = readdirSync(this.folder);
    } catch {
      return [];
    }
    return names
      .flatMap((id) => {
        const [, at, why] = NAME.exec(id) ?? [];
        const bytes = statSync(path.join(this.folder, id), { throwIfNoEntry: false })?.size;
        return isReason(why) && bytes !== undefined ? [{ id, at: Number(at), bytes, why }] : [];
      })
      .toSorted((a, b) => b.at - a.at);
  }

  /** The file of a backup. Throws `not_found` for anything that is not in the list. */
  fileOf(id: string): string {
    if (this.list().some((backup) => backup.id === id)) return path.join(this.folder, id);
    throw new SwitchyardError('not_found', 'This backup is not there any more.');
  }

  /** An empty file for a copy that has no name yet, readable by this user only. */
  begin(): string {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const partial = path.join(this.folder, 'unfinished.db');
    removeDatabase(partial);
    closeSync(openSync(partial, 'w', 0o600));
    return partial;
  }

  /** Makes a finished copy durable, gives it its name in one step, and lets the oldest of its kind go. */
  finish(partial: string, at: number, why: BackupReason): Backup {
    chmodSync(partial, 0o600);
    const handle = openSync(partial, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    const id = `switchyard-${at}-${why}.db`;
    renameSync(partial, path.join(this.folder, id));
    syncFolder(this.folder);
    for (const old of this.list()
      .filter((b) => b.why === why)
      .slice(GENERATIONS[why]))
      rmSync(path.join(this.folder, old.id), { force: true });
    return { id, at, bytes: statSync(path.join(this.folder, id)).size, why };
  }

  drop(partial: string): void {
    removeDatabase(partial);
  }
}

/** Makes one file of a copy: without a log beside it. */
export function foldLog(file: string): void {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}
