import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/**
 * Licences that can be chosen, by Google's own ids (its page "Product and SKU IDs"). `value` is the id of the SKU.
 */
export const LICENCES = [
  { value: '1010020027', label: 'Business Starter', product: 'Google-Apps' },
  { value: '1010020028', label: 'Business Standard', product: 'Google-Apps' },
  { value: '1010020025', label: 'Business Plus', product: 'Google-Apps' },
  { value: '1010020026', label: 'Enterprise Standard', product: 'Google-Apps' },
  { value: '1010020020', label: 'Enterprise Plus', product: 'Google-Apps' },
  { value: 'Google-Vault', label: 'Vault', product: 'Google-Vault' },
  { value: '1010330003', label: 'Voice Starter', product: '101033' },
  { value: '1010330004', label: 'Voice Standard', product: '101033' },
] as const;
export type LicenceId = (typeof LICENCES)[number]['value'];

/** The licence of an id. */
export const licenceOf = (id: LicenceId): (typeof LICENCES)[number] =>
  LICENCES.find(({ value }) => value === id) ?? LICENCES[0];

const nameOf = (licence: LicenceId): string => licenceOf(licence).label;

/** Gives an account one of the licences that the company has bought. */
export const googleAssignLicence = defineAction({
  type: 'google.assign-licence',
  version: 1,
  title: 'Assign a licence',
  summary: 'Gives an account a licence of Google Workspace.',
  icon: 'key',
  tool: 'google',
  toolName: 'assign_licence',
  toolHelp:
    'Gives an account a licence. It fails with limit_reached when all licences of this kind are in use; then somebody who buys licences has to help before you try again.',
  fields: {
    agent: field.agent({ label: 'As' }),
    email: field.text({
      label: 'Who',
      help: 'The company address of the account.',
      role: 'account',
      acceptsData: true,
    }),
    licence: field.choice({ label: 'Licence', default: '1010020028', options: LICENCES }),
  },
  gives: [
    { path: 'licence', label: 'Name of the licence', sample: 'Business Standard' },
    { path: 'already', label: 'Had it before', sample: false },
  ],
  // On a flexible plan a licence that is given out is paid for. Nobody but Google knows the plan, so it counts as money.
  effect: () => 'money',
  idempotency: 'lookUp',
  output: z.strictObject({ email: z.string(), licence: z.string(), already: z.boolean() }),
  sample: {
    input: { agent: 'iris', email: 'jo.park@harbourpine.example', licence: '1010020028' },
    output: { email: 'jo.park@harbourpine.example', licence: 'Business Standard', already: false },
  },
  sentence: ({ agent, email, licence }, names) =>
    email
      ? `${agent ? names.agent(agent) : 'Somebody'} gives ${settingInWords(email)} a ${licence ? `${nameOf(licence)} ` : ''}licence`
      : 'Choose who gets a licence',
  proposes: ({ email, licence }) => `Give ${email} a ${nameOf(licence)} licence`,
  did: (_input, { email, licence, already }) =>
    already ? `${email} had a ${licence} licence already` : `Gave ${email} a ${licence} licence`,
  card: ({ email, licence }) => [
    { label: 'Who', value: email, weight: 'to', field: 'email' },
    { label: 'Licence', value: nameOf(licence), field: 'licence' },
    {
      label: 'Cost',
      value:
        'Depends on your plan with Google: a licence you have bought costs nothing more, on a flexible plan it adds to the bill',
    },
  ],
});
