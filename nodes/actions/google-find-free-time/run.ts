import { SwitchyardError } from '../../../app/base/errors.ts';
import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import { implementAction } from '../../../app/kit/implement.ts';
import { addressesIn } from '../../connections/google/calendar.ts';
import { callGoogle } from '../../connections/google/client.ts';
import { textOf } from '../../connections/google/directory.ts';
import { freeSlots, type Span } from '../../connections/google/free-slots.ts';
import { instantOf, localIn, utc, zoneOf } from '../../connections/google/times.ts';
import { googleFindFreeTime } from './definition.ts';

const DAY_MS = 86_400_000;
const MOST_SLOTS = 5;

const listAt = (answer: JsonObject, path: readonly string[]): readonly JsonObject[] => {
  const list = jsonAt(answer, path);
  return Array.isArray(list) ? (list as readonly Json[]).filter(isJsonObject) : [];
};

/** When one person is busy. A calendar that cannot be seen is no free one. */
function busyOf(answer: JsonObject, person: string): readonly Span[] {
  if (
    jsonAt(answer, ['calendars', person]) === undefined ||
    listAt(answer, ['calendars', person, 'errors']).length > 0
  ) {
    throw new SwitchyardError('tool_not_found', `This account cannot see the calendar of ${person}.`, {
      fix: 'Check the address, or share the calendar with this account.',
    });
  }
  return listAt(answer, ['calendars', person, 'busy']).map((span) => ({
    start: Date.parse(textOf(span['start'])),
    end: Date.parse(textOf(span['end'])),
  }));
}

export const runGoogleFindFreeTime = implementAction(googleFindFreeTime, {
  async run(context, input) {
    const zone = zoneOf(input.zone);
    const people = addressesIn(input.people);
    if (people.length === 0)
      throw new SwitchyardError('tool_invalid', 'Nobody is named whose free time to look for.');
    const now = context.clock.now();
    const from = input.from ? Math.max(instantOf(input.from, zone), now) : now;
    const until = from + input.days * DAY_MS;
    const answer = await callGoogle(context, {
      service: 'calendar',
      method: 'POST',
      path: '/freeBusy',
      json: {
        timeMin: utc(from),
        timeMax: utc(until),
        items: people.map((id) => ({ id })),
      },
      changes: false,
    });
    const slots = freeSlots({
      busy: people.flatMap((person) => busyOf(answer, person)),
      from,
      until,
      minutes: input.minutes,
      zone,
      most: MOST_SLOTS,
    }).map(({ start, end }) => ({ start: localIn(start, zone), end: localIn(end, zone) }));
    return { found: slots.length > 0, first: slots[0]?.start ?? '', zone, slots };
  },
});
