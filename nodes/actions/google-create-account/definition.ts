import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Makes an account for a new colleague. */
export const googleCreateAccount = defineAction({
  type: 'google.create-account',
  version: 1,
  title: 'Create an account',
  summary: 'Makes an account for a new colleague in Google Workspace.',
  icon: 'person',
  tool: 'google',
  toolName: 'create_account',
  toolHelp:
    'Creates a company account for a new colleague. Nobody knows its first password: the colleague sets one through “Forgot password” at the recovery address. Fails when the address is taken or the company has no room for another account.',
  fields: {
    agent: field.agent({ label: 'As' }),
    email: field.text({
      label: 'Company address',
      help: 'The new address, in the domain of the company.',
      role: 'account',
      acceptsData: true,
    }),
    first: field.text({ label: 'First name', acceptsData: true }),
    last: field.text({ label: 'Last name', acceptsData: true }),
    recovery: field.text({
      label: 'Recovery address',
      help: 'A private address of the colleague. With it they set their password.',
      role: 'recipient',
      acceptsData: true,
      optional: true,
    }),
    department: field.text({ label: 'Department', acceptsData: true, optional: true }),
    title: field.text({ label: 'Job title', acceptsData: true, optional: true }),
  },
  gives: [
    { path: 'id', label: 'Account id', sample: '104300000000000000601' },
    { path: 'email', label: 'Company address', sample: 'jo.park@harbourpine.example' },
  ],
  effect: () => 'write',
  idempotency: 'ownId',
  output: z.strictObject({ id: z.string(), email: z.string() }),
  sample: {
    input: {
      agent: 'iris',
      email: 'jo.park@harbourpine.example',
      first: 'Jo',
      last: 'Park',
      recovery: 'jo@park.example',
      department: 'Support',
      title: 'Support specialist',
    },
    output: { id: '104300000000000000601', email: 'jo.park@harbourpine.example' },
  },
  sentence: ({ agent, email }, names) =>
    email
      ? `${agent ? names.agent(agent) : 'Somebody'} creates the account ${settingInWords(email)} in Google Workspace`
      : 'Write the address of the new account',
  proposes: ({ email }) => `Create the account ${email}`,
  did: (_input, { email }) => `Created the account ${email}`,
  card: ({ email, first, last, recovery, department, title }) => [
    { label: 'New account', value: email, weight: 'to', field: 'email' },
    { label: 'First name', value: first, field: 'first' },
    { label: 'Last name', value: last, field: 'last' },
    ...(recovery ? [{ label: 'Recovery address', value: recovery, field: 'recovery' }] : []),
    ...(department ? [{ label: 'Department', value: department, field: 'department' }] : []),
    ...(title ? [{ label: 'Job title', value: title, field: 'title' }] : []),
  ],
});
