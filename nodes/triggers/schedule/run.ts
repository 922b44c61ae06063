import { Cron } from 'croner';
import { durationMs } from '../../../app/base/duration.ts';
import type { Schedule } from '../../../app/kit/fields.ts';
import { implementTrigger } from '../../../app/kit/implement.ts';
import { schedule } from './definition.ts';

const DAY_MS = 86_400_000;

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

const local = (instant: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(instant),
  );

/**
 * The cursor is the last planned instant that was looked at. After a gap (sleep, the app was closed) the newest missed
 * instant fires once; the key is the instant itself, so that none can fire twice.
 */
export const runSchedule = implementTrigger(schedule, {
  seed: async ({ clock }) => clock.now(),
  poll: async ({ clock }, { when }, cursor) => {
    const now = clock.now();
    const since = typeof cursor === 'number' ? cursor : now;
    let due: number | undefined;
    let missed = -1;
    let next = nextInstant(when, since);
    while (next <= now) {
      due = next;
      missed += 1;
      // Far behind: no need to count every minute of a week.
      next = missed > 10_000 ? nextInstant(when, now) : nextInstant(when, next);
    }
    if (due === undefined) return { events: [], cursor: since, more: false, nextPollAt: next };
    const at = new Date(due).toISOString();
    const event = {
      key: at,
      at: due,
      caseKey: `schedule:${when.zone}:${at}`,
      subject: `Scheduled for ${local(due, when.zone)}`,
      data: { schedule: { at, local: local(due, when.zone), missed } },
    };
    return { events: [event], cursor: due, more: false, nextPollAt: next };
  },
});
