import type { Clock } from '../base/clock.ts';
import { Heap } from '../base/heap.ts';
import { USUAL_CALLS_AT_ONCE } from '../kit/define.ts';
import type { Priority } from '../store/records.ts';
import { LaneRate } from './lane-rate.ts';

/** How many calls a lane has room for at once, and how many may begin in any minute. Absent: as below, and any. */
export interface LaneLimits {
  readonly concurrency?: number;
  readonly perMinute?: number;
}

const MINUTE_MS = 60_000;
/**
 * How much longer one must have stood in line to go before an urgent one that has just come: a minute in line is worth a
 * step, and from "urgent" to the rest it is a quarter of an hour.
 */
const BEHIND_URGENT_MS: Readonly<Record<Priority, number>> = {
  urgent: 0,
  high: 15 * MINUTE_MS,
  normal: 16 * MINUTE_MS,
  low: 17 * MINUTE_MS,
};

/** What a lane is doing, for the window. */
export interface LaneState {
  readonly name: string;
  readonly busy: number;
  readonly waiting: number;
  /** When the next call may begin, when only the rate holds it back (epoch ms). */
  readonly nextAt: number | null;
}

interface Waiter {
  readonly rank: number;
  readonly order: number;
  readonly go: () => void;
  readonly refuse: (reason: unknown) => void;
}

interface Lane {
  busy: number;
  readonly waiting: Heap<Waiter>;
  readonly rate: LaneRate;
  cancelHint: (() => void) | null;
}

/**
 * One lane per connection and per agent, with room for a few at a time and a rate (M6). A place is held only while a
 * call is out, never during a wait, so a call that hangs holds one place of its own lane and nothing else. Whoever is
 * more urgent goes first, unless somebody has stood in line for long (`BEHIND_URGENT_MS`); equals go in the order they
 * came.
 */
export class Lanes {
  readonly #clock: Clock;
  readonly #limitsOf: (name: string) => LaneLimits | undefined;
  readonly #lanes = new Map<string, Lane>();
  #order = 0;
  #waiting = 0;
  #refusal: Error | null = null;
  /** Called when somebody has to stand in line, so that its worker can be lent to another run meanwhile. */
  onWaiting: () => void = () => {};

  /** @param limitsOf read each time a place is given, so a change holds from the next call on */
  constructor(clock: Clock, limitsOf: (name: string) => LaneLimits | undefined = () => undefined) {
    this.#clock = clock;
    this.#limitsOf = limitsOf;
  }

  /**
   * Does `work` when the lane has room. Rejects with the signal's reason when the caller is called off while it stands
   * in line, and with the refusal while calls are held; work that has begun must watch the signal itself.
   */
  async within<T>(
    name: string,
    priority: Priority,
    work: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    this.#throwIfRefused();
    signal?.throwIfAborted();
    const lane = this.#lane(name);
    if (lane.waiting.size === 0 && this.#roomAt(name, lane) <= this.#clock.now()) this.#begin(name, lane);
    else await this.#standInLine(name, lane, priority, signal);
    try {
      // A place may be given in the very turn in which everything was stopped.
      this.#throwIfRefused();
      signal?.throwIfAborted();
      return await work();
    } finally {
      lane.busy -= 1;
      this.#fill(name, lane);
    }
  }

  #throwIfRefused(): void {
    const refusal = this.#refusal;
    if (refusal) throw refusal;
  }

  /** Gives no place any more, and sends away who stands in line, until `admit`. What has begun is left to its signal. */
  refuse(reason: Error): void {
    this.#refusal = reason;
    for (const [name, lane] of this.#lanes) {
      for (let next = lane.waiting.peek(); next; next = lane.waiting.peek()) next.refuse(reason);
      this.#fill(name, lane);
    }
  }

  admit(): void {
    this.#refusal = null;
  }

  /** Limits were changed: those who stand in line are looked at again at once. */
  limitsChanged(): void {
    for (const [name, lane] of this.#lanes) this.#fill(name, lane);
  }

  /** How many stand in line, in all lanes: they hold no place, and need no worker. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Lanes in which something goes on, by name. */
  states(): readonly LaneState[] {
    const now = this.#clock.now();
    return [...this.#lanes]
      .filter(([, lane]) => lane.busy > 0 || lane.waiting.size > 0)
      .map(([name, lane]) => {
        const roomAt = lane.waiting.size > 0 ? this.#roomAt(name, lane) : 0;
        const isHeld = roomAt > now && Number.isFinite(roomAt);
        return { name, busy: lane.busy, waiting: lane.waiting.size, nextAt: isHeld ? roomAt : null };
      })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  #lane(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (!lane) {
      const waiting = new Heap<Waiter>((a, b) => a.rank < b.rank || (a.rank === b.rank && a.order < b.order));
      lane = { busy: 0, waiting, rate: new LaneRate(), cancelHint: null };
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  /** When the next call may begin (epoch ms); Infinity while all places are taken. */
  #roomAt(name: string, lane: Lane): number {
    const { concurrency = USUAL_CALLS_AT_ONCE, perMinute } = this.#limitsOf(name) ?? {};
    if (lane.busy >= concurrency) return Infinity;
    if (perMinute === undefined) return 0;
    lane.rate.notAfter(this.#clock.now(), perMinute);
    return lane.rate.nextAt(perMinute);
  }

  #begin(name: string, lane: Lane): void {
    lane.busy += 1;
    const perMinute = this.#limitsOf(name)?.perMinute;
    if (perMinute !== undefined) lane.rate.pass(perMinute, this.#clock.now());
  }

  async #standInLine(name: string, lane: Lane, priority: Priority, signal?: AbortSignal): Promise<void> {
    let leave = (): void => {};
    try {
      await new Promise<void>((go, refuse) => {
        const rank = this.#clock.now() + BEHIND_URGENT_MS[priority];
        const waiter: Waiter = {
          rank,
          order: this.#order++,
          go: () => {
            this.#leave(lane, waiter);
            go();
          },
          refuse: (reason) => {
            this.#leave(lane, waiter);
            refuse(reason);
          },
        };
        leave = () => {
          waiter.refuse(signal?.reason);
          this.#fill(name, lane);
        };
        signal?.addEventListener('abort', leave, { once: true });
        lane.waiting.push(waiter);
        this.#waiting += 1;
        this.#fill(name, lane);
        this.onWaiting();
      });
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  #leave(lane: Lane, waiter: Waiter): void {
    if (lane.waiting.delete(waiter)) this.#waiting -= 1;
  }

  /** Gives out what room there is, and looks again when the rate allows the next one. */
  #fill(name: string, lane: Lane): void {
    lane.cancelHint?.();
    lane.cancelHint = null;
    for (let next = lane.waiting.peek(); next; next = lane.waiting.peek()) {
      const roomAt = this.#roomAt(name, lane);
      const now = this.#clock.now();
      if (roomAt > now) {
        if (Number.isFinite(roomAt))
          lane.cancelHint = this.#clock.after(roomAt - now, () => this.#fill(name, lane));
        return;
      }
      this.#begin(name, lane);
      next.go();
    }
    if (lane.busy === 0 && lane.rate.isFull(this.#clock.now())) this.#lanes.delete(name);
  }
}
