import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Marks a mail. */
export const mailLabel = defineAction({
  type: 'mail.label',
  version: 1,
  title: 'Label a mail',
  summary: 'Marks a mail in the inbox with a label that mail programs show.',
  icon: 'tag',
  tool: 'mail',
  toolName: 'label_mail',
  toolHelp: 'Marks a mail in the inbox with a label.',
  fields: {
    agent: field.agent({ label: 'As' }),
    mail: field.text({
      label: 'Mail',
      help: 'The id of the mail.',
      role: 'account',
      acceptsData: true,
      default: '{{mail.id}}',
    }),
    label: field.text({
      label: 'Label',
      placeholder: 'billing',
      pattern: { is: /^[A-Za-z][\w-]{0,39}$/, says: 'one word of letters, digits, - and _' },
    }),
  },
  gives: [{ path: 'label', label: 'Label', sample: 'billing' }],
  effect: () => 'write',
  idempotency: 'lookUp',
  output: z.strictObject({ label: z.string() }),
  sample: {
    input: { agent: 'sam', mail: 'ab12@example.com', label: 'billing' },
    output: { label: 'billing' },
  },
  sentence: ({ agent, label }, names) =>
    label ? `${agent ? names.agent(agent) : 'Somebody'} labels the mail “${label}”` : 'Write the label',
  proposes: ({ label }) => `Label the mail “${label}”`,
  did: (_input, { label }) => `Labelled the mail “${label}”`,
  card: ({ mail, label }) => [
    { label: 'Label', value: label, weight: 'to', field: 'label' },
    { label: 'Mail', value: mail },
  ],
});
