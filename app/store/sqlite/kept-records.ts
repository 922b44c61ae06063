/**
 * Records that are read at every step, kept parsed. What is put is kept, so that the next read costs nothing. Kept in
 * two halves: when the younger one is full it becomes the older, and what nobody asked for meanwhile goes with the one
 * before. Emptied when a transaction is taken back: what was put in it was never true.
 */
export class KeptRecords<K, V> {
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  readonly #half: number;
  /** @param most how many are kept at most */
  constructor(most: number) {
    this.#half = Math.ceil(most / 2);
  }
  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    return old === undefined ? undefined : this.put(key, old);
  }
  put(key: K, value: V): V {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
    return value;
  }
  delete(key: K): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }
  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
