import { Cron } from 'croner';
import { durationMs } from '../../../app/base/duration.ts';
import type { Schedule } from '../../../app/kit/fields.ts';

const DAY_MS = 86_400_000;
/** Most planned instants of one gap that are told apart. More than these are only counted. */
export const MOST_MISSED = 1_000;

/** Midnight of the day that holds an instant, in a zone. */
function startOfDay(instant: number, zone: string): number {
  const before = new Cron('0 0 * * *', { timezone: zone }).previousRuns(1, new Date(instant + 1))[0];
  return before?.getTime() ?? instant - (instant % DAY_MS);
}

/** The first planned instant after a moment. Pauses of less than a day are counted from midnight in the zone. */
export function nextInstant(when: Schedule, after: number): number {
  if ('every' in when) {
    const pause = durationMs(when.every);
    const midnight = startOfDay(after, when.zone);
    const next = midnight + (Math.floor((after - midnight) / pause) + 1) * pause;
    if (pause >= DAY_MS) return next;
    // A day may be 23 or 25 hours long: count anew from the next midnight.
    const tomorrow =
      new Cron('0 0 * * *', { timezone: when.zone }).nextRun(new Date(after))?.getTime() ?? next;
    return Math.min(next, tomorrow);
  }
  const [hour = '0', minute = '0'] = when.at.split(':');
  const pattern = `${Number(minute)} ${Number(hour)} * * ${when.days.join(',')}`;
  return new Cron(pattern, { timezone: when.zone }).nextRun(new Date(after))?.getTime() ?? after + DAY_MS;
}

/** The planned instants in `(after, until]`, oldest first, at most the last thousand, and how many there were in all. */
export function instantsBetween(
  when: Schedule,
  after: number,
  until: number,
): { readonly instants: readonly number[]; readonly count: number; readonly next: number } {
  // A short pause and a long gap: what lies far back is counted without being walked through.
  const pause = 'every' in when ? durationMs(when.every) : DAY_MS;
  const walkFrom = Math.max(after, until - (MOST_MISSED + 1) * pause);
  const instants: number[] = [];
  let next = nextInstant(when, walkFrom);
  for (; next <= until; next = nextInstant(when, next)) instants.push(next);
  const far = Math.floor((walkFrom - after) / pause);
  return { instants: instants.slice(-MOST_MISSED), count: instants.length + far, next };
}
