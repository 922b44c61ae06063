import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Shuts somebody out of their account. Nothing in it is deleted. */
export const googleSuspendAccount = defineAction({
  type: 'google.suspend-account',
  version: 1,
  title: 'Suspend an account',
  summary: 'Shuts somebody out of their account in Google Workspace. Nothing is deleted.',
  icon: 'cancel',
  tool: 'google',
  toolName: 'suspend_account',
  toolHelp:
    'Suspends an account: its owner is signed out at once and cannot sign in. Mails and files stay. Only an admin can open it again.',
  fields: {
    agent: field.agent({ label: 'As' }),
    email: field.text({
      label: 'Who',
      help: 'The company address of the account.',
      role: 'account',
      acceptsData: true,
    }),
  },
  gives: [{ path: 'email', label: 'Company address', sample: 'jo.park@harbourpine.example' }],
  effect: () => 'destructive',
  idempotency: 'lookUp',
  output: z.strictObject({ email: z.string() }),
  sample: {
    input: { agent: 'iris', email: 'jo.park@harbourpine.example' },
    output: { email: 'jo.park@harbourpine.example' },
  },
  sentence: ({ agent, email }, names) =>
    email
      ? `${agent ? names.agent(agent) : 'Somebody'} suspends the account ${settingInWords(email)}`
      : 'Choose the account to suspend',
  proposes: ({ email }) => `Suspend the account ${email}`,
  did: (_input, { email }) => `Suspended the account ${email}`,
  card: ({ email }) => [
    { label: 'Account', value: email, weight: 'to', field: 'email' },
    { label: 'What happens', value: 'Its owner is signed out at once. Mails and files stay.' },
  ],
});
