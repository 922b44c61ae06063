import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { LICENCES, licenceOf } from '../google-assign-licence/definition.ts';

/** Says how many licences of a kind were bought and how many are in use. */
export const googleFindLicences = defineAction({
  type: 'google.find-licences',
  version: 1,
  title: 'Look up licences',
  summary: 'Says how many licences of a kind were bought in Google Workspace, and how many are in use.',
  icon: 'search',
  tool: 'google',
  toolName: 'look_up_licences',
  toolHelp:
    'Says how many licences of one kind the company has bought, how many are in use and how many are free. Use it before you buy more.',
  fields: {
    agent: field.agent({ label: 'As' }),
    licence: field.choice({ label: 'Licence', default: '1010020028', options: LICENCES }),
    company: field.text({
      label: 'Company domain',
      help: 'Whose licences these are. Empty: those of the company that this account belongs to.',
      optional: true,
      acceptsData: true,
    }),
  },
  gives: [
    { path: 'bought', label: 'Bought so far', sample: 8 },
    { path: 'used', label: 'In use', sample: 8 },
    { path: 'free', label: 'Free licences', sample: 0 },
  ],
  effect: () => 'read',
  idempotency: 'lookUp',
  output: z.strictObject({ licence: z.string(), bought: z.number(), used: z.number(), free: z.number() }),
  sample: {
    input: { agent: 'pia', licence: '1010020028' },
    output: { licence: 'Business Standard', bought: 8, used: 8, free: 0 },
  },
  sentence: ({ agent, licence }, names) =>
    `${agent ? names.agent(agent) : 'Somebody'} looks up how many ${licence ? `${licenceOf(licence).label} ` : ''}licences are free`,
  proposes: ({ licence }) => `Look up the ${licenceOf(licence).label} licences`,
  did: (_input, { licence, bought, used }) => `Found ${used} of ${bought} ${licence} licences in use`,
  card: ({ licence }) => [{ label: 'Licence', value: licenceOf(licence).label, field: 'licence' }],
});
