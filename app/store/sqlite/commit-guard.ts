import { statSync } from 'node:fs';
import { SwitchyardError } from '../../base/errors.ts';
import type { CommitEdge } from '../commit-edges.ts';
import type { StorageState } from '../storage.ts';
import { NO_SPACE, type Db } from './connection.ts';
import { diskFailing } from './head-file.ts';
import { freeBytes, type ReserveFile } from './reserve-file.ts';
import { damaged } from './row-sum.ts';

/**
 * What is still written while the disk is full, into the space of the reserve: the end of what has begun, and what a
 * person decides. Everything else would begin something that may not be possible to write down.
 */
const WRITTEN_WHEN_FULL: ReadonlySet<CommitEdge> = new Set([
  'action.receipt',
  'action.unknown',
  'run.stop',
  'storage.probe',
]);

/** Pages of the log after which it is copied back into the database: 16 MB. */
const LOG_PAGES = 4_000;
/** Looking at the log costs a little, so it is not done after every commit. */
const LOOK_EVERY = 64;
/** Below this much free space, an error of reading or writing is taken for a full disk. */
const NEXT_TO_NOTHING = 1024 * 1024;

/** Which files they are, not what they are called. */
interface Identity {
  readonly path: string;
  inode: number | undefined;
}

/**
 * Watches over every commit of one open database: that it is still ours, that its files are where they were, and what
 * an error means. Where it is not sure that a commit is durable, it stops everything and says so.
 */
export class CommitGuard {
  #state: StorageState = { is: 'ok' };
  readonly #listeners = new Set<() => void>();
  readonly #reserve: ReserveFile | undefined;
  #files: readonly Identity[] = [];
  #commits = 0;

  constructor(reserve: ReserveFile | undefined) {
    this.#reserve = reserve;
  }

  get state(): StorageState {
    return this.#state;
  }
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  #become(state: StorageState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  /** Begins to watch over a database that was just opened. `file` is `:memory:` for one without files. */
  watch(file: string): void {
    this.#files =
      file === ':memory:' ? [] : [file, `${file}-wal`].map((path) => ({ path, inode: inodeOf(path) }));
    if (this.#state.is !== 'ok') this.#become({ is: 'ok' });
  }

  /** Why this may not be written now; undefined when it may. */
  refusal(edge: CommitEdge): SwitchyardError | undefined {
    if (this.#state.is === 'ok' || (this.#state.is === 'full' && WRITTEN_WHEN_FULL.has(edge)))
      return undefined;
    const { code, sentence, fix } = this.#state.error;
    return new SwitchyardError(code, sentence, fix === undefined ? {} : { fix });
  }

  /** Inside a transaction: does this data folder still belong to us? */
  checkLease(epoch: number, read: () => number): void {
    if (read() === epoch) return;
    throw new SwitchyardError('taken_over', 'Another Switchyard has taken over this data folder.', {
      fix: 'Go on in the other one, and close this one.',
    });
  }

  /** After a commit: is it where the next start will look for it? Copies the log back when it has grown long. */
  committed(db: Db): void {
    for (const file of this.#files) {
      const inode = inodeOf(file.path);
      // The log is made by the first write.
      file.inode ??= inode;
      if (inode !== file.inode)
        throw new SwitchyardError('disk_failing', 'The database was moved or deleted while it was in use.', {
          fix: 'Put the files of the data folder back, and start Switchyard again.',
        });
    }
    this.#commits += 1;
    if (this.#files.length === 0 || this.#commits % LOOK_EVERY !== 0) return;
    const [log] = db.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]; // the pragma's columns
    // By hand, not by SQLite's own clockwork: that keeps an error of the disk to itself.
    if (log && log.log - log.checkpointed > LOG_PAGES) db.pragma('wal_checkpoint(PASSIVE)');
  }

  /** What an error of the database means. Changes the state when it concerns more than this one write. */
  failed(error: unknown): unknown {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (NO_SPACE.has(code) || (isDiskError(code) && this.#isFull())) return this.#full(error);
    if (isDiskError(code) || code.startsWith('SQLITE_READONLY')) {
      return this.stop(code.startsWith('SQLITE_READONLY') ? readOnly(error) : diskFailing(error));
    }
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
      return this.stop(damaged('SQLite found it broken', error));
    if (code === 'data_damaged' || code === 'taken_over' || code === 'disk_failing')
      return this.stop(error as SwitchyardError); // these codes are ours
    return error;
  }

  /** Nothing is written from here on. The first reason stays. */
  stop(error: SwitchyardError): SwitchyardError {
    if (this.#state.is !== 'stopped') this.#become({ is: 'stopped', error: error.toData() });
    return error;
  }

  /** The disk was full at the opening already. */
  startFull(): void {
    this.#full(undefined);
  }

  #isFull(): boolean {
    const free = this.#files[0] && freeBytes(this.#files[0].path);
    return typeof free === 'number' && free < NEXT_TO_NOTHING;
  }

  #full(cause: unknown): SwitchyardError {
    const error = new SwitchyardError(
      'disk_full',
      'The disk is full, so Switchyard has stopped before doing anything it could not record.',
      { fix: 'Free at least 60 MB; work goes on by itself.', cause },
    );
    if (this.#state.is !== 'stopped') this.#reserve?.release();
    if (this.#state.is === 'ok') this.#become({ is: 'full', error: error.toData() });
    return error;
  }

  /** While the disk is full: true once there is space for the reserve again. */
  hasSpace(): boolean {
    return this.#reserve ? this.#reserve.hasRoom() && this.#reserve.fill() : !this.#isFull();
  }
  /** A write has gone through after the disk was full. */
  recovered(): void {
    if (this.#state.is === 'full') this.#become({ is: 'ok' });
  }
}

const readOnly = (cause: unknown): SwitchyardError =>
  new SwitchyardError(
    'disk_failing',
    'The data folder cannot be written to any more, so Switchyard has stopped.',
    {
      fix: 'Check the disk and who may write to the data folder, then start Switchyard again.',
      cause,
    },
  );

const isDiskError = (code: string): boolean =>
  code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN');

const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino;
