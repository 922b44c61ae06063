import type { Clock } from '../../../base/clock.ts';

interface Timer {
  /** When it rings, in milliseconds since the simulation began. */
  at: number;
  /** When it may ring at the earliest by the computer's clock; undefined for what happens outside of the computer. */
  readonly due: number | undefined;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * Time of a whole simulated world. `elapsed` is the world's own and only goes on; `now` is what the computer's clock
 * shows, which may be set forward and back. Timers keep the promise of the real adapter: never before they are due by
 * the computer's clock.
 */
export class SimClock implements Clock {
  #elapsed = 0;
  #shows: number;
  #timers: Timer[] = [];
  #order = 0;

  constructor(start = Date.UTC(2026, 10, 24, 9)) {
    this.#shows = start;
  }

  get elapsed(): number {
    return this.#elapsed;
  }
  now(): number {
    return this.#shows + this.#elapsed;
  }
  after(ms: number, callback: () => void): () => void {
    const pause = Math.max(0, ms);
    return this.#add(pause, this.now() + pause, callback);
  }
  /** Something outside of the computer happens in `ms`, whatever its clock shows. */
  world(ms: number, callback: () => void): void {
    this.#add(ms, undefined, callback);
  }
  /** Somebody, or a time server, sets the computer's clock. */
  set(byMs: number): void {
    this.#shows += byMs;
  }
  /** When the next timer rings; undefined when there is none. */
  nextAt(): number | undefined {
    return this.#next()?.at;
  }
  /** Lets time go on without ringing: the computer sleeps. What fell due meanwhile rings afterwards. */
  pass(until: number): void {
    this.#elapsed = Math.max(this.#elapsed, until);
  }
  /** Rings the next timer, at its time. */
  ringNext(): void {
    const timer = this.#next();
    if (!timer) return;
    this.#elapsed = Math.max(this.#elapsed, timer.at);
    const left = timer.due === undefined ? 0 : timer.due - this.now();
    if (left > 0) {
      timer.at = this.#elapsed + left;
      return;
    }
    this.#timers = this.#timers.filter((t) => t !== timer);
    timer.callback();
  }

  #add(ms: number, due: number | undefined, callback: () => void): () => void {
    const timer: Timer = { at: this.#elapsed + ms, due, order: this.#order++, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((t) => t !== timer);
    };
  }
  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  }
}
