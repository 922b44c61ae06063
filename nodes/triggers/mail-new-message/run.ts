import { implementTrigger } from '../../../app/kit/implement.ts';
import { answersUs, pollMail, seedMail } from '../../connections/mail/poll-mail.ts';
import { mailNewMessage } from './definition.ts';

/** Answers to what our agents wrote have a trigger of their own. */
export const runMailNewMessage = implementTrigger(mailNewMessage, {
  seed: (context, { folder }) => seedMail(context, folder),
  poll: (context, { folder }, cursor) => pollMail(context, folder, cursor, (facts) => !answersUs(facts)),
});
