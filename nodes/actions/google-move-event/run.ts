import { SwitchyardError } from '../../../app/base/errors.ts';
import type { JsonObject } from '../../../app/base/json.ts';
import { implementAction, type ActionContext } from '../../../app/kit/implement.ts';
import { calendarPath, isMarkedEvent, markFor, momentOf } from '../../connections/google/calendar.ts';
import { callGoogle } from '../../connections/google/client.ts';
import { textOf } from '../../connections/google/directory.ts';
import { instantOf, localIn, utc, zoneOf } from '../../connections/google/times.ts';
import { googleMoveEvent } from './definition.ts';

const outputOf = (event: JsonObject, before: number) => ({
  event: textOf(event['id']),
  before: utc(before),
  start: utc(momentOf(event, 'start')),
  end: utc(momentOf(event, 'end')),
});

const read = (context: ActionContext, calendar: string, event: string): Promise<JsonObject> =>
  callGoogle(context, { service: 'calendar', method: 'GET', path: calendarPath(calendar, event) });

export const runGoogleMoveEvent = implementAction(googleMoveEvent, {
  async run(context, input) {
    const zone = zoneOf(input.zone);
    const [from, start] = [instantOf(input.from, zone), instantOf(input.start, zone)];
    const event = await read(context, input.calendar, input.event);
    const [now, end] = [momentOf(event, 'start'), momentOf(event, 'end')];
    if (event['status'] === 'cancelled')
      throw new SwitchyardError('tool_not_found', 'This event was cancelled.');
    if (typeof event['start'] === 'object' && event['start'] !== null && 'date' in event['start'])
      throw new SwitchyardError('tool_invalid', 'An event of whole days cannot be moved to a time of day.');
    if (now !== from) {
      throw new SwitchyardError(
        'tool_conflict',
        `The event does not start at ${input.from.replace('T', ' ')} any more, but at ${localIn(now, zone).replace('T', ' ')}, so it was not moved.`,
      );
    }
    const moved = await callGoogle(context, {
      service: 'calendar',
      method: 'PATCH',
      path: calendarPath(input.calendar, input.event),
      query: { sendUpdates: input.tell ? 'all' : 'none' },
      // Whatever changed since it was read: the calendar says no instead of writing over it.
      headers: { 'if-match': textOf(event['etag']) },
      json: {
        start: { dateTime: utc(start), timeZone: zone },
        end: { dateTime: utc(start + (end - now)), timeZone: zone },
        extendedProperties: markFor(context.opKey),
      },
    });
    return outputOf(moved, from);
  },
  async find(context, input) {
    const event = await read(context, input.calendar, input.event);
    return isMarkedEvent(event, context.opKey)
      ? { found: 'yes', output: outputOf(event, instantOf(input.from, zoneOf(input.zone))) }
      : { found: 'no' };
  },
});
