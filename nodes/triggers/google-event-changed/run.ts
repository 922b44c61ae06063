import { SwitchyardError } from '../../../app/base/errors.ts';
import { jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import { implementTrigger, type FoundEvent, type TriggerContext } from '../../../app/kit/implement.ts';
import { calendarPath, momentOf } from '../../connections/google/calendar.ts';
import { itemsOf, pagesOf, statusOf, type CallContext } from '../../connections/google/client.ts';
import { textOf } from '../../connections/google/directory.ts';
import { utc } from '../../connections/google/times.ts';
import { googleEventChanged } from './definition.ts';

/** The vendor's clock and ours may differ by this much, when a lost place is looked for again. */
const OVERLAP_MS = 120_000;

/** `token`: Google's own mark of how far we have looked. `at`: when that was, for the day Google forgets it. */
interface Cursor extends JsonObject {
  readonly token: string;
  readonly at: number;
}

function callContextOf({ connection, signal, clock }: TriggerContext): CallContext {
  if (!connection) throw new SwitchyardError('no_connection', 'This trigger has no Google account.');
  return { connection, signal, clock };
}

function readCursor(cursor: Json): Cursor {
  const token = jsonAt(cursor, ['token']);
  const at = jsonAt(cursor, ['at']);
  if (typeof token === 'string' && typeof at === 'number') return { token, at };
  throw new SwitchyardError('data_damaged', 'This trigger has forgotten how far it has looked.', {
    fix: 'Turn the flow off and on again.',
  });
}

/** The events since a token, or all of them, and the token for next time. All flags must be the same each time. */
async function read(
  context: TriggerContext,
  calendar: string,
  token: string | undefined,
): Promise<{ readonly events: readonly JsonObject[]; readonly cursor: Cursor }> {
  const at = context.clock.now();
  const events: JsonObject[] = [];
  let next = '';
  for await (const page of pagesOf(callContextOf(context), {
    service: 'calendar',
    method: 'GET',
    path: calendarPath(calendar),
    query: {
      singleEvents: true,
      showDeleted: true,
      maxResults: 250,
      ...(token === undefined ? {} : { syncToken: token }),
    },
  })) {
    events.push(...itemsOf(page, 'items'));
    next = textOf(page['nextSyncToken']);
  }
  if (next === '')
    throw new SwitchyardError('temporary', 'Google Calendar did not say where to go on next time.');
  return { events, cursor: { token: next, at } };
}

const changedAt = (event: JsonObject): number => Date.parse(textOf(event['updated'])) || 0;
const moment = (event: JsonObject, end: 'start' | 'end'): string => {
  const at = momentOf(event, end);
  return Number.isNaN(at) ? '' : utc(at);
};

function foundEvent(event: JsonObject, { ownAccounts, clock }: TriggerContext): FoundEvent {
  const id = textOf(event['id']);
  const title = textOf(event['summary']) || '(no title)';
  const guests = itemsOf(event, 'attendees');
  const addresses = (list: readonly JsonObject[]): string[] => list.map((guest) => textOf(guest['email']));
  const version = textOf(event['updated']) || textOf(event['etag']) || textOf(event['status']);
  // Google does not say who made a change, only who made the event. What we made ourselves and nobody has touched is ours.
  const created = Date.parse(textOf(event['created']));
  const untouched = Math.abs(changedAt(event) - created) < 1_000 && event['status'] !== 'cancelled';
  const isOwn = untouched && ownAccounts.has(textOf(jsonAt(event, ['creator', 'email'])).toLowerCase());
  return {
    key: `${id}:${version}`,
    at: changedAt(event) || clock.now(),
    caseKey: `google:event:${id}`,
    subject: title,
    data: {
      event: {
        id,
        title,
        start: moment(event, 'start'),
        end: moment(event, 'end'),
        state: textOf(event['status']),
        organizer: textOf(jsonAt(event, ['organizer', 'email'])),
        guests: addresses(guests),
        declined: addresses(guests.filter((guest) => guest['responseStatus'] === 'declined')),
      },
    },
    ...(isOwn ? { echo: true } : {}),
  };
}

export const runGoogleEventChanged = implementTrigger(googleEventChanged, {
  seed: async (context, { calendar }) => (await read(context, calendar, undefined)).cursor,
  async poll(context, { calendar }, cursor) {
    const { token, at } = readCursor(cursor);
    const give = (events: readonly JsonObject[], next: Cursor) => ({
      events: events.map((event) => foundEvent(event, context)).toSorted((a, b) => a.at - b.at),
      cursor: next,
      more: false,
    });
    try {
      const { events, cursor: next } = await read(context, calendar, token);
      return give(events, next);
    } catch (thrown) {
      // Google has forgotten the token: everything is read again, and what changed since the last look is an event.
      if (statusOf(thrown) !== 410) throw thrown;
      const { events, cursor: next } = await read(context, calendar, undefined);
      return give(
        events.filter((event) => changedAt(event) >= at - OVERLAP_MS),
        next,
      );
    }
  },
});
