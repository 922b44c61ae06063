import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { mailCaseKey } from '../../../app/kit/mail-conversation.ts';
import { quotedSetting, settingInWords } from '../card-words.ts';

/** Answers a mail that came in. */
export const mailReplyTo = defineAction({
  type: 'mail.reply-to',
  version: 1,
  title: 'Answer a mail',
  summary: 'Answers a mail, in the same conversation.',
  icon: 'reply',
  tool: 'mail',
  toolName: 'reply_to_mail',
  toolHelp: 'Answers a mail that came in. Plain text. The answer stays in the conversation of that mail.',
  fields: {
    agent: field.agent({ label: 'As' }),
    mail: field.text({
      label: 'Mail',
      help: 'The id of the mail that is answered.',
      role: 'account',
      acceptsData: true,
      default: '{{mail.id}}',
    }),
    to: field.text({
      label: 'To',
      help: 'E-mail addresses, with commas between them.',
      role: 'recipient',
      acceptsData: true,
      default: '{{mail.replyTo}}',
    }),
    subject: field.text({
      label: 'Subject',
      role: 'content',
      acceptsData: true,
      default: 'Re: {{mail.subject}}',
    }),
    text: field.text({ label: 'Text', role: 'content', lines: 8, acceptsData: true }),
  },
  gives: [{ path: 'id', label: 'Id of the answer', sample: 'sw.0b7c@firm.example' }],
  effect: () => 'external',
  idempotency: 'lookUp',
  output: z.strictObject({ id: z.string(), to: z.string(), thread: z.string() }),
  sample: {
    input: {
      agent: 'sam',
      mail: 'ab12@example.com',
      to: 'ann@lee.example',
      subject: 'Re: Question about our booking',
      text: 'Hello Ann,\n\nFriday is fine.\n\nSam',
    },
    output: { id: 'sw.0b7c@firm.example', to: 'ann@lee.example', thread: 'ab12@example.com' },
  },
  sentence: ({ agent, to, text }, names) =>
    text
      ? `${agent ? names.agent(agent) : 'Somebody'} answers ${to ? settingInWords(to) : 'the mail'}: ${quotedSetting(text, 80)}`
      : 'Write the answer',
  belongsTo: ({ thread }) => mailCaseKey(thread),
  proposes: ({ to }) => `Answer the mail of ${to}`,
  did: (_input, { to }) => `Answered the mail of ${to}`,
  card: ({ mail, to, subject, text }) => [
    { label: 'To', value: to, weight: 'to', field: 'to' },
    { label: 'Subject', value: subject, field: 'subject' },
    { label: 'Text', value: text, weight: 'body', field: 'text' },
    { label: 'Answers the mail', value: mail },
  ],
});
