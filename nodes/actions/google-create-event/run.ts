import { SwitchyardError } from '../../../app/base/errors.ts';
import type { JsonObject } from '../../../app/base/json.ts';
import { implementAction, type ActionContext, type Found } from '../../../app/kit/implement.ts';
import {
  addressesIn,
  calendarPath,
  eventIdOf,
  isMarkedEvent,
  markFor,
  momentOf,
} from '../../connections/google/calendar.ts';
import { callGoogle, callOrNothing, statusOf } from '../../connections/google/client.ts';
import { textOf } from '../../connections/google/directory.ts';
import { instantOf, utc, zoneOf } from '../../connections/google/times.ts';
import { googleCreateEvent } from './definition.ts';

interface Output extends JsonObject {
  readonly event: string;
  readonly calendar: string;
  readonly start: string;
  readonly end: string;
  readonly link: string;
}

const outputOf = (event: JsonObject, calendar: string): Output => ({
  event: textOf(event['id']),
  calendar,
  start: utc(momentOf(event, 'start')),
  end: utc(momentOf(event, 'end')),
  link: textOf(event['htmlLink']),
});

/** The event has an id of our own, so it is there or it is not. One that somebody deleted since was made all the same. */
async function find(context: ActionContext, calendar: string): Promise<Found<Output>> {
  const event = await callOrNothing(context, {
    service: 'calendar',
    method: 'GET',
    path: calendarPath(calendar, eventIdOf(context.opKey)),
  });
  return event && isMarkedEvent(event, context.opKey)
    ? { found: 'yes', output: outputOf(event, calendar) }
    : { found: 'no' };
}

export const runGoogleCreateEvent = implementAction(googleCreateEvent, {
  async run(context, input) {
    const zone = zoneOf(input.zone);
    const start = instantOf(input.start, zone);
    const end = start + input.minutes * 60_000;
    const guests = addressesIn(input.guests ?? '');
    try {
      const event = await callGoogle(context, {
        service: 'calendar',
        method: 'POST',
        path: calendarPath(input.calendar),
        query: { sendUpdates: input.invite && guests.length > 0 ? 'all' : 'none' },
        json: {
          id: eventIdOf(context.opKey),
          summary: input.title,
          start: { dateTime: utc(start), timeZone: zone },
          end: { dateTime: utc(end), timeZone: zone },
          extendedProperties: markFor(context.opKey),
          ...(input.description ? { description: input.description } : {}),
          ...(guests.length > 0 ? { attendees: guests.map((email) => ({ email })) } : {}),
        },
      });
      return outputOf(event, input.calendar);
    } catch (thrown) {
      if (statusOf(thrown) !== 409) throw thrown;
      // The id is ours alone: what has it is what this very action made.
      const found = await find(context, input.calendar);
      if (found.found === 'yes') return found.output;
      throw new SwitchyardError('tool_conflict', 'Google Calendar has another event with this id.', {
        cause: thrown,
      });
    }
  },
  find: (context, input) => find(context, input.calendar),
});
