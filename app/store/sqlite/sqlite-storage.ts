import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { SwitchyardError } from '../../base/errors.ts';
import type {
  Backup,
  BackupReason,
  Integrity,
  Progress,
  SetBack,
  Storage,
  StorageFacts,
  StorageState,
} from '../storage.ts';
import { holdEverything } from '../held-runs.ts';
import { BackupFiles, foldLog } from './backup-files.ts';
import { headOf, readHead, removeDatabase, syncFolder, writeHead, type Head } from './head-file.ts';
import { checkEveryRow, findDamage } from './integrity.ts';
import { freeBytes } from './reserve-file.ts';
import { damaged } from './row-sum.ts';
import { SqliteStore } from './sqlite-store.ts';

/** The files of one data folder that belong to the database. */
export interface StorageFiles {
  readonly database: string;
  /** Folder of backups. */
  readonly backups: string;
  /** Folder where databases are kept that were replaced. */
  readonly replaced: string;
  readonly head: string;
  readonly reserve: string;
}

export interface StorageOptions {
  readonly files: StorageFiles;
  readonly now: () => number;
  readonly soon: (callback: () => void) => void;
}

/** Pages that are copied or given back in one piece: less than a millisecond of work. */
const PIECE_PAGES = 100;

/** Backups, restoring, and the look at the disk, around one open store. */
export class SqliteStorage implements Storage {
  readonly #store: SqliteStore;
  readonly #options: StorageOptions;
  readonly #backups: BackupFiles;
  #busy = false;

  constructor(store: SqliteStore, options: StorageOptions) {
    this.#store = store;
    this.#options = options;
    this.#backups = new BackupFiles(options.files.backups);
  }

  get state(): StorageState {
    return this.#store.guard.state;
  }
  onChange(listener: () => void): () => void {
    return this.#store.guard.onChange(listener);
  }

  facts(): StorageFacts {
    const { db } = this.#store.opened;
    const number = (pragma: string): number => Number(db.pragma(pragma, { simple: true }));
    const { database } = this.#options.files;
    const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    return {
      usedBytes: (number('page_count') - number('freelist_count')) * number('page_size'),
      fileBytes: size(database) + size(`${database}-wal`),
      freeBytes: freeBytes(database),
      folder: path.dirname(database),
    };
  }

  backups(): readonly Backup[] {
    return this.#backups.list();
  }

  async backUp(why: BackupReason, signal: AbortSignal, progress: Progress): Promise<Backup> {
    return this.#alone(async () => {
      const partial = this.#backups.begin();
      const at = this.#options.now();
      try {
        await this.#store.opened.db.backup(partial, {
          progress: ({ totalPages, remainingPages }) => {
            if (signal.aborted) throw new SwitchyardError('stopped', 'The backup was stopped.');
            progress(totalPages === 0 ? 0 : 0.6 * (1 - remainingPages / totalPages));
            return PIECE_PAGES;
          },
        });
        foldLog(partial);
        const found = await this.#checkFile(partial, signal, (share) => progress(0.6 + 0.4 * share));
        // The copy has what the database has: work stops before it acts upon it.
        if (!found.ok) throw this.#store.guard.stop(damaged(found.problem));
        return this.#backups.finish(partial, at, why);
      } catch (thrown) {
        this.#backups.drop(partial);
        throw asDiskError(thrown);
      }
    });
  }

  async restore(id: string, by: string): Promise<SetBack> {
    return this.#alone(async () => {
      const backup = this.#backups.list().find((b) => b.id === id);
      const source = this.#backups.fileOf(id);
      const { files, now } = this.#options;
      const head = this.#headNow();
      const { file, setBack } = await prepareRestore(this.#options, source, {
        reason: 'by-hand',
        by,
        knownUntil: backup?.at ?? now(),
        lastWritten: now(),
        auditSeq: head?.auditSeq ?? null,
        epoch: this.#store.opened.epoch,
        keptAs: keptName(files, now()),
      });
      this.#store.reopen(() => putInPlace(files, file, setBack.keptAs));
      this.#noteHead(true);
      return setBack;
    });
  }

  async check(signal: AbortSignal, progress: Progress): Promise<Integrity> {
    const { db } = this.#store.opened;
    const damage = findDamage(db, this.#store.read, undefined);
    const now = this.#options.now;
    if (damage !== undefined) return { ok: false, problem: damage, at: now() };
    return this.#checkFile(this.#options.files.database, signal, progress);
  }

  #checkFile(file: string, signal: AbortSignal, progress: Progress): Promise<Integrity> {
    const pause = (): Promise<void> => new Promise((resolve) => this.#options.soon(resolve));
    return checkEveryRow(file, this.#options.now, pause, signal, progress);
  }

  compact(): boolean {
    const { db } = this.#store.opened;
    if (this.state.is !== 'ok') return false;
    db.pragma(`incremental_vacuum(${PIECE_PAGES})`);
    return (
      Number(db.pragma('auto_vacuum', { simple: true })) === 2 &&
      Number(db.pragma('freelist_count', { simple: true })) > 0
    );
  }

  async goOn(): Promise<boolean> {
    if (this.state.is !== 'full' || !this.#store.guard.hasSpace()) return false;
    try {
      await this.#store.write('storage.probe', (tx) => tx.putSetting('space_found_at', this.#options.now()));
    } catch {
      return false;
    }
    this.#store.guard.recovered();
    return true;
  }

  noteHead(): void {
    if (this.state.is === 'ok') this.#noteHead(false);
  }
  #noteHead(surely: boolean): void {
    const { files, now } = this.#options;
    writeHead(files.head, headOf(this.#store.opened, this.#store.read, files.database, now()), surely);
  }

  /** Undefined when the database is too damaged to say. */
  #headNow(): Head | undefined {
    try {
      const { files, now } = this.#options;
      return headOf(this.#store.opened, this.#store.read, files.database, now());
    } catch {
      return readHead(this.#options.files.head);
    }
  }

  /** Closes the store, and notes that nothing is left to be played back. */
  async close(): Promise<void> {
    const { files, now } = this.#options;
    const head =
      this.state.is === 'ok'
        ? headOf(this.#store.opened, this.#store.read, files.database, now())
        : undefined;
    await this.#store.close();
    if (head)
      writeHead(files.head, { ...head, clean: !existsSync(`${files.database}-wal`), log: null }, true);
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy)
      throw new SwitchyardError('conflict', 'A backup is being made or put back already.', {
        fix: 'Wait until it is done, or stop it.',
      });
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }
}

export const keptName = (files: StorageFiles, now: number): string =>
  path.join(path.basename(files.replaced), `switchyard-${now}.db`);

/**
 * Makes a database of a backup that can be put in place: whole, of this version, ours, and with everything that was
 * under way held. Nothing of it can be seen before it is complete. Throws `data_damaged` for a backup that is not whole.
 */
export async function prepareRestore(
  options: StorageOptions,
  source: string,
  about: Pick<SetBack, 'reason' | 'by' | 'knownUntil' | 'lastWritten' | 'keptAs'> & {
    readonly auditSeq: number | null;
    readonly epoch: number;
  },
): Promise<{ readonly file: string; readonly setBack: SetBack }> {
  const { database } = options.files;
  const file = `${database}.restoring`;
  removeDatabase(file);
  try {
    copyFileSync(source, file);
    const store = new SqliteStore({ file, now: options.now, soon: options.soon });
    try {
      const damage = findDamage(store.opened.db, store.read, undefined);
      if (damage !== undefined) throw damaged(damage);
      const { auditSeq, epoch, ...rest } = about;
      const mine = store.read.audit(1)[0]?.seq ?? 0;
      const setBack = await store.write('storage.hold', (tx) =>
        holdEverything(tx, {
          ...rest,
          at: options.now(),
          auditLost: auditSeq === null ? null : Math.max(0, auditSeq - mine),
        }),
      );
      store.opened.db.prepare('UPDATE lease SET epoch = max(epoch, ?)').run(epoch);
      return { file, setBack };
    } finally {
      await store.close();
    }
  } catch (thrown) {
    removeDatabase(file);
    throw asDiskError(thrown);
  }
}

/** Puts a prepared database in place; what stood there is kept under the name `keptAs` (within the data folder). */
export function putInPlace(files: StorageFiles, prepared: string, keptAs: string | null): void {
  const { database } = files;
  if (keptAs !== null) {
    mkdirSync(files.replaced, { recursive: true, mode: 0o700 });
    const kept = path.join(path.dirname(database), keptAs);
    for (const end of ['', '-wal'])
      if (existsSync(`${database}${end}`)) renameSync(`${database}${end}`, `${kept}${end}`);
  }
  rmSync(`${database}-shm`, { force: true });
  renameSync(prepared, database);
  syncFolder(path.dirname(database));
}

/** Errors of the file system, in words. */
function asDiskError(thrown: unknown): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ENOSPC' || code === 'SQLITE_FULL')
    return new SwitchyardError('disk_full', 'There is not enough space on the disk for this.', {
      fix: 'Free some space and try again.',
      cause: thrown,
    });
  return thrown;
}
