const MINUTE_MS = 60_000;

/**
 * A token bucket that keeps what it promises: in no minute, wherever it begins, do more than `perMinute` pass. A quarter
 * of them may pass at once, the rest come evenly. Times are epoch ms and handed in; the state is one number, the time at
 * which the bucket will be full again.
 */
export class LaneRate {
  #fullAt = 0;

  /** When the next one may pass; not after `now` when it may pass at once. */
  nextAt(perMinute: number): number {
    const { burst, everyMs } = shape(perMinute);
    return Math.ceil(this.#fullAt - (burst - 1) * everyMs);
  }

  /** One passes. */
  pass(perMinute: number, now: number): void {
    this.#fullAt = Math.max(this.#fullAt, now) + shape(perMinute).everyMs;
  }

  /** Nothing to remember: as good as new. */
  isFull(now: number): boolean {
    return this.#fullAt <= now;
  }

  /** The clock was set back: nobody waits for the difference. */
  notAfter(now: number, perMinute: number): void {
    const { burst, everyMs } = shape(perMinute);
    this.#fullAt = Math.min(this.#fullAt, now + burst * everyMs);
  }
}

/** The burst and what trickles in during any minute are together no more than `perMinute`. */
function shape(perMinute: number): { readonly burst: number; readonly everyMs: number } {
  const burst = Math.max(1, Math.floor(perMinute / 4));
  return { burst, everyMs: MINUTE_MS / (perMinute - burst + 1) };
}
