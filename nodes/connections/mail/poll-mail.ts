import { digestOf } from '../../../app/base/digest.ts';
import { SwitchyardError } from '../../../app/base/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../app/base/json.ts';
import { mailCaseKey, mailReplies } from '../../../app/kit/mail-conversation.ts';
import type { FoundEvent, Polled, TriggerContext } from '../../../app/kit/implement.ts';
import { specialFolder, withMailbox, type Mailbox } from './mailbox.ts';
import { findIn, referencesFor } from './find-mail.ts';
import { isOurId } from './own-id.ts';
import { withoutQuote } from './without-quote.ts';
import { readMail, WANTED, type MailFacts } from './read-mail.ts';

/** Mails that one look reads; more are waiting then. */
const MOST = 40;
const DAY_MS = 86_400_000;
/** How far back it looks when the server has numbered the folder anew. */
const LOOK_BACK_MS = 7 * DAY_MS;

/** How far a folder has been read. */
interface Cursor extends JsonObject {
  /** The folder's UIDVALIDITY: while it stays, numbers (UIDs) only grow. */
  readonly validity: string;
  readonly uid: number;
  /** Nothing that arrived before is an event (epoch ms). */
  readonly since: number;
  readonly seenAt: number;
}

function cursorIn(value: Json): Cursor {
  const { validity, uid, since, seenAt } = isJsonObject(value) ? value : {};
  if (typeof validity !== 'string' || typeof uid !== 'number' || typeof since !== 'number')
    throw new SwitchyardError('cursor_lost', 'The place in this mailbox was lost.');
  return { validity, uid, since, seenAt: typeof seenAt === 'number' ? seenAt : since };
}

function mailboxOf({ connection, signal }: TriggerContext) {
  if (!connection) throw new SwitchyardError('no_connection', 'This trigger has no mailbox.');
  return { connection, signal };
}

/** Servers tell times of arrival in whole seconds. */
const wholeSecond = (at: number): number => at - (at % 1_000);

const folderOf = (folder: string): string => folder.trim() || 'INBOX';

/** The place after the newest mail. */
export async function seedMail(context: TriggerContext, folder: string): Promise<Json> {
  const now = context.clock.now();
  return withMailbox(mailboxOf(context), async ({ imap }): Promise<Cursor> => {
    const opened = await imap.mailboxOpen(folderOf(folder), { readOnly: true });
    return { validity: String(opened.uidValidity), uid: opened.uidNext - 1, since: now, seenAt: now };
  });
}

/** What later steps get of a mail. `thread` is the id of the first mail of its conversation. */
export const mailData = ({ mail, references }: MailFacts): JsonObject => ({
  mail: { ...mail, thread: references[0] ?? mail.id },
  customer: { name: mail.from.name, email: mail.from.email },
});

function foundEvent(facts: MailFacts, ownAccounts: ReadonlySet<string>): FoundEvent {
  const thread = facts.references[0] ?? facts.mail.id;
  const { mail, at, automatic } = facts;
  return {
    // Not by the number in the folder: a mail that is numbered anew is the same mail.
    key: digestOf([mail.id, mail.from.email, mail.subject]),
    at,
    caseKey: mailCaseKey(thread),
    subject: mail.subject || `Mail from ${mail.from.name}`,
    data: {
      ...mailData(facts),
      ...(answersUs(facts) ? { reply: { id: mail.id, text: withoutQuote(mail.text), at: mail.at } } : {}),
    },
    ...(answersUs(facts) ? { correlation: mailReplies(thread) } : {}),
    ...(ownAccounts.has(mail.from.email) ? { echo: true } : {}),
    ...(automatic
      ? { skipped: 'It was sent by a machine: an absence note, a list or a delivery report.' }
      : {}),
  };
}

/**
 * The mails that came into a folder, read by number (UID). When the server has numbered the folder anew (UIDVALIDITY),
 * the last days are looked through by date, and what was seen before is known again by its key.
 */
export async function pollMail(
  context: TriggerContext,
  folder: string,
  given: Json,
  wanted: (facts: MailFacts) => boolean,
): Promise<Polled> {
  const cursor = cursorIn(given);
  return withMailbox(mailboxOf(context), async (mailbox) => {
    const { imap } = mailbox;
    const opened = await imap.mailboxOpen(folderOf(folder), { readOnly: true });
    const validity = String(opened.uidValidity);
    const same = validity === cursor.validity;
    const uids = same
      ? opened.uidNext > cursor.uid + 1
        ? await imap.search({ uid: `${cursor.uid + 1}:*` }, { uid: true })
        : []
      : await imap.search(
          { since: new Date(Math.max(cursor.since - DAY_MS, cursor.seenAt - LOOK_BACK_MS)) },
          { uid: true },
        );
    const fresh = (uids || []).filter((uid) => !same || uid > cursor.uid).toSorted((a, b) => a - b);
    const taken = fresh.slice(0, MOST);
    const found: MailFacts[] = [];
    if (taken.length > 0) {
      for await (const message of imap.fetch(taken, WANTED, { uid: true })) {
        const facts = await readMail(message);
        // Numbers say what is new; only in a folder that was numbered anew does the time of arrival say it.
        if ((same || facts.at >= wholeSecond(cursor.since)) && wanted(facts)) found.push(facts);
      }
    }
    const events: FoundEvent[] = [];
    for (const facts of found)
      events.push(foundEvent(await withConversation(mailbox, facts), context.ownAccounts));
    const more = fresh.length > taken.length;
    const uid = more ? (taken.at(-1) ?? 0) : Math.max(opened.uidNext - 1, taken.at(-1) ?? 0);
    return {
      events: events.toSorted((a, b) => a.at - b.at),
      cursor: { validity, uid, since: cursor.since, seenAt: context.clock.now() },
      more,
    };
  });
}

/**
 * An answer that names nothing but our own mail, as some programs write them: what our mail answered itself stands
 * with it among the sent ones, and says which conversation this is.
 */
async function withConversation(mailbox: Mailbox, facts: MailFacts): Promise<MailFacts> {
  const [ours, ...more] = new Set(facts.references);
  if (ours === undefined || more.length > 0 || !isOurId(ours)) return facts;
  const place = await findIn(mailbox, await specialFolder(mailbox, '\\Sent', 'Sent'), ours);
  return place ? { ...facts, references: await referencesFor(mailbox, place, ours) } : facts;
}

/** Does it answer a mail that one of our agents sent? */
export const answersUs = ({ references }: MailFacts): boolean => references.some(isOurId);
