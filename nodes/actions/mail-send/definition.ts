import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { mailCaseKey } from '../../../app/kit/mail-conversation.ts';
import { quotedSetting, settingInWords } from '../card-words.ts';

/** Writes a mail to somebody. */
export const mailSend = defineAction({
  type: 'mail.send',
  version: 1,
  title: 'Send a mail',
  summary: 'Writes a mail from the agent’s own mailbox.',
  icon: 'mail',
  tool: 'mail',
  toolName: 'send_mail',
  toolHelp:
    'Sends a new mail. Plain text. To answer a mail that came in, use reply_to_mail, so that it stays in its conversation.',
  fields: {
    agent: field.agent({ label: 'As' }),
    to: field.text({
      label: 'To',
      help: 'E-mail addresses, with commas between them.',
      role: 'recipient',
      acceptsData: true,
    }),
    subject: field.text({ label: 'Subject', role: 'content', acceptsData: true }),
    text: field.text({ label: 'Text', role: 'content', lines: 8, acceptsData: true }),
  },
  gives: [{ path: 'id', label: 'Id of the mail', sample: 'sw.0b7c@firm.example' }],
  effect: () => 'external',
  idempotency: 'lookUp',
  output: z.strictObject({ id: z.string(), to: z.string(), thread: z.string() }),
  sample: {
    input: {
      agent: 'cleo',
      to: 'jo@park.example',
      subject: 'Welcome to Harbour & Pine',
      text: 'Hello Jo,\n\nwe look forward to seeing you on Tuesday.\n\nCleo',
    },
    output: { id: 'sw.0b7c@firm.example', to: 'jo@park.example', thread: 'sw.0b7c@firm.example' },
  },
  sentence: ({ agent, to, subject }, names) =>
    to && subject
      ? `${agent ? names.agent(agent) : 'Somebody'} sends ${settingInWords(to)} a mail: ${quotedSetting(subject, 80)}`
      : 'Write whom the mail goes to and what it is about',
  belongsTo: ({ thread }) => mailCaseKey(thread),
  proposes: ({ to }) => `Send a mail to ${to}`,
  did: (_input, { to }) => `Sent a mail to ${to}`,
  card: ({ to, subject, text }) => [
    { label: 'To', value: to, weight: 'to', field: 'to' },
    { label: 'Subject', value: subject, field: 'subject' },
    { label: 'Text', value: text, weight: 'body', field: 'text' },
  ],
});
