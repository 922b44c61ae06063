interface Entry<K> {
  readonly key: K;
  readonly at: number;
}

/**
 * Keys with a due time, the earliest first. A key has one time; setting it again replaces the old one. Old entries
 * stay in the heap until they come to the top, so every call takes at most the logarithm of what was ever set.
 */
export class DueHeap<K> {
  readonly #times = new Map<K, number>();
  #heap: Entry<K>[] = [];

  set(key: K, at: number): void {
    if (this.#times.get(key) === at) return;
    this.#times.set(key, at);
    this.#push({ key, at });
    // Many changes without a look at the top: the old entries are thrown out together.
    if (this.#heap.length > 64 && this.#heap.length > 4 * this.#times.size) this.#rebuild();
  }
  delete(key: K): void {
    this.#times.delete(key);
  }
  /** The earliest due time, or undefined when nothing is set. */
  nextAt(): number | undefined {
    return this.#top()?.at;
  }
  /** Takes out every key that is due at `now`, the earliest first. */
  takeDue(now: number): readonly K[] {
    const due: K[] = [];
    for (let top = this.#top(); top && top.at <= now; top = this.#top()) {
      this.#pop();
      this.#times.delete(top.key);
      due.push(top.key);
    }
    return due;
  }

  /** The earliest entry that still holds. */
  #top(): Entry<K> | undefined {
    for (;;) {
      const top = this.#heap[0];
      if (!top || this.#times.get(top.key) === top.at) return top;
      this.#pop();
    }
  }
  #rebuild(): void {
    this.#heap = [];
    for (const [key, at] of this.#times) this.#push({ key, at });
  }
  #push(entry: Entry<K>): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || above.at <= entry.at) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }
  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const left = heap[child];
      if (!left) break;
      const right = heap[child + 1];
      const least = right && right.at < left.at ? right : left;
      if (least === right) child += 1;
      if (last.at <= least.at) break;
      heap[at] = least;
      at = child;
    }
    heap[at] = last;
  }
}
