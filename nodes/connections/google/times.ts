import { SwitchyardError } from '../../../app/base/errors.ts';

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?$/;
const EXACT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** A time zone as its usual name. Throws `tool_invalid` when there is none of this name. */
export function zoneOf(text: string): string {
  const zone = text.trim();
  try {
    // Throws for a zone that it does not know.
    Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    throw new SwitchyardError('tool_invalid', `"${text}" is not a time zone.`, {
      fix: 'Write it like Europe/London or UTC.',
    });
  }
}

/** An instant as the clocks of a zone show it: `2026-12-01T10:00`. */
export const localIn = (instant: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    .format(new Date(instant))
    .replace(' ', 'T');

/**
 * The instant (epoch ms) of a time as people write it: `2026-12-01T10:00` in the zone, or with an offset of its own.
 * Throws `tool_invalid` when it is no time, or one that the zone's clocks skip.
 */
export function instantOf(text: string, zone: string): number {
  const given = text.trim();
  if (EXACT.test(given)) {
    const exact = Date.parse(given.replace(' ', 'T'));
    if (!Number.isNaN(exact)) return exact;
  }
  const parts = LOCAL.exec(given);
  if (parts) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.slice(1).map(Number);
    const wanted = Date.UTC(year, month - 1, day, hour, minute);
    // The zone's offset is looked up at the first guess, and once more in case the clocks change in between.
    let instant = wanted;
    for (let turn = 0; turn < 2; turn += 1)
      instant = wanted - (Date.parse(`${localIn(instant, zone)}:00Z`) - instant);
    // A day that is in no month, or an hour that the clocks skip, is never shown as it was written.
    if (localIn(instant, zone) === given.slice(0, 16).replace(' ', 'T')) return instant;
  }
  throw new SwitchyardError('tool_invalid', `"${text}" is not a time.`, {
    fix: 'Write it like 2026-12-01T10:00.',
  });
}

/** Whole seconds in UTC, as Google writes and takes times. */
export const utc = (instant: number): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');
