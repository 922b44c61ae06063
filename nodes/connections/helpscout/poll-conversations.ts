import type { Json, JsonObject } from '../../../app/base/json.ts';
import { isJsonObject, jsonAt } from '../../../app/base/json.ts';
import { SwitchyardError } from '../../../app/base/errors.ts';
import type { TriggerContext } from '../../../app/kit/implement.ts';
import { openDesk, pagesOf, personName, type Desk } from './client.ts';
import { threadsOf, threadText } from './threads.ts';

/** Looked at again with every poll; what comes twice is dropped by its key. */
const OVERLAP_MS = 120_000;
/** Reading all pages once more when something was taken out while they were read. */
const MOST_PASSES = 3;

/** `since`: nothing older is an event. `from`: what changed since is read. ISO 8601, the vendor's clock. */
export interface ConversationCursor extends JsonObject {
  readonly since: string;
  readonly from: string;
}

/** Whole seconds, the only form that the vendor's filter takes. */
const iso = (ms: number): string =>
  new Date(Math.floor(ms / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');

export const readCursor = (cursor: Json): ConversationCursor => {
  const since = jsonAt(cursor, ['since']);
  const from = jsonAt(cursor, ['from']);
  if (typeof since === 'string' && typeof from === 'string') return { since, from };
  throw new SwitchyardError('data_damaged', 'This trigger has forgotten how far it has looked.', {
    fix: 'Turn the flow off and on again.',
  });
};

export interface DeskTicket {
  readonly conversation: JsonObject;
  /** Oldest first. */
  readonly threads: readonly JsonObject[];
}

function deskOf({ connection, signal, clock }: TriggerContext): Desk {
  if (!connection) throw new SwitchyardError('no_connection', 'This trigger has no Help Scout account.');
  return openDesk(connection, { signal, clock });
}

/** The vendor's time when a request was begun, from its `Date` header less the time the answer took. */
const serverTime = (headers: Headers, begun: number, now: number): number => {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? begun : date - (now - begun);
};

const QUERY = { status: 'all', sortField: 'createdAt', sortOrder: 'asc' } as const;

/** The cursor of "nothing before now". */
export async function seedConversations(context: TriggerContext): Promise<ConversationCursor> {
  const begun = context.clock.now();
  const { headers } = await deskOf(context).read('/conversations', {
    ...QUERY,
    modifiedSince: iso(begun),
    page: 1,
  });
  const at = serverTime(headers, begun, context.clock.now());
  return { since: iso(at), from: iso(at - OVERLAP_MS) };
}

/**
 * Every conversation that changed since the cursor, and the next cursor. All pages are read before anything is
 * returned. They are sorted by when conversations were made, which never changes: one that changes meanwhile can only
 * push others to a later page, where they are seen twice, and is itself found by the next poll. (Sorted by the time of
 * change, it would move to the end and pull one that was not read yet onto a page that was.)
 */
export async function changedConversations(
  context: TriggerContext,
  cursor: ConversationCursor,
): Promise<{ readonly tickets: readonly DeskTicket[]; readonly cursor: ConversationCursor }> {
  const desk = deskOf(context);
  const begun = context.clock.now();
  const found = new Map<string, JsonObject>();
  let at: number | undefined;
  for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
    let most = 0;
    let shrank = false;
    for await (const page of pagesOf(desk, '/conversations', 'conversations', {
      ...QUERY,
      modifiedSince: cursor.from,
      embed: 'threads',
    })) {
      at ??= serverTime(page.headers, begun, context.clock.now());
      shrank ||= page.total < most;
      most = Math.max(most, page.total);
      for (const conversation of page.items) found.set(String(conversation['id']), conversation);
    }
    if (!shrank) break;
  }
  const tickets: DeskTicket[] = [];
  for (const conversation of found.values())
    tickets.push({ conversation, threads: await threadsOf(desk, conversation) });
  return { tickets, cursor: { since: cursor.since, from: iso((at ?? begun) - OVERLAP_MS) } };
}

const isSpoken = (thread: JsonObject): boolean =>
  thread['type'] !== 'lineitem' &&
  thread['type'] !== 'note' &&
  (thread['state'] ?? 'published') === 'published';

/** What people wrote to each other, without notes and grey lines. */
export const spokenThreads = ({ threads }: DeskTicket): readonly JsonObject[] => threads.filter(isSpoken);

/** Did one of our own accounts make it? */
export const madeByUs = (object: JsonObject, ownAccounts: ReadonlySet<string>): boolean =>
  jsonAt(object, ['createdBy', 'type']) === 'user' &&
  ownAccounts.has(String(jsonAt(object, ['createdBy', 'id'])));

/** The root of a run's data: `{ ticket, customer }`. */
export function ticketData(
  ticket: DeskTicket,
  baseUrl: string,
): {
  readonly ticket: JsonObject & { readonly id: string; readonly subject: string };
  readonly customer: JsonObject;
} {
  const { conversation } = ticket;
  const id = String(conversation['id']);
  const number = typeof conversation['number'] === 'number' ? conversation['number'] : 0;
  const customer = conversation['primaryCustomer'];
  const first = spokenThreads(ticket)[0];
  const { subject } = conversation;
  return {
    ticket: {
      id,
      number,
      subject: typeof subject === 'string' && subject !== '' ? subject : '(no subject)',
      text: first ? threadText(first) : '',
      url: linkTo(conversation, baseUrl, id, number),
    },
    customer: {
      id: isJsonObject(customer) ? String(customer['id'] ?? '') : '',
      name: personName(customer),
      email: String(jsonAt(customer, ['email']) ?? ''),
    },
  };
}

/** The page of a conversation for people: the vendor's own link, or where its pages are known to be. */
function linkTo(conversation: JsonObject, baseUrl: string, id: string, number: number): string {
  const link = jsonAt(conversation, ['_links', 'web', 'href']);
  if (typeof link === 'string' && link.startsWith('https://')) return link;
  return baseUrl === 'https://api.helpscout.net'
    ? `https://secure.helpscout.net/conversation/${id}/${number}`
    : '';
}

export const isPublished = ({ conversation }: DeskTicket): boolean =>
  (conversation['state'] ?? 'published') === 'published' && conversation['status'] !== 'spam';

export const caseKeyOf = (id: string): string => `helpscout:conversation:${id}`;
