import { SwitchyardError } from '../../../app/base/errors.ts';
import { implementAction } from '../../../app/kit/implement.ts';
import { messageIdIn, mustFindIn } from '../../connections/mail/find-mail.ts';
import { withMailbox } from '../../connections/mail/mailbox.ts';
import { mailLabel } from './definition.ts';

export const runMailLabel = implementAction(mailLabel, {
  run: (context, { mail, label }) =>
    withMailbox(context, async (mailbox) => {
      const place = await mustFindIn(mailbox, 'INBOX', messageIdIn(mail), false);
      if (!(await mailbox.imap.messageFlagsAdd(String(place.uid), [label], { uid: true })))
        throw new SwitchyardError('tool_invalid', 'This mail server keeps no labels of one’s own.');
      return { label };
    }),
  find: (context, { mail, label }) =>
    withMailbox(context, async (mailbox) => {
      const place = await mustFindIn(mailbox, 'INBOX', messageIdIn(mail));
      const message = await mailbox.imap.fetchOne(String(place.uid), { flags: true }, { uid: true });
      return message && message.flags?.has(label)
        ? { found: 'yes' as const, output: { label } }
        : { found: 'no' as const };
    }),
});
