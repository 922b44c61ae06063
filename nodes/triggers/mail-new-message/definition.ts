import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { MAIL_SHAPES, SAMPLE_MAIL } from '../mail-event-data.ts';

/** Starts a run for each new mail. */
export const mailNewMessage = defineTrigger({
  type: 'mail.new-message',
  version: 1,
  title: 'New mail',
  summary: 'Starts when a mail comes into a mailbox.',
  icon: 'mail',
  tool: 'mail',
  source: 'tool',
  everyMs: 60_000,
  fields: {
    agent: field.agent({ label: 'Who', help: 'Whose mailbox is watched.' }),
    folder: field.text({ label: 'Folder', default: 'INBOX', placeholder: 'INBOX' }),
  },
  gives: MAIL_SHAPES,
  sample: SAMPLE_MAIL,
  sentence: ({ agent, folder }, names) =>
    agent
      ? `When a mail comes into the mailbox of ${names.agent(agent)}${folder && folder !== 'INBOX' ? `, folder ${folder}` : ''}`
      : 'When a mail comes in; choose whose mailbox is watched',
});
