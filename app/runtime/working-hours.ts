import { Cron } from 'croner';
import type { Absence, WorkingHours } from '../kit/people.ts';

const CRONS = new Map<string, Cron>();
/** Zones and hours of a workspace are few; whoever changes them all day long starts anew. */
const MOST_CRONS = 200;

function cronOf(at: string, { days, zone }: WorkingHours): Cron {
  const [hour = '0', minute = '0'] = at.split(':');
  const pattern = `${Number(minute)} ${Number(hour)} * * ${days.join(',')}`;
  const key = `${pattern} ${zone}`;
  const known = CRONS.get(key);
  if (known) return known;
  if (CRONS.size >= MOST_CRONS) CRONS.clear();
  const cron = new Cron(pattern, { timezone: zone });
  CRONS.set(key, cron);
  return cron;
}

const next = (at: string, hours: WorkingHours, after: number): number =>
  cronOf(at, hours).nextRun(new Date(after))?.getTime() ?? Number.POSITIVE_INFINITY;

/** Is an instant (epoch milliseconds) within the hours? Their first instant is, their last is not. */
export const isWorkingTime = (hours: WorkingHours, at: number): boolean =>
  // Whoever closes next without opening before that is open now.
  next(hours.to, hours, at) < next(hours.from, hours, at);

/** Most days that are walked through; what lies farther off is never due. */
const MOST_DAYS = 4_000;

/**
 * The instant by which this much working time has passed (all in milliseconds). Counted as it is lived through: a
 * night on which clocks change is an hour longer or shorter.
 */
export function afterWorkingTime(hours: WorkingHours, from: number, ms: number): number {
  let at = from;
  let left = ms;
  for (let day = 0; day < MOST_DAYS; day += 1) {
    if (!isWorkingTime(hours, at)) at = next(hours.from, hours, at);
    const closes = next(hours.to, hours, at);
    if (!Number.isFinite(closes)) break;
    if (closes - at >= left) return at + left;
    left -= closes - at;
    at = closes;
  }
  return Number.MAX_SAFE_INTEGER;
}

/** The date that a calendar in the zone shows: "2026-11-25". */
const dateIn = (zone: string, at: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(at));

/** Is somebody away at an instant? */
export const isAway = (absences: readonly Absence[], zone: string, at: number): boolean => {
  if (absences.length === 0) return false;
  const day = dateIn(zone, at);
  return absences.some(({ from, to }) => from <= day && day <= to);
};
