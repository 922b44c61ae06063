import type { Clock } from '../../../base/clock.ts';
import { Heap } from '../../../base/heap.ts';

interface Timer {
  /** When it rings, by the time of whoever set it. */
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

const timers = (): Heap<Timer> => new Heap((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));

/**
 * Time of a whole simulated world. `elapsed` is the world's own and only goes on; `now` is what the computer's clock
 * shows, which may be set forward and back. The computer's timers keep the promise of the real adapter: they go by
 * steady time, whatever its clock shows. Whether that time goes on while the computer sleeps differs between systems.
 */
export class SimClock implements Clock {
  readonly #timesSleep: boolean;
  #elapsed = 0;
  /** Of this, what the computer's steady time did not count. */
  #slept = 0;
  #shows: number;
  readonly #own = timers();
  readonly #world = timers();
  #order = 0;
  /** When it was last set, in the world's time. */
  setAt = 0;

  /** @param timesSleep the computer's timers count the time that it sleeps */
  constructor(timesSleep: boolean, start = Date.UTC(2026, 10, 24, 9)) {
    this.#timesSleep = timesSleep;
    this.#shows = start;
  }

  get elapsed(): number {
    return this.#elapsed;
  }
  now(): number {
    return this.#shows + this.#elapsed;
  }
  after(ms: number, callback: () => void): () => void {
    const at = this.#elapsed - this.#slept + Math.max(0, ms);
    const timer: Timer = { at, order: this.#order++, callback };
    this.#own.push(timer);
    return () => void this.#own.delete(timer);
  }
  /** Something outside of the computer happens in `ms`, whether it sleeps or not. */
  world(ms: number, callback: () => void): void {
    this.#world.push({ at: this.#elapsed + ms, order: this.#order++, callback });
  }
  /** Somebody, or a time server, sets the computer's clock. */
  set(byMs: number): void {
    this.#shows += byMs;
    this.setAt = this.#elapsed;
  }
  /** When the next timer rings; undefined when there is none. */
  nextAt(): number | undefined {
    const [heap, at] = this.#next();
    return heap.peek() && Math.max(at, this.#elapsed);
  }
  /** Lets time go on without ringing. What fell due meanwhile rings afterwards. */
  pass(until: number): void {
    this.#elapsed = Math.max(this.#elapsed, until);
  }
  /** The computer sleeps. */
  sleep(ms: number): void {
    this.#elapsed += ms;
    if (!this.#timesSleep) this.#slept += ms;
  }
  /** Rings the next timer, at its time. */
  ringNext(): void {
    const [heap, at] = this.#next();
    const timer = heap.pop();
    if (!timer) return;
    this.#elapsed = Math.max(this.#elapsed, at);
    timer.callback();
  }

  #next(): [heap: Heap<Timer>, at: number] {
    const own = this.#own.peek();
    const outside = this.#world.peek();
    const ownAt = own ? own.at + this.#slept : Infinity;
    if (!outside || ownAt < outside.at || (own && ownAt === outside.at && own.order < outside.order))
      return [this.#own, ownAt];
    return [this.#world, outside.at];
  }
}
