import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Moves a mail to another folder. */
export const mailMove = defineAction({
  type: 'mail.move',
  version: 1,
  title: 'Move a mail',
  summary: 'Moves a mail from the inbox to another folder.',
  icon: 'mail',
  tool: 'mail',
  toolName: 'move_mail',
  toolHelp: 'Moves a mail from the inbox to another folder of the mailbox, which has to be there.',
  fields: {
    agent: field.agent({ label: 'As' }),
    mail: field.text({
      label: 'Mail',
      help: 'The id of the mail.',
      role: 'account',
      acceptsData: true,
      default: '{{mail.id}}',
    }),
    folder: field.text({ label: 'Folder', help: 'Such as Archive.', placeholder: 'Archive' }),
  },
  gives: [{ path: 'folder', label: 'Folder', sample: 'Archive' }],
  effect: () => 'write',
  idempotency: 'lookUp',
  output: z.strictObject({ folder: z.string() }),
  sample: {
    input: { agent: 'sam', mail: 'ab12@example.com', folder: 'Archive' },
    output: { folder: 'Archive' },
  },
  sentence: ({ agent, folder }, names) =>
    folder
      ? `${agent ? names.agent(agent) : 'Somebody'} moves the mail to ${settingInWords(folder)}`
      : 'Choose the folder',
  proposes: ({ folder }) => `Move the mail to ${folder}`,
  did: (_input, { folder }) => `Moved the mail to ${folder}`,
  card: ({ mail, folder }) => [
    { label: 'Folder', value: folder, weight: 'to', field: 'folder' },
    { label: 'Mail', value: mail },
  ],
});
