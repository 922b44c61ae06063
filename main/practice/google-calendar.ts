import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../app/base/json.ts';
import { readSetting } from './database.ts';
import {
  bodyOf,
  countIn,
  invalid,
  iso,
  notFound,
  ok,
  pageOf,
  refuse,
  text,
  type GoogleCall,
} from './google-replies.ts';
import { guestsOf, type EventRow, type Guest, type OfficeStore } from './google-store.ts';
import type { VendorReply } from './http.ts';
import type { Workspace } from './workspace.ts';

type Answer = (call: GoogleCall) => VendorReply;

export interface Calendars {
  readonly freeBusy: Answer;
  readonly list: Answer;
  readonly get: Answer;
  readonly add: Answer;
  readonly patch: Answer;
}

/** A sync token is forgotten after this long. */
const TOKEN_LIFE_MS = 25 * 86_400_000;
/** What may not go along with a sync token (the vendor's page on synchronising). */
const NOT_WITH_TOKEN = [
  'timeMin',
  'timeMax',
  'q',
  'orderBy',
  'updatedMin',
  'privateExtendedProperty',
  'iCalUID',
];

/** Calendars, as Google's Calendar API has them. An event stands in the calendar of its organizer and of each guest. */
export function createCalendars(ws: Workspace, store: OfficeStore): Calendars {
  const company = (): string => readSetting(ws.db, 'company') ?? '1';
  const writeToken = (change: number): string =>
    Buffer.from(`sync ${company()} ${change} ${ws.now()}`).toString('base64');
  const readToken = (token: string): number => {
    const match = /^sync (\d+) (\d+) (\d+)$/.exec(Buffer.from(token, 'base64').toString());
    if (!match) throw invalid('Invalid sync token value.');
    const [, of, change, at] = match;
    if (of !== company() || ws.now() - Number(at) > TOKEN_LIFE_MS) {
      throw refuse(
        410,
        'fullSyncRequired',
        'Sync token is no longer valid, a full sync is required.',
        'calendar',
      );
    }
    return Number(change);
  };

  /** The address behind a calendar's id. */
  const calendarOf = ({ parts, agent }: GoogleCall): string => {
    const id = parts['calendarId'] ?? '';
    const email = id === 'primary' ? agent.email : store.user(id)?.email;
    if (email === undefined) throw notFound('Not Found');
    return email;
  };
  const mayWrite = (call: GoogleCall, calendar: string): void => {
    if (calendar !== call.agent.email && !call.agent.google?.includes('calendars of others'))
      throw refuse(
        403,
        'requiredAccessLevel',
        'You need to have writer access to this calendar.',
        'calendar',
      );
  };
  const isIn = (event: EventRow, calendar: string): boolean =>
    event.calendar === calendar || guestsOf(event).some((guest) => guest.email === calendar);

  const shape = (event: EventRow, calendar: string): JsonObject => {
    const who = (email: string): JsonObject => ({ email, ...(email === calendar ? { self: true } : {}) });
    const guests = guestsOf(event);
    return {
      kind: 'calendar#event',
      etag: `"${event.change}"`,
      id: event.id,
      status: event.status,
      htmlLink: `https://www.google.com/calendar/event?eid=${event.id}`,
      created: iso(event.created_at),
      updated: iso(event.updated_at),
      summary: event.summary,
      ...(event.description === '' ? {} : { description: event.description }),
      creator: who(event.creator),
      organizer: who(event.calendar),
      start: { dateTime: iso(event.starts).replace('.000Z', 'Z'), timeZone: event.zone },
      end: { dateTime: iso(event.ends).replace('.000Z', 'Z'), timeZone: event.zone },
      iCalUID: `${event.id}@google.com`,
      sequence: event.sequence,
      ...(guests.length === 0
        ? {}
        : {
            attendees: guests.map((guest) => ({
              ...guest,
              ...(guest.email === calendar ? { self: true } : {}),
            })),
          }),
      ...(event.properties === '{}' || event.calendar !== calendar
        ? {}
        : { extendedProperties: { private: JSON.parse(event.properties) as Json } }), // written below from a Json value
      reminders: { useDefault: true },
      eventType: 'default',
    };
  };

  const momentIn = (body: JsonObject, name: string): { readonly at: number; readonly zone: string } => {
    const at = Date.parse(text(jsonAt(body, [name, 'dateTime'])));
    if (Number.isNaN(at)) throw refuse(400, 'required', `Missing ${name} time.`);
    return { at, zone: text(jsonAt(body, [name, 'timeZone'])) || 'UTC' };
  };
  const guestsIn = (body: JsonObject): readonly Guest[] => {
    const list = body['attendees'];
    return (Array.isArray(list) ? (list as readonly Json[]) : []).filter(isJsonObject).map((guest) => {
      const email = text(guest['email']).toLowerCase();
      if (!email.includes('@')) throw invalid('Invalid attendee email.');
      return { email, responseStatus: 'needsAction' };
    });
  };
  const privateIn = (body: JsonObject): JsonObject => {
    const given = jsonAt(body, ['extendedProperties', 'private']);
    return isJsonObject(given) ? given : {};
  };
  const record = (call: GoogleCall, kind: 'event created' | 'event changed', id: string, body: JsonObject) =>
    ws.ledger.record({
      vendor: 'google',
      request: call.request,
      actor: call.agent.key,
      kind,
      target: id,
      body: { ...body, sendUpdates: call.request.query.get('sendUpdates') ?? 'none' },
    });
  const mustEvent = (call: GoogleCall, calendar: string): EventRow => {
    const event = store.event(call.parts['eventId'] ?? '');
    if (!event || !isIn(event, calendar)) throw notFound('Not Found');
    return event;
  };

  return {
    freeBusy({ request }) {
      const body = bodyOf(request);
      const [from, until] = [Date.parse(text(body['timeMin'])), Date.parse(text(body['timeMax']))];
      if (Number.isNaN(from) || Number.isNaN(until)) throw refuse(400, 'required', 'Missing time bounds.');
      if (until <= from)
        throw refuse(400, 'timeRangeEmpty', 'The specified time range is empty.', 'calendar');
      const items = Array.isArray(body['items']) ? (body['items'] as readonly Json[]) : [];
      const calendars = items.map((item) => {
        const id = text(jsonAt(item, ['id']));
        const email = store.user(id)?.email;
        if (email === undefined)
          return [id, { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] }];
        const busy = store
          .eventsAfter(0)
          .filter(
            (event) =>
              event.status === 'confirmed' &&
              isIn(event, email) &&
              !guestsOf(event).some((g) => g.email === email && g.responseStatus === 'declined') &&
              event.starts < until &&
              event.ends > from,
          )
          .toSorted((a, b) => a.starts - b.starts)
          .map(({ starts, ends }) => ({
            start: iso(starts).replace('.000Z', 'Z'),
            end: iso(ends).replace('.000Z', 'Z'),
          }));
        return [id, { busy }];
      });
      return ok({
        kind: 'calendar#freeBusy',
        timeMin: iso(from),
        timeMax: iso(until),
        calendars: Object.fromEntries(calendars) as JsonObject, // pairs of a text and an object, by the lines above
      });
    },
    list(call) {
      const calendar = calendarOf(call);
      const { query } = call.request;
      const token = query.get('syncToken');
      const wrong = token === null ? undefined : NOT_WITH_TOKEN.find((name) => query.has(name));
      if (wrong !== undefined)
        throw refuse(400, 'badRequest', `Sync token cannot be used together with ${wrong}.`);
      const after = token === null ? 0 : readToken(token);
      const all = store.eventsAfter(after);
      const rows = all.filter(
        (event) =>
          isIn(event, calendar) &&
          // A sync always tells what was cancelled.
          (token !== null || query.get('showDeleted') === 'true' || event.status !== 'cancelled'),
      );
      const { items, next } = pageOf(query, rows, countIn(query, 'maxResults', 250, 2_500));
      return ok({
        kind: 'calendar#events',
        etag: `"c-${all.at(-1)?.change ?? after}"`,
        summary: calendar,
        updated: iso(ws.now()),
        timeZone: ws.company.google.zone,
        accessRole: calendar === call.agent.email ? 'owner' : 'reader',
        defaultReminders: [],
        items: items.map((event) => shape(event, calendar)),
        ...(next.nextPageToken === undefined
          ? { nextSyncToken: writeToken(all.at(-1)?.change ?? after) }
          : next),
      });
    },
    get(call) {
      const calendar = calendarOf(call);
      return ok(shape(mustEvent(call, calendar), calendar));
    },
    add(call) {
      const calendar = calendarOf(call);
      mayWrite(call, calendar);
      const body = bodyOf(call.request);
      const id = text(body['id']) || ws.letters(26).replaceAll(/[w-z]/g, '0');
      if (!/^[a-v0-9]{5,1024}$/.test(id)) throw invalid('Invalid resource id value.');
      if (store.event(id)) throw refuse(409, 'duplicate', 'The requested identifier already exists.');
      const [start, end] = [momentIn(body, 'start'), momentIn(body, 'end')];
      if (end.at < start.at)
        throw refuse(400, 'timeRangeEmpty', 'The specified time range is empty.', 'calendar');
      const event = store.putEvent({
        id,
        calendar,
        summary: text(body['summary']),
        description: text(body['description']),
        starts: start.at,
        ends: end.at,
        zone: start.zone,
        status: 'confirmed',
        attendees: JSON.stringify(guestsIn(body)),
        creator: call.agent.email,
        properties: JSON.stringify(privateIn(body)),
        sequence: 0,
        created_at: ws.now(),
        updated_at: ws.now(),
      });
      record(call, 'event created', id, body);
      return ok(shape(event, calendar));
    },
    patch(call) {
      const calendar = calendarOf(call);
      mayWrite(call, calendar);
      const event = mustEvent(call, calendar);
      const expected = call.request.headers['if-match'];
      if (expected !== undefined && expected !== '*' && expected !== `"${event.change}"`)
        throw refuse(412, 'conditionNotMet', 'Precondition Failed');
      const body = bodyOf(call.request);
      if (event.calendar !== calendar && ('start' in body || 'end' in body))
        throw refuse(
          403,
          'forbiddenForNonOrganizer',
          'Shared properties can only be changed by the organizer of the event.',
          'calendar',
        );
      const start = 'start' in body ? momentIn(body, 'start') : { at: event.starts, zone: event.zone };
      const end = 'end' in body ? momentIn(body, 'end') : { at: event.ends, zone: event.zone };
      if (end.at < start.at)
        throw refuse(400, 'timeRangeEmpty', 'The specified time range is empty.', 'calendar');
      const moved = start.at !== event.starts || end.at !== event.ends;
      const saved = store.putEvent({
        ...event,
        summary: 'summary' in body ? text(body['summary']) : event.summary,
        description: 'description' in body ? text(body['description']) : event.description,
        starts: start.at,
        ends: end.at,
        zone: start.zone,
        attendees: 'attendees' in body ? JSON.stringify(guestsIn(body)) : event.attendees,
        properties: JSON.stringify({ ...(JSON.parse(event.properties) as JsonObject), ...privateIn(body) }), // written above from an object
        sequence: event.sequence + (moved ? 1 : 0),
        updated_at: Math.max(ws.now(), event.updated_at + 1),
      });
      record(call, 'event changed', event.id, body);
      return ok(shape(saved, calendar));
    },
  };
}
