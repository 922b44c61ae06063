import type { Clock } from '../base/clock.ts';

/** A look at a tool was given up: nothing was heard from it for this long (ms). */
export class GivenUp extends Error {
  readonly silentMs: number;
  constructor(silentMs: number) {
    super('given up');
    this.silentMs = silentMs;
  }
}

/** What a piece of work is told about its own life. */
export interface Life {
  /** Aborts when the work is given up, or when the host stops. */
  readonly signal: AbortSignal;
  /** Something was heard: the work goes on, however long it takes. */
  heard(): void;
}

/**
 * Does work that asks a tool, and gives it up when nothing was heard for `patienceMs`. Whoever ignores the signal is
 * left behind: its answer counts for nothing. Only timers count, not the clock: a computer that slept has not waited.
 * Throws GivenUp, or what the work throws.
 */
export async function withPatience<T>(
  clock: Clock,
  stop: AbortSignal,
  patienceMs: number,
  work: (life: Life) => Promise<T>,
): Promise<T> {
  const giveUp = new AbortController();
  let heard = false;
  let callOff = (): void => {};
  const silence = new Promise<never>((_, reject) => {
    const wait = (): void => {
      callOff = clock.after(patienceMs, () => {
        if (heard) {
          heard = false;
          wait();
          return;
        }
        const error = new GivenUp(patienceMs);
        // First: work that ends at once when it is called off must not pass for a failure of its own.
        reject(error);
        giveUp.abort(error);
      });
    };
    wait();
  });
  try {
    const life = { signal: AbortSignal.any([stop, giveUp.signal]), heard: () => void (heard = true) };
    return await Promise.race([work(life), silence]);
  } finally {
    callOff();
  }
}
