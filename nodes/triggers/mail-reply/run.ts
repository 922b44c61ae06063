import { implementTrigger } from '../../../app/kit/implement.ts';
import { answersUs, pollMail, seedMail } from '../../connections/mail/poll-mail.ts';
import { mailReply } from './definition.ts';

export const runMailReply = implementTrigger(mailReply, {
  seed: (context, { folder }) => seedMail(context, folder),
  poll: (context, { folder }, cursor) => pollMail(context, folder, cursor, answersUs),
});
