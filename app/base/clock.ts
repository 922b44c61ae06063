/** Time, handed in. `now` is milliseconds since 1970 (UTC); a timer is only a hint: truth is a row with a due time. */
export interface Clock {
  now(): number;
  /** Calls back once, not before `ms` milliseconds from now. Returns how to call it off. */
  after(ms: number, callback: () => void): () => void;
}

/** A clock that moves only when told to. For tests, rehearsals and the practice workspace. */
export class ManualClock implements Clock {
  #now: number;
  #timers: { at: number; order: number; callback: () => void }[] = [];
  #order = 0;
  constructor(start = Date.UTC(2026, 10, 24, 9)) {
    this.#now = start;
  }
  now(): number {
    return this.#now;
  }
  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((t) => t !== timer);
    };
  }
  /** Moves time forward and rings, in order, every timer that falls due on the way. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#timers
        .filter((t) => t.at <= until)
        .toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((t) => t !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }
}
