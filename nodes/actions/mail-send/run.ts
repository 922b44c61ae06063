import { implementAction } from '../../../app/kit/implement.ts';
import { findLetter, sendLetter } from '../../connections/mail/send-mail.ts';
import { mailSend } from './definition.ts';

export const runMailSend = implementAction(mailSend, {
  run: (context, { to, subject, text }) => sendLetter(context, { to, subject, text, references: [] }),
  find: (context, { to }) => findLetter(context, to),
});
