import { isJsonObject, type Json } from '../../../app/base/json.ts';
import type { Schedule } from '../../../app/kit/fields.ts';
import { implementTrigger, type FoundEvent } from '../../../app/kit/implement.ts';
import { schedule } from './definition.ts';
import { instantsBetween, nextInstant } from './instants.ts';

/** An instant that is found later than this was missed. */
const ON_TIME_MS = 120_000;

/** `last`: the last planned instant that was looked at. `round` goes up when the clock was set far back. */
interface Cursor {
  readonly last: number;
  readonly round: number;
}

function readCursor(cursor: Json, now: number): Cursor {
  if (typeof cursor === 'number') return { last: cursor, round: 0 }; // as it was kept before there were rounds
  if (!isJsonObject(cursor)) return { last: now, round: 0 };
  const { last, round } = cursor;
  return { last: typeof last === 'number' ? last : now, round: typeof round === 'number' ? round : 0 };
}

const local = (instant: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(instant),
  );

function eventAt(instant: number, when: Schedule, round: number, missed: number): FoundEvent {
  const at = new Date(instant).toISOString();
  // The key is the instant itself, so that none can start twice.
  const key = round === 0 ? at : `${at}#${round}`;
  return {
    key,
    at: instant,
    caseKey: `schedule:${when.zone}:${key}`,
    subject: `Scheduled for ${local(instant, when.zone)}`,
    data: { schedule: { at, local: local(instant, when.zone), missed } },
  };
}

const missedInWords = (count: number): string =>
  count === 1
    ? 'This start was missed, and the schedule starts none that were.'
    : `${count} starts were missed, and the schedule starts none that were.`;

type Policy = 'once' | 'all' | 'skip' | 'ask';

/** What is started for the instants of one look. `count` may be more than there are instants. */
function startsFor(
  policy: Policy,
  instants: readonly number[],
  count: number,
  now: number,
  event: (instant: number, missed: number) => FoundEvent,
): readonly FoundEvent[] {
  const newest = instants.at(-1);
  if (newest === undefined) return [];
  if (policy === 'once') return [event(newest, count - 1)];
  if (policy === 'all') return instants.map((instant) => event(instant, 0));
  const onTime = now - newest <= ON_TIME_MS;
  const missed = onTime ? instants.slice(0, -1) : instants;
  const missedCount = onTime ? count - 1 : count;
  const starts = onTime ? [event(newest, policy === 'skip' ? missedCount : 0)] : [];
  const last = missed.at(-1);
  if (last === undefined) return starts;
  const about = event(last, missedCount - 1);
  return policy === 'skip'
    ? [{ ...about, skipped: missedInWords(missedCount) }, ...starts]
    : [{ ...about, askWith: missed.slice(0, -1).map((instant) => event(instant, 0)) }, ...starts];
}

/**
 * Starts by the clock. After a gap (sleep, the app was closed) the policy says which of the missed instants start.
 * When the clock was set back by little, the one instant that comes again does not start again. When it was set back
 * past several, the old time was wrong: a new round begins, so that the schedule does not fall silent until then.
 */
export const runSchedule = implementTrigger(schedule, {
  seed: async ({ clock }) => ({ last: clock.now(), round: 0 }),
  poll: async ({ clock }, { when, missed }, cursor) => {
    const now = clock.now();
    let { last, round } = readCursor(cursor, now);
    if (last > now) {
      if (nextInstant(when, now) >= last)
        return { events: [], cursor: { last, round }, more: false, nextPollAt: nextInstant(when, last) };
      last = now;
      round += 1;
    }
    const { instants, count, next } = instantsBetween(when, last, now);
    const events = startsFor(missed, instants, count, now, (instant, before) =>
      eventAt(instant, when, round, before),
    );
    return { events, cursor: { last: instants.at(-1) ?? last, round }, more: false, nextPollAt: next };
  },
});
