import { SwitchyardError } from '../../base/errors.ts';
import type { CommitEdge } from '../../store/commit-edges.ts';
import type { Store, Transaction } from '../../store/store.ts';

/** A store on a disk that is full when told so: then nothing is written. */
export class FullDiskStore implements Store {
  readonly #inner: Store;
  isFull = false;

  constructor(inner: Store) {
    this.#inner = inner;
  }
  get read(): Store['read'] {
    return this.#inner.read;
  }
  write<T>(edge: CommitEdge, work: (tx: Transaction) => T): Promise<T> {
    if (this.isFull) return Promise.reject(new SwitchyardError('disk_full', 'The disk is full.'));
    return this.#inner.write(edge, work);
  }
  onCommit(listener: Parameters<Store['onCommit']>[0]): () => void {
    return this.#inner.onCommit(listener);
  }
  close(): Promise<void> {
    return this.#inner.close();
  }
}
