import { SwitchyardError } from '../../../app/base/errors.ts';
import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import type { ActionContext, Found } from '../../../app/kit/implement.ts';
import { openDesk, pagesOf, ticketId, type Desk } from './client.ts';
import { comparable, htmlToText, textToHtml } from './html-to-text.ts';

/** The vendor's clock and ours may differ by this much. */
const CLOCKS_APART_MS = 120_000;
/** A call whose line broke may still be under way at the vendor for a moment: "no" counts only after it. */
const SETTLING_MS = 3_000;

/** Everything of a conversation, oldest first. Embedded threads are cut short for chats, so those are listed. */
export async function threadsOf(desk: Desk, conversation: JsonObject): Promise<readonly JsonObject[]> {
  const embedded = jsonAt(conversation, ['_embedded', 'threads']);
  const given = Array.isArray(embedded) ? (embedded as readonly Json[]).filter(isJsonObject) : [];
  const spoken = given.filter(({ type }) => type !== 'lineitem').length;
  const counted = conversation['threads'];
  const complete = conversation['type'] !== 'chat' && typeof counted === 'number' && spoken >= counted;
  if (complete) return oldestFirst(given);
  return allThreads(desk, String(conversation['id']));
}

async function allThreads(desk: Desk, id: string): Promise<readonly JsonObject[]> {
  const all: JsonObject[] = [];
  for await (const { items } of pagesOf(desk, `/conversations/${id}/threads`, 'threads')) all.push(...items);
  return oldestFirst(all);
}

const numberOf = (thread: JsonObject): number => (typeof thread['id'] === 'number' ? thread['id'] : 0);
const oldestFirst = (threads: readonly JsonObject[]): readonly JsonObject[] =>
  threads.toSorted(
    (a, b) => String(a['createdAt']).localeCompare(String(b['createdAt'])) || numberOf(a) - numberOf(b),
  );

/** Plain text of a thread. */
export const threadText = (thread: JsonObject): string =>
  htmlToText(typeof thread['body'] === 'string' ? thread['body'] : '');

/** When a thread or conversation was made (epoch ms). */
export const createdAt = (object: JsonObject): number => Date.parse(String(object['createdAt'])) || 0;

/**
 * Looks for a reply or note that this account wrote since the intent, with this very text. Gives its id.
 * Throws `temporary` when it is too early to say no.
 */
export async function findThread(
  context: ActionContext,
  {
    ticket,
    text,
    type,
    since,
  }: {
    readonly ticket: string;
    readonly text: string;
    readonly type: 'message' | 'note';
    readonly since: number;
  },
): Promise<Found<{ readonly thread: string }>> {
  const { connection, clock } = context;
  if (!connection.account) return { found: 'cannot-tell' };
  const wanted = comparable(htmlToText(textToHtml(text)));
  const threads = await allThreads(openDesk(connection, context), ticketId(ticket));
  const mine = threads.find(
    (thread) =>
      thread['type'] === type &&
      thread['state'] !== 'draft' &&
      String(jsonAt(thread, ['createdBy', 'id'])) === connection.account?.vendorUserId &&
      createdAt(thread) >= since - CLOCKS_APART_MS &&
      comparable(threadText(thread)) === wanted,
  );
  if (mine) return { found: 'yes', output: { thread: String(mine['id']) } };
  const settled = since + SETTLING_MS;
  if (clock.now() < settled) {
    throw new SwitchyardError('temporary', 'Help Scout may still be busy with this call.', {
      retryAt: settled,
    });
  }
  return { found: 'no' };
}
