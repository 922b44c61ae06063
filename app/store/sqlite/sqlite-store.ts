import { SwitchyardError } from '../../base/errors.ts';
import type { CommitEdge } from '../commit-edges.ts';
import type { Committed, Reader, Store, Transaction } from '../store.ts';
import { openDatabase, type Db } from './connection.ts';
import { SqliteTransaction } from './transaction.ts';

interface Work {
  readonly run: (tx: Transaction) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export interface SqliteStoreOptions {
  /** A file, or `:memory:`. */
  readonly file: string;
  readonly now: () => number;
  /** Runs a callback in a later turn of the event loop: the writes of one turn share one commit. */
  readonly soon: (callback: () => void) => void;
}

/**
 * The store on SQLite. Writes are grouped: one `fdatasync` pays for all that was asked in the same turn, which is what
 * makes `synchronous=FULL` affordable (engine.md section 2.5).
 */
export class SqliteStore implements Store {
  readonly #db: Db;
  readonly #tx: SqliteTransaction;
  readonly #soon: (callback: () => void) => void;
  readonly #listeners = new Set<(committed: Committed) => void>();
  #queue: Work[] = [];
  #scheduled = false;
  #closed = false;

  constructor(options: SqliteStoreOptions) {
    this.#db = openDatabase(options.file, options.now());
    this.#tx = new SqliteTransaction(this.#db);
    this.#soon = options.soon;
  }

  get read(): Reader {
    return this.#tx;
  }

  write<T>(_edge: CommitEdge, work: (tx: Transaction) => T): Promise<T> {
    if (this.#closed) return Promise.reject(new SwitchyardError('stopped', 'Switchyard is closing.'));
    return new Promise<T>((resolve, reject) => {
      // `resolve` gets exactly what `work` returned: the queue holds works of many types.
      this.#queue.push({ run: work, resolve: resolve as (value: unknown) => void, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      this.#soon(() => this.#flush());
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
    if (works.length > 0) this.#commit(works);
  }

  #commit(works: readonly Work[]): void {
    const results: unknown[] = [];
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      this.#tx.begin();
      for (const work of works) results.push(work.run(this.#tx));
      this.#tx.settleRows();
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      this.#tx.takenBack();
      const [only] = works;
      // One work failed: the others must not suffer for it, so each is tried alone.
      if (works.length === 1 && only) only.reject(asStoreError(error));
      else for (const work of works) this.#commit([work]);
      return;
    }
    const committed = this.#tx.committed();
    for (const listener of this.#listeners) listener(committed);
    for (const [index, work] of works.entries()) work.resolve(results[index]);
  }

  async close(): Promise<void> {
    this.#flush();
    this.#closed = true;
    this.#db.close();
  }
}

function asStoreError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL') {
    return new SwitchyardError(
      'disk_full',
      'The disk is full, so Switchyard has stopped before doing anything it could not record.',
      {
        fix: 'Free some space; work goes on by itself.',
        cause: error,
      },
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new SwitchyardError('data_damaged', 'The database is damaged.', {
      fix: 'Keep the file and start from a backup.',
      cause: error,
    });
  }
  return error;
}
