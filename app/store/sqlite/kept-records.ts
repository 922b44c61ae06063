/**
 * Records that are read at every step, kept parsed. What is put is kept, so that the next read costs nothing; the
 * oldest go when there are too many. Emptied when a transaction is taken back: what was put in it was never true.
 */
export class KeptRecords<K, V> {
  readonly #records = new Map<K, V>();
  readonly #most: number;
  constructor(most: number) {
    this.#most = most;
  }
  get(key: K): V | undefined {
    return this.#records.get(key);
  }
  put(key: K, value: V): V {
    this.#records.delete(key);
    this.#records.set(key, value);
    if (this.#records.size > this.#most)
      for (const oldest of this.#records.keys()) {
        this.#records.delete(oldest);
        break;
      }
    return value;
  }
  delete(key: K): void {
    this.#records.delete(key);
  }
  clear(): void {
    this.#records.clear();
  }
}
