import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

const domainOf = (address: string): string =>
  address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();

/** Puts somebody into a group: its mails reach them, and what is shared with it opens to them. */
export const googleAddToGroup = defineAction({
  type: 'google.add-to-group',
  version: 1,
  title: 'Add to a group',
  summary: 'Puts an account into a group of Google Workspace.',
  icon: 'group',
  tool: 'google',
  toolName: 'add_to_group',
  toolHelp:
    'Adds an account to a group. From then on it gets the mails of the group and can open what is shared with it.',
  fields: {
    agent: field.agent({ label: 'As' }),
    email: field.text({ label: 'Who', help: 'An e-mail address.', role: 'account', acceptsData: true }),
    group: field.text({
      label: 'Group',
      help: 'The e-mail address of the group.',
      role: 'account',
      acceptsData: true,
    }),
  },
  gives: [{ path: 'already', label: 'Was in it before', sample: false }],
  // Somebody of another domain gets to read what colleagues write.
  effect: ({ email, group }) => (domainOf(email) === domainOf(group) ? 'write' : 'external'),
  idempotency: 'ownId',
  output: z.strictObject({ email: z.string(), group: z.string(), already: z.boolean() }),
  sample: {
    input: {
      agent: 'iris',
      email: 'jo.park@harbourpine.example',
      group: 'support-team@harbourpine.example',
    },
    output: {
      email: 'jo.park@harbourpine.example',
      group: 'support-team@harbourpine.example',
      already: false,
    },
  },
  sentence: ({ agent, email, group }, names) =>
    email && group
      ? `${agent ? names.agent(agent) : 'Somebody'} adds ${settingInWords(email)} to the group ${settingInWords(group)}`
      : 'Choose who is added to which group',
  proposes: ({ email, group }) => `Add ${email} to the group ${group}`,
  did: (_input, { email, group, already }) =>
    already ? `${email} was in the group ${group} already` : `Added ${email} to the group ${group}`,
  card: ({ email, group }) => [
    { label: 'Who', value: email, weight: 'to', field: 'email' },
    { label: 'Group', value: group, weight: 'to', field: 'group' },
  ],
});
