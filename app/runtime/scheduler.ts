import { Heap } from '../base/heap.ts';
import type { FlowId, RunId } from '../base/ids.ts';
import { PRIORITIES, type Priority } from '../store/records.ts';
import { FairLine } from './fair-line.ts';

/** An hour of waiting is worth one step of priority, so that nothing starves (M6). */
export const AGEING_MS = 3_600_000;
/** After this many urgent items in a row, one that has waited its way up to the top has its turn. */
const URGENT_IN_A_ROW = 3;

/** What can be queued: a run's record fits as it is. `updatedAt` is since when it has been ready (epoch ms). */
export interface Ready {
  readonly id: RunId;
  readonly flow: FlowId;
  readonly priority: Priority;
  readonly updatedAt: number;
}

/** The ranks, best first. An item enters at its priority and rises one for each hour; `aged` is as high as it gets. */
const ENTRY: Record<Priority, number> = { urgent: 0, high: 2, normal: 3, low: 4 };
const URGENT = ENTRY.urgent;
const AGED = 1;

interface Entry<T> {
  readonly item: T;
  readonly flow: FlowId;
  readonly since: number;
  readonly order: number;
  rank: number;
  /** When it rises next (epoch ms). */
  risesAt: number;
}

/**
 * The line of runs that want a worker. Which one is next, exactly:
 *
 * 1. *Urgent* first. Only when three urgent ones in a row went before waiting *aged* ones does an aged one have a turn.
 * 2. Then *aged*, *high*, *normal*, *low*: an item is lifted one rank for every full hour it has waited, so a high one
 *    is aged after one hour, a low one after three. None is lifted above a person's "urgent".
 * 3. Within a rank flows take turns by weight, so that one flow with ten thousand runs does not hold up another.
 * 4. Within a flow whoever has waited longest is next; of two that came at the same time, the one that was put in first.
 *
 * A flow that is held has no turn in any rank but *urgent*, and does not count as waiting.
 *
 * It follows that nothing starves: whatever waits is aged after three hours, and of the aged ones at least every fourth
 * worker takes one, flow by flow, oldest first. Each operation is O(log n), counted over an item's life. There is no
 * clock in here: `now` is handed in, and one that is set back only stops the ageing for a while.
 */
export class Scheduler<T extends Ready> {
  readonly #entries = new Map<RunId, Entry<T>>();
  readonly #ofFlow = new Map<FlowId, number>();
  readonly #ranks: readonly FairLine<Entry<T>>[];
  readonly #rising = new Heap<Entry<T>>(
    (a, b) => a.risesAt < b.risesAt || (a.risesAt === b.risesAt && a.order < b.order),
  );
  #order = 0;
  #urgentInARow = 0;

  /** @param weightOf how many turns a flow has while another of weight 1 has one; above 0 */
  constructor(weightOf: (flow: FlowId) => number = () => 1) {
    this.#ranks = Array.from({ length: ENTRY.low + 1 }, () => new FairLine<Entry<T>>(weightOf));
  }

  get size(): number {
    return this.#entries.size;
  }

  /** How many of a flow stand in line. */
  sizeOf(flow: FlowId): number {
    return this.#ofFlow.get(flow) ?? 0;
  }

  has(id: RunId): boolean {
    return this.#entries.has(id);
  }

  /** Puts a run in line. One that stands there already is replaced by what is known of it now. */
  enqueue(item: T): void {
    this.remove(item.id);
    const rank = ENTRY[item.priority];
    const entry: Entry<T> = {
      item,
      flow: item.flow,
      since: item.updatedAt,
      order: this.#order++,
      rank,
      risesAt: item.updatedAt + AGEING_MS,
    };
    this.#entries.set(item.id, entry);
    this.#ofFlow.set(item.flow, this.sizeOf(item.flow) + 1);
    this.#ranks[rank]?.add(entry);
    if (rank > AGED) this.#rising.push(entry);
  }

  /** Takes the next one out of the line. */
  take(now: number): T | undefined {
    this.#age(now);
    const aged = this.#ranks[AGED];
    const agedWait = aged?.isReady === true;
    const line =
      agedWait && this.#urgentInARow >= URGENT_IN_A_ROW ? aged : this.#ranks.find((rank) => rank.isReady);
    const entry = line?.take();
    if (!entry) return undefined;
    this.#urgentInARow = agedWait && entry.rank === URGENT ? this.#urgentInARow + 1 : 0;
    this.#forget(entry);
    return entry.item;
  }

  /** Gives a flow no turn until `release`, except for what is urgent. */
  hold(flow: FlowId): void {
    for (const [rank, line] of this.#ranks.entries()) if (rank !== URGENT) line.hold(flow);
  }

  release(flow: FlowId): void {
    for (const line of this.#ranks) line.release(flow);
  }

  /** False when it does not stand in line. */
  remove(id: RunId): boolean {
    const entry = this.#entries.get(id);
    if (!entry) return false;
    this.#ranks[entry.rank]?.remove(entry);
    this.#forget(entry);
    return true;
  }

  /** How many stand in line, by the priority they were given. */
  counts(): Readonly<Record<Priority, number>> {
    const counts = Object.fromEntries(PRIORITIES.map((p) => [p, 0])) as Record<Priority, number>; // every priority is a key
    for (const { item } of this.#entries.values()) counts[item.priority] += 1;
    return counts;
  }

  #forget(entry: Entry<T>): void {
    this.#entries.delete(entry.item.id);
    const left = this.sizeOf(entry.flow) - 1;
    if (left === 0) this.#ofFlow.delete(entry.flow);
    else this.#ofFlow.set(entry.flow, left);
    this.#rising.delete(entry);
  }

  /** Lifts whoever's next hour is full. Each item is lifted three times at most. */
  #age(now: number): void {
    for (let next = this.#rising.peek(); next && next.risesAt <= now; next = this.#rising.peek()) {
      this.#rising.delete(next);
      this.#ranks[next.rank]?.remove(next);
      next.rank -= 1;
      next.risesAt += AGEING_MS;
      this.#ranks[next.rank]?.add(next);
      if (next.rank > AGED) this.#rising.push(next);
    }
  }
}
