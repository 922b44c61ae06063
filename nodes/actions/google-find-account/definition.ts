import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Looks an account up in the company's directory. */
export const googleFindAccount = defineAction({
  type: 'google.find-account',
  version: 1,
  title: 'Find an account',
  summary: 'Looks up an account and its groups in Google Workspace.',
  icon: 'search',
  tool: 'google',
  toolName: 'find_account',
  toolHelp:
    'Looks up a colleague in the company directory by e-mail address. Says whether there is an account, whether it is suspended, and which groups it is in. Use it before you create or change an account.',
  fields: {
    agent: field.agent({ label: 'As' }),
    email: field.text({ label: 'E-mail', help: 'The company address of the account.', acceptsData: true }),
  },
  gives: [
    { path: 'found', label: 'Is there an account', sample: true },
    { path: 'account.id', label: 'Account id', sample: '104300000000000000501' },
    { path: 'account.email', label: 'Company address', sample: 'jo.park@harbourpine.example' },
    { path: 'account.name', label: 'Full name', sample: 'Jo Park' },
    { path: 'account.suspended', label: 'Is suspended', sample: false },
    { path: 'groups', label: 'Groups', sample: ['everyone@harbourpine.example'] },
  ],
  effect: () => 'read',
  idempotency: 'lookUp',
  output: z.strictObject({
    found: z.boolean(),
    account: z.strictObject({
      id: z.string(),
      email: z.string(),
      name: z.string(),
      suspended: z.boolean(),
    }),
    groups: z.array(z.string()),
  }),
  sample: {
    input: { agent: 'iris', email: 'jo.park@harbourpine.example' },
    output: {
      found: true,
      account: {
        id: '104300000000000000501',
        email: 'jo.park@harbourpine.example',
        name: 'Jo Park',
        suspended: false,
      },
      groups: ['everyone@harbourpine.example'],
    },
  },
  sentence: ({ agent, email }, names) =>
    email
      ? `${agent ? names.agent(agent) : 'Somebody'} looks up the account ${settingInWords(email)} in Google Workspace`
      : 'Choose which account to look up',
  proposes: ({ email }) => `Look up the account ${email}`,
  did: ({ email }, { found, account }) =>
    found
      ? `Found the account ${account.email} (${account.name}${account.suspended ? ', suspended' : ''})`
      : `Found no account ${email}`,
  card: ({ email }) => [{ label: 'Account', value: email, weight: 'to', field: 'email' }],
});
