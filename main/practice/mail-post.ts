import type { Letter } from './mail-letter.ts';
import type { MailStore } from './mail-store.ts';
import type { OfficeStore } from './google-store.ts';
import type { Workspace } from './workspace.ts';

/** Who gets mail: everybody outside, and whoever has an account or is a group inside. */
export interface Post {
  /** The mailboxes behind an address; none when nobody inside has it. */
  mailboxesOf(address: string): readonly string[];
  /** Lays a letter into the inbox of everybody it goes to. In a transaction. Gives its number. */
  deliver(letter: Letter, to: readonly string[]): number;
}

export function createPost(ws: Workspace, mail: MailStore, office: OfficeStore): Post {
  const domain = `@${ws.company.google.domain}`;
  const mailboxesOf = (given: string): readonly string[] => {
    const address = given.toLowerCase();
    if (!address.endsWith(domain)) return [address];
    const group = office.group(address);
    if (group) return office.members(group.id).map(({ email }) => email.toLowerCase());
    return office.user(address) ? [address] : [];
  };
  return {
    mailboxesOf,
    deliver(letter, to) {
      const { id } = mail.add({ ...letter, at: ws.now(), sent: 1 });
      for (const mailbox of new Set(to.flatMap((address) => mailboxesOf(address))))
        mail.put(mailbox, 'INBOX', id, []);
      return id;
    },
  };
}
