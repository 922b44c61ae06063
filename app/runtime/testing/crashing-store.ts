import type { CommitEdge } from '../../store/commit-edges.ts';
import type { Store, Transaction } from '../../store/store.ts';

/**
 * A store whose process dies at its n-th write. `before`: that write never happens. `after`: it is durable, and
 * nobody hears of it. From then on nothing is written and no promise settles, as for a process that is gone.
 */
export class CrashingStore implements Store {
  readonly #inner: Store;
  readonly #dieAt: number;
  readonly #edge: 'before' | 'after';
  #writes = 0;
  dead = false;

  constructor(inner: Store, dieAt: number, edge: 'before' | 'after') {
    this.#inner = inner;
    this.#dieAt = dieAt;
    this.#edge = edge;
  }
  /** Writes that were asked for so far. */
  get writes(): number {
    return this.#writes;
  }
  get read(): Store['read'] {
    return this.#inner.read;
  }
  write<T>(edge: CommitEdge, work: (tx: Transaction) => T): Promise<T> {
    const gone = new Promise<T>(() => {});
    if (this.dead) return gone;
    this.#writes += 1;
    if (this.#writes < this.#dieAt) return this.#inner.write(edge, work);
    this.dead = true;
    if (this.#edge === 'after') void this.#inner.write(edge, work);
    return gone;
  }
  onCommit(listener: Parameters<Store['onCommit']>[0]): () => void {
    return this.#inner.onCommit(listener);
  }
  close(): Promise<void> {
    return this.#inner.close();
  }
}
