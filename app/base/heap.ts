/**
 * The least of many, found and removed in O(log n); anything in it can be taken out again in O(log n) too. Two items
 * that compare as equal come out in no particular order, so `before` should leave no ties.
 */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #places = new Map<T, number>();
  readonly #before: (a: T, b: T) => boolean;

  /** @param before whether `a` comes out ahead of `b`; must not change for an item while it is in here */
  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  /** Adds an item. One that is in here already is left where it is. */
  push(item: T): void {
    if (this.#places.has(item)) return;
    this.#put(this.#items.length, item);
    this.#up(this.#items.length - 1);
  }

  pop(): T | undefined {
    const first = this.#items[0];
    if (first !== undefined) this.delete(first);
    return first;
  }

  /** False when it is not in here. */
  delete(item: T): boolean {
    const place = this.#places.get(item);
    if (place === undefined) return false;
    const last = this.#items.pop();
    this.#places.delete(item);
    if (last === undefined || last === item) return true;
    this.#put(place, last);
    this.#up(place);
    this.#down(this.#places.get(last) ?? place);
    return true;
  }

  #put(place: number, item: T): void {
    this.#items[place] = item;
    this.#places.set(item, place);
  }

  #swapIfBefore(child: number, parent: number): boolean {
    const [lower, upper] = [this.#items[child], this.#items[parent]];
    if (lower === undefined || upper === undefined || !this.#before(lower, upper)) return false;
    this.#put(parent, lower);
    this.#put(child, upper);
    return true;
  }

  #up(from: number): void {
    for (let place = from; place > 0;) {
      const parent = (place - 1) >> 1;
      if (!this.#swapIfBefore(place, parent)) return;
      place = parent;
    }
  }

  #down(from: number): void {
    for (let place = from; ;) {
      const [left, right] = [this.#items[2 * place + 1], this.#items[2 * place + 2]];
      if (left === undefined) return;
      const child = right !== undefined && this.#before(right, left) ? 2 * place + 2 : 2 * place + 1;
      if (!this.#swapIfBefore(child, place)) return;
      place = child;
    }
  }
}
