import type { Clock } from '../../app/base/clock.ts';

/** Node cuts longer timers down to nothing (they are 32-bit), so a long wait is made of shorter ones. */
const LONGEST_MS = 2_000_000_000;

/** The computer's own clock. Timers go by steady time: setting the clock neither rings one nor holds one up. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const due = performance.now() + Math.max(0, ms);
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = due - performance.now();
      // Timers may ring a moment early; the promise is "not before".
      timer = left > 0 ? setTimeout(wait, Math.min(Math.ceil(left), LONGEST_MS)) : setTimeout(callback, 0);
    };
    timer = setTimeout(wait, Math.min(Math.max(0, ms), LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
