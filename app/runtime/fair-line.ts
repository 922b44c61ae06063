import type { FlowId } from '../base/ids.ts';
import { Heap } from '../base/heap.ts';

/** One item in line: which flow it belongs to, since when it waits (epoch ms), and the order in which it came. */
export interface InLine {
  readonly flow: FlowId;
  readonly since: number;
  readonly order: number;
}

interface FlowLine<T> {
  readonly flow: FlowId;
  readonly items: Heap<T>;
  readonly order: number;
  /** Where this flow stands in the round: it grows by 1 / weight with each turn, and the least is next. */
  pass: number;
}

/**
 * Items of equal rank. Flows take turns, each as often as its weight says (start-time fair queueing); within a flow
 * whoever has waited longest goes first. A flow that comes back is not paid for the time it was away, and one that has
 * just had its turn does not get another by leaving and coming back. Adding, taking and removing are O(log n).
 */
export class FairLine<T extends InLine> {
  readonly #weightOf: (flow: FlowId) => number;
  readonly #lines = new Map<FlowId, FlowLine<T>>();
  readonly #waiting = new Heap<FlowLine<T>>(
    (a, b) => a.pass < b.pass || (a.pass === b.pass && a.order < b.order),
  );
  /** Flows that get no turn for now. */
  readonly #held = new Set<FlowId>();
  /** Where the round stands: the pass of the flow that had the last turn. */
  #round = 0;
  #size = 0;
  #order = 0;

  constructor(weightOf: (flow: FlowId) => number) {
    this.#weightOf = weightOf;
  }

  get size(): number {
    return this.#size;
  }

  /** Somebody's turn can come: a flow that is not held has somebody in line. */
  get isReady(): boolean {
    return this.#waiting.size > 0;
  }

  /** Gives a flow no turn until `release`, whoever of it stands in line or comes. */
  hold(flow: FlowId): void {
    this.#held.add(flow);
    const line = this.#lines.get(flow);
    if (line) this.#waiting.delete(line);
  }

  release(flow: FlowId): void {
    if (!this.#held.delete(flow)) return;
    const line = this.#lines.get(flow);
    if (line && line.items.size > 0) this.#enter(line);
  }

  add(item: T): void {
    let line = this.#lines.get(item.flow);
    if (!line) {
      const items = new Heap<T>((a, b) => a.since < b.since || (a.since === b.since && a.order < b.order));
      line = { flow: item.flow, items, order: this.#order++, pass: this.#round };
      this.#lines.set(item.flow, line);
    }
    const isFirst = line.items.size === 0;
    line.items.push(item);
    this.#size += 1;
    if (isFirst && !this.#held.has(item.flow)) this.#enter(line);
  }

  #enter(line: FlowLine<T>): void {
    line.pass = Math.max(line.pass, this.#round);
    this.#waiting.push(line);
  }

  take(): T | undefined {
    const line = this.#waiting.pop();
    const item = line?.items.pop();
    if (!line || !item) return undefined;
    this.#round = line.pass;
    line.pass += 1 / this.#weightOf(line.flow);
    if (line.items.size > 0) this.#waiting.push(line);
    this.#size -= 1;
    this.#tidy();
    return item;
  }

  remove(item: T): boolean {
    const line = this.#lines.get(item.flow);
    if (!line?.items.delete(item)) return false;
    if (line.items.size === 0) this.#waiting.delete(line);
    this.#size -= 1;
    this.#tidy();
    return true;
  }

  /** With nobody in line there is no round to remember. */
  #tidy(): void {
    if (this.#size > 0) return;
    this.#lines.clear();
    this.#round = 0;
  }
}
