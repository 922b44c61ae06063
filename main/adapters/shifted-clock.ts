import { readFileSync } from 'node:fs';
import type { Clock } from '../../app/base/clock.ts';

/** The file is looked at again at most this often. */
const LOOKS_MS = 20;

/**
 * A clock that a test sets from outside, as a person or a sleep sets the computer's: it shows the real time plus as many
 * milliseconds as the file says now; none while there is no file. Timers go by steady time, as with the real one.
 */
export function shiftedClock(real: Clock, file: string): Clock {
  let shift = 0;
  let lookedAt = -Infinity;
  const look = (): number => {
    const steady = performance.now();
    if (steady - lookedAt < LOOKS_MS) return shift;
    lookedAt = steady;
    try {
      shift = Number(readFileSync(file, 'utf8')) || 0;
    } catch {
      shift = 0;
    }
    return shift;
  };
  return { now: () => real.now() + look(), after: (ms, callback) => real.after(ms, callback) };
}
