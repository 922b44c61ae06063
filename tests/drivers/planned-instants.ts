import { durationMs } from '../../app/base/duration.ts';
import type { Schedule } from '../../app/kit/fields.ts';

const MINUTE = 60_000;

/** What the clock on a wall in a zone shows at an instant. */
function wall(zone: string): (instant: number) => { readonly date: string; readonly time: string } {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return (instant) => {
    const [date = '', time = ''] = format.format(instant).split(' ');
    return { date, time };
  };
}

/**
 * The instants in `(after, until]` at which a schedule starts, worked out without the product's own way: by looking at
 * the wall clock minute by minute. A time of day that a date does not have (clocks go forward) comes at once
 * after the gap; one that it has twice (clocks go back) counts the first time.
 */
export function plannedInstants(when: Schedule, after: number, until: number): readonly number[] {
  const shows = wall(when.zone);
  const first = Math.floor(after / MINUTE) * MINUTE - 2 * 1_440 * MINUTE;
  const planned: number[] = [];
  let midnight: number | undefined;
  let date = shows(first).date;
  let started = date;
  let before = first - MINUTE;
  for (let instant = first; instant <= until; instant += MINUTE) {
    const now = shows(instant);
    if (now.date !== date) {
      date = now.date;
      midnight = instant;
    }
    if ('every' in when) {
      if (midnight !== undefined && (instant - midnight) % durationMs(when.every) === 0)
        planned.push(instant);
    } else if (started !== date && isReached(when.at, now.time, shows(before).time)) {
      started = date;
      planned.push(instant);
    }
    before = instant;
  }
  return planned.filter((instant) => instant > after && instant <= until);
}

const minutes = (time: string): number => {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
};
/** The wall clock shows the time, or has just jumped over it. */
const isReached = (at: string, now: string, before: string): boolean =>
  now === at || (minutes(before) < minutes(at) && minutes(now) > minutes(at));
