import { SwitchyardError } from '../../../app/base/errors.ts';
import { jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import { implementTrigger, type FoundEvent, type TriggerContext } from '../../../app/kit/implement.ts';
import {
  nextOf,
  OBJECTS,
  propertyOf,
  readHubspot,
  resultsOf,
  serverTime,
} from '../../connections/hubspot/client.ts';
import { CONTACT_PROPERTIES, contactOf } from '../../connections/hubspot/contacts.ts';
import { hubspotContactChanged } from './definition.ts';

/** The search shows what was written only after a while: so far back is looked again with every poll. */
const OVERLAP_MS = 5 * 60_000;
const PAGE = 100;
/** Read in one poll; the next one goes on at once. */
const MOST_PAGES = 50;
const FAR_MS = 10 * 365 * 86_400_000;

/** `since`: nothing older is an event. `from`: what changed since is read. Epoch ms by HubSpot's clock. */
interface Cursor extends JsonObject {
  readonly since: number;
  readonly from: number;
}

function readCursor(cursor: Json): Cursor {
  const since = jsonAt(cursor, ['since']);
  const from = jsonAt(cursor, ['from']);
  if (typeof since === 'number' && typeof from === 'number') return { since, from };
  throw new SwitchyardError('data_damaged', 'This trigger has forgotten how far it has looked.', {
    fix: 'Turn the flow off and on again.',
  });
}

const PROPERTY = { new: 'createdate', changed: 'lastmodifieddate' } as const;
type What = keyof typeof PROPERTY;

interface Looked {
  readonly found: readonly JsonObject[];
  readonly at: number;
  /** Not all was read: there is more, from here on. */
  readonly onwards: number | undefined;
}

const momentOf = (contact: JsonObject, what: What): number =>
  Date.parse(propertyOf(contact, PROPERTY[what])) || 0;

/**
 * The contacts since a moment, oldest first. Each page begins at the time where the last one ended and not at a count:
 * a contact that changes meanwhile moves to the end, and would pull one that was not read yet onto a page that was.
 */
async function contactsSince(
  { connection, signal, clock }: TriggerContext,
  what: What,
  from: number,
): Promise<Looked> {
  if (!connection) throw new SwitchyardError('no_connection', 'This trigger has no HubSpot account.');
  const begun = clock.now();
  const found: JsonObject[] = [];
  let at: number | undefined;
  let start = from;
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { body, headers } = await readHubspot(
      { connection, signal, clock },
      {
        method: 'POST',
        path: `${OBJECTS}/contacts/search`,
        json: {
          filterGroups: [
            { filters: [{ propertyName: PROPERTY[what], operator: 'GTE', value: String(start) }] },
          ],
          sorts: [{ propertyName: PROPERTY[what], direction: 'ASCENDING' }],
          properties: [...CONTACT_PROPERTIES, 'createdate', 'lastmodifieddate', 'hs_object_source_id'],
          limit: PAGE,
          ...(after === undefined ? {} : { after }),
        },
        changes: false,
      },
    );
    at ??= serverTime(headers, begun, clock.now());
    const contacts = resultsOf(body);
    found.push(...contacts);
    const next = nextOf(body);
    if (next === undefined) return { found, at, onwards: undefined };
    const last = contacts.at(-1);
    const reached = last === undefined ? start : momentOf(last, what);
    // A whole page of the same moment (an import): only there a count has to do.
    after = reached > start ? undefined : next;
    start = Math.max(start, reached);
  }
  return { found, at: at ?? begun, onwards: start };
}

function foundEvent(record: JsonObject, what: What, { ownAccounts }: TriggerContext): FoundEvent {
  const contact = contactOf(record);
  const isNew = propertyOf(record, 'createdate') === propertyOf(record, 'lastmodifieddate');
  return {
    key: what === 'new' ? contact.id : `${contact.id}:${propertyOf(record, 'lastmodifieddate')}`,
    at: momentOf(record, what),
    caseKey: `hubspot:contact:${contact.id}`,
    subject: contact.name || contact.email || `Contact ${contact.id}`,
    data: { contact: { ...contact, owner: propertyOf(record, 'hubspot_owner_id') } },
    // HubSpot says which app made a contact, not which one changed it last.
    ...((what === 'new' || isNew) && ownAccounts.has(propertyOf(record, 'hs_object_source_id'))
      ? { echo: true }
      : {}),
  };
}

export const runHubspotContactChanged = implementTrigger(hubspotContactChanged, {
  async seed(context, { what }) {
    // So far ahead no contact is read, only HubSpot's clock.
    const { at } = await contactsSince(context, what, context.clock.now() + FAR_MS);
    return { since: at, from: at - OVERLAP_MS };
  },
  async poll(context, { what }, cursor) {
    const { since, from } = readCursor(cursor);
    const { found, at, onwards } = await contactsSince(context, what, from);
    const events = new Map(
      found
        .filter((contact) => momentOf(contact, what) >= since)
        .map((contact) => foundEvent(contact, what, context))
        .map((event) => [event.key, event]),
    );
    return {
      events: [...events.values()],
      cursor: { since, from: onwards ?? at - OVERLAP_MS },
      more: onwards !== undefined,
    };
  },
});
