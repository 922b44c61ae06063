import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';
import { LICENCES, licenceOf } from '../google-assign-licence/definition.ts';

const ofKind = (more: number, licence: Parameters<typeof licenceOf>[0]): string =>
  `${more} more ${licenceOf(licence).label} ${more === 1 ? 'licence' : 'licences'}`;

/** Raises the number of licences that the company pays for. */
export const googleBuyLicences = defineAction({
  type: 'google.buy-licences',
  version: 1,
  title: 'Buy licences',
  summary: 'Raises the number of licences that the company pays for in Google Workspace.',
  icon: 'money',
  tool: 'google',
  toolName: 'buy_licences',
  toolHelp:
    'Buys more licences of one kind. Look up first how many were bought so far: when that number has changed meanwhile, nothing is bought. A person approves it first.',
  fields: {
    agent: field.agent({ label: 'As' }),
    licence: field.choice({ label: 'Licence', default: '1010020028', options: LICENCES }),
    more: field.number({ label: 'How many more', default: 1, min: 1, max: 500, unit: 'more' }),
    bought: field.number({
      label: 'Bought so far',
      help: 'As it was looked up just before. Nothing is bought when it is no longer so.',
      min: 0,
      max: 1_000_000,
      acceptsData: true,
    }),
    company: field.text({
      label: 'Company domain',
      help: 'Whose licences these are. Empty: those of the company that this account belongs to.',
      role: 'account',
      optional: true,
      acceptsData: true,
    }),
  },
  gives: [
    { path: 'bought', label: 'Bought now', sample: 9 },
    { path: 'licence', label: 'Name of the licence', sample: 'Business Standard' },
  ],
  effect: () => 'money',
  idempotency: 'lookUp',
  output: z.strictObject({ licence: z.string(), before: z.number(), bought: z.number() }),
  sample: {
    input: { agent: 'pia', licence: '1010020028', more: 1, bought: 8 },
    output: { licence: 'Business Standard', before: 8, bought: 9 },
  },
  sentence: ({ agent, licence, more, company }, names) =>
    `${agent ? names.agent(agent) : 'Somebody'} buys ${licence ? ofKind(more ?? 1, licence) : 'more licences'}${company ? ` for ${settingInWords(company)}` : ''}`,
  proposes: ({ licence, more }) => `Buy ${ofKind(more, licence)}`,
  did: (_input, { licence, before, bought }) =>
    `Bought ${bought - before} more ${licence} ${bought - before === 1 ? 'licence' : 'licences'}, ${bought} in all`,
  card: ({ licence, more, bought, company }) => [
    { label: 'Licence', value: licenceOf(licence).label, weight: 'to', field: 'licence' },
    { label: 'How many more', value: String(more), weight: 'money', field: 'more' },
    { label: 'In all', value: `${bought + more} instead of ${bought}` },
    ...(company ? [{ label: 'Company', value: company, field: 'company' }] : []),
    { label: 'Cost', value: 'As your plan with Google says, for each licence, until it is taken back' },
  ],
});
