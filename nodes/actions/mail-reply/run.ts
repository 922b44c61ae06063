import { implementAction } from '../../../app/kit/implement.ts';
import { messageIdIn, mustFindIn, referencesFor } from '../../connections/mail/find-mail.ts';
import { withMailbox } from '../../connections/mail/mailbox.ts';
import { findLetter, sendLetter } from '../../connections/mail/send-mail.ts';
import { mailReplyTo } from './definition.ts';

export const runMailReplyTo = implementAction(mailReplyTo, {
  async run(context, { mail, to, subject, text }) {
    const id = messageIdIn(mail);
    const references = await withMailbox(context, async (mailbox) =>
      referencesFor(mailbox, await mustFindIn(mailbox, 'INBOX', id), id),
    );
    return sendLetter(context, { to, subject, text, references });
  },
  find: (context, { to }) => findLetter(context, to),
});
