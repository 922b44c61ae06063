import type { Clock } from './clock.ts';

/** A clock that can be moved ahead, and back to where the clock under it stands. */
export interface MovableClock extends Clock {
  /** How far it is ahead, in milliseconds. */
  readonly aheadMs: number;
  /** Moves it; what falls due on the way rings at once. To a lesser distance: pending timers keep what they have left. */
  moveTo(aheadMs: number): void;
}

/** A clock over another one. For the practice workspace, where days should pass in a moment. */
export function movableClock(under: Clock, aheadMs = 0): MovableClock {
  let ahead = aheadMs;
  /** Timers that have not rung, with the time of this clock at which they are due, and how to call each off. */
  const pending = new Map<object, { dueAt: number; callback: () => void; callOff: () => void }>();
  const now = (): number => under.now() + ahead;
  const arm = (timer: object, ms: number, callback: () => void): void => {
    const callOff = under.after(ms, () => {
      pending.delete(timer);
      callback();
    });
    pending.set(timer, { dueAt: now() + ms, callback, callOff });
  };
  return {
    now,
    after: (ms, callback) => {
      const timer = {};
      arm(timer, Math.max(0, ms), callback);
      return () => {
        pending.get(timer)?.callOff();
        pending.delete(timer);
      };
    },
    get aheadMs() {
      return ahead;
    },
    moveTo: (to) => {
      const by = to - ahead;
      ahead = to;
      for (const [timer, { dueAt, callback, callOff }] of [...pending]) {
        if (by < 0) {
          const kept = pending.get(timer);
          if (kept) kept.dueAt = dueAt + by;
          continue;
        }
        callOff();
        arm(timer, Math.max(0, dueAt - now()), callback);
      }
    },
  };
}
