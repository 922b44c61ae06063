import type { Clock } from '../../app/base/clock.ts';

/** Node cuts longer timers down to nothing (they are 32-bit), so a long wait is made of shorter ones. */
const LONGEST_MS = 2_000_000_000;

/** The computer's own clock. Timers go by steady time: setting the clock neither rings one nor holds one up. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    // A timer of Node takes a millisecond at least, which is long for what is due already.
    if (ms <= 0) {
      const soon = setImmediate(callback);
      return () => clearImmediate(soon);
    }
    const due = performance.now() + ms;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = due - performance.now();
      // Timers may ring a moment early; the promise is "not before".
      if (left > 0) timer = setTimeout(wait, Math.min(Math.ceil(left), LONGEST_MS));
      else callback();
    };
    timer = setTimeout(wait, Math.min(ms, LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
