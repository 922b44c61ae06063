import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { MAIL_SHAPES, REPLY_SHAPES, SAMPLE_MAIL } from '../mail-event-data.ts';

/** Starts a run when somebody answers a mail that an agent sent. */
export const mailReply = defineTrigger({
  type: 'mail.reply',
  version: 1,
  title: 'Answer to a mail',
  summary: 'Starts when somebody answers a mail that one of your agents sent.',
  icon: 'reply',
  tool: 'mail',
  source: 'tool',
  everyMs: 60_000,
  fields: {
    agent: field.agent({ label: 'Who', help: 'Whose mailbox is watched.' }),
    folder: field.text({ label: 'Folder', default: 'INBOX', placeholder: 'INBOX' }),
  },
  gives: [...MAIL_SHAPES, ...REPLY_SHAPES],
  sample: {
    ...SAMPLE_MAIL,
    reply: { id: 'cd34@example.com', text: 'Friday is fine.', at: '2026-11-24T09:00:00.000Z' },
  },
  sentence: ({ agent }, names) =>
    agent
      ? `When somebody answers a mail, seen by ${names.agent(agent)}`
      : 'When somebody answers a mail; choose whose mailbox is watched',
});
