import { SwitchyardError } from '../../../app/base/errors.ts';
import { implementAction } from '../../../app/kit/implement.ts';
import { findIn, messageIdIn } from '../../connections/mail/find-mail.ts';
import { withMailbox, type Mailbox } from '../../connections/mail/mailbox.ts';
import { mailMove } from './definition.ts';

/** The folder as the server writes it. */
async function folderCalled({ imap }: Mailbox, name: string): Promise<string> {
  const wanted = name.trim().toLowerCase();
  const found = (await imap.list()).find(
    (folder) => folder.path.toLowerCase() === wanted || folder.name.toLowerCase() === wanted,
  );
  if (found) return found.path;
  throw new SwitchyardError('tool_not_found', `The mailbox has no folder “${name}”.`, {
    fix: 'Make it in your mail program first, or choose another one.',
  });
}

export const runMailMove = implementAction(mailMove, {
  async run(context, input) {
    const id = messageIdIn(input.mail);
    return withMailbox(context, async (mailbox) => {
      const folder = await folderCalled(mailbox, input.folder);
      const place = await findIn(mailbox, 'INBOX', id, false);
      if (!place) {
        if (await findIn(mailbox, folder, id)) return { folder };
        throw new SwitchyardError('tool_not_found', 'This mail is not in the inbox any more.');
      }
      await mailbox.imap.messageMove(String(place.uid), folder, { uid: true });
      return { folder };
    });
  },
  find: async (context, input) =>
    withMailbox(context, async (mailbox) => {
      const folder = await folderCalled(mailbox, input.folder);
      return (await findIn(mailbox, folder, messageIdIn(input.mail)))
        ? { found: 'yes' as const, output: { folder } }
        : { found: 'no' as const };
    }),
});
