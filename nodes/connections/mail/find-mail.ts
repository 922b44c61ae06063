import { SwitchyardError } from '../../../app/base/errors.ts';
import type { Mailbox } from './mailbox.ts';
import { idsIn } from './read-mail.ts';

/** Where one mail lies. */
export interface Place {
  readonly folder: string;
  readonly uid: number;
}

/** A Message-ID without brackets. Throws `tool_invalid` for what can be none. */
export function messageIdIn(text: string): string {
  const id = text.trim().replace(/^<|>$/g, '');
  if (/^[^\s<>"\\]{3,500}$/.test(id)) return id;
  throw new SwitchyardError('tool_invalid', `"${text.slice(0, 80)}" is not the id of a mail.`);
}

/** The mail with this Message-ID in a folder that is then open; undefined when it is not there. */
export async function findIn(
  { imap }: Mailbox,
  folder: string,
  id: string,
  readOnly = true,
): Promise<Place | undefined> {
  await imap.mailboxOpen(folder, { readOnly });
  const found = await imap.search({ header: { 'message-id': `<${id}>` } }, { uid: true });
  const uid = (found || [])[0];
  return uid === undefined ? undefined : { folder, uid };
}

/** The same, which has to be there. */
export async function mustFindIn(
  mailbox: Mailbox,
  folder: string,
  id: string,
  readOnly = true,
): Promise<Place> {
  const place = await findIn(mailbox, folder, id, readOnly);
  if (place) return place;
  throw new SwitchyardError('tool_not_found', `This mail is not in ${folder}.`, {
    fix: 'It may have been moved or deleted since.',
  });
}

/** The ids that an answer to this mail has to name (RFC 5322): those that it names itself, then its own. */
export async function referencesFor(
  { imap }: Mailbox,
  { uid }: Place,
  id: string,
): Promise<readonly string[]> {
  const message = await imap.fetchOne(String(uid), { headers: ['references'] }, { uid: true });
  const named = message
    ? idsIn((message.headers?.toString('utf8') ?? '').replaceAll(/\r?\n[ \t]+/g, ' '))
    : [];
  const all = [...new Set([...named.filter((one) => one !== id), id])];
  // A very long conversation keeps its beginning and its end.
  return all.length > 30 ? [all[0] ?? id, ...all.slice(-29)] : all;
}
