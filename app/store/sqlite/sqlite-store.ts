import { SwitchyardError } from '../../base/errors.ts';
import type { CommitEdge } from '../commit-edges.ts';
import type { Committed, Reader, Store, Transaction } from '../store.ts';
import { CommitGuard } from './commit-guard.ts';
import { openDatabase, takeOver, type Db, type Opened } from './connection.ts';
import type { ReserveFile } from './reserve-file.ts';
import { SqliteTransaction } from './transaction.ts';

/** Most turns of the event loop for which a write is held back. */
const MOST_TURNS = 20;

interface Work {
  readonly edge: CommitEdge;
  readonly run: (tx: Transaction) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export interface SqliteStoreOptions {
  /** A file, or `:memory:`; or a database that is open and stays so when the store is closed. */
  readonly file: string | Db;
  readonly now: () => number;
  /** Runs a callback in a later turn of the event loop: the writes of one turn share one commit. */
  readonly soon: (callback: () => void) => void;
  /** Space to be given free when the disk is full. */
  readonly reserve?: ReserveFile;
  /** Called before an older database is changed, with its version. */
  readonly beforeUpgrade?: (db: Db, version: number) => void;
}

/**
 * The store on SQLite. Writes are grouped: one `fdatasync` pays for all that was asked in the same turn, which is what
 * makes `synchronous=FULL` affordable (engine.md section 2.5).
 */
export class SqliteStore implements Store {
  readonly #options: SqliteStoreOptions;
  /** What became of the disk under it. */
  readonly guard: CommitGuard;
  #opened: Opened;
  #tx: SqliteTransaction;
  readonly #soon: (callback: () => void) => void;
  readonly #listeners = new Set<(committed: Committed) => void>();
  #queue: Work[] = [];
  #scheduled = false;
  /** Until then (epoch ms) more writes are let in before the next commit. */
  #restUntil = 0;
  #closed = false;

  constructor(options: SqliteStoreOptions) {
    this.#options = options;
    this.guard = new CommitGuard(options.reserve);
    [this.#opened, this.#tx] = this.#open();
    this.#soon = options.soon;
  }

  #open(): [Opened, SqliteTransaction] {
    const { file, now, beforeUpgrade } = this.#options;
    const isOpen = typeof file !== 'string';
    const opened = isOpen ? takeOver(file, now()) : openDatabase(file, now(), beforeUpgrade);
    const tx = new SqliteTransaction(opened.db);
    tx.onDamage = (error) => void this.guard.stop(error);
    this.guard.watch(isOpen ? file.name : file);
    return [opened, tx];
  }

  /** The open database and our claim to it, for what is done to the file as a whole. */
  get opened(): Opened {
    return this.#opened;
  }

  /** Closes the database, lets `change` put another one in its place, and opens that. */
  reopen(change: () => void): void {
    this.#flush();
    this.#opened.db.close();
    try {
      change();
    } finally {
      [this.#opened, this.#tx] = this.#open();
    }
  }

  get read(): Reader {
    return this.#tx;
  }

  write<T>(edge: CommitEdge, work: (tx: Transaction) => T): Promise<T> {
    if (this.#closed) return Promise.reject(new SwitchyardError('stopped', 'Switchyard is closing.'));
    const refusal = this.guard.refusal(edge);
    if (refusal) return Promise.reject(refusal);
    return new Promise<T>((resolve, reject) => {
      // `resolve` gets exactly what `work` returned: the queue holds works of many types.
      this.#queue.push({ edge, run: work, resolve: resolve as (value: unknown) => void, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      this.#gather(0, 0);
    });
  }

  /**
   * Commits in the next turn. Right after a commit it lets more come in, for as long as that one took and as long as each
   * turn brings something: else a busy host would spend its time waiting for the disk, for a few writes each time.
   */
  #gather(seen: number, turns: number): void {
    this.#soon(() => {
      const { length } = this.#queue;
      if (length > seen && turns < MOST_TURNS && this.#options.now() < this.#restUntil)
        this.#gather(length, turns + 1);
      else this.#flush();
    });
  }

  onCommit(listener: (committed: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #flush(): void {
    this.#scheduled = false;
    const works = this.#queue;
    this.#queue = [];
    if (works.length === 0) return;
    const began = this.#options.now();
    this.#commit(works);
    const ended = this.#options.now();
    this.#restUntil = ended + (ended - began);
  }

  #commit(works: readonly Work[]): void {
    const { db, epoch } = this.#opened;
    const results: unknown[] = [];
    try {
      db.exec('BEGIN IMMEDIATE');
      this.#tx.begin();
      this.guard.checkLease(epoch, () => this.#tx.epoch());
      for (const work of works) results.push(work.run(this.#tx));
      this.#tx.settleRows();
      db.exec('COMMIT');
    } catch (thrown) {
      this.#rollBack(db);
      const before = this.guard.state.is;
      const error = this.guard.failed(thrown);
      const [only] = works;
      // One work failed: the others must not suffer for it, so each is tried alone. A disk that is full has given its
      // reserve free, so that what must be written is tried again too.
      if (works.length === 1 && only && this.guard.state.is === before) only.reject(error);
      else for (const work of works) this.#again(work, error);
      return;
    }
    try {
      this.guard.committed(db);
    } catch (thrown) {
      // It is in the log, but the log may not be where the next start looks: nobody may rely on it.
      const error = this.guard.failed(thrown);
      if (this.guard.state.is === 'stopped') {
        for (const work of works) work.reject(error);
        return;
      }
    }
    const committed = this.#tx.committed();
    for (const listener of this.#listeners) listener(committed);
    for (const [index, work] of works.entries()) work.resolve(results[index]);
  }

  #rollBack(db: Db): void {
    try {
      if (db.inTransaction) db.exec('ROLLBACK');
    } catch (thrown) {
      this.guard.failed(thrown);
    }
    this.#tx.takenBack();
  }

  #again(work: Work, error: unknown): void {
    const refusal = this.guard.refusal(work.edge);
    if (!refusal) this.#commit([work]);
    else work.reject(this.guard.state.is === 'stopped' ? refusal : error);
  }

  async close(): Promise<void> {
    this.#flush();
    this.#closed = true;
    if (typeof this.#options.file === 'string') this.#opened.db.close();
  }
}
