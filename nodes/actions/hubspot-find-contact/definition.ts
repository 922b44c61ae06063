import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Looks somebody up in the CRM: VIP or not, and who looks after them. */
export const hubspotFindContact = defineAction({
  type: 'hubspot.find-contact',
  version: 1,
  title: 'Find a contact',
  summary: 'Looks up a contact and its owner in HubSpot.',
  icon: 'search',
  tool: 'hubspot',
  toolName: 'find_contact',
  toolHelp:
    'Looks up a contact in the CRM by e-mail address. Gives the company, the stage, whether the contact is a VIP, and the colleague who owns the contact.',
  fields: {
    agent: field.agent({ label: 'As' }),
    email: field.text({
      label: 'E-mail',
      help: 'The e-mail address of the contact.',
      acceptsData: true,
      default: '{{customer.email}}',
    }),
  },
  gives: [
    { path: 'found', label: 'Was the contact found', sample: true },
    { path: 'contact.id', label: 'Contact id', sample: '20003' },
    { path: 'contact.name', label: 'Contact name', sample: 'Priya Raman' },
    { path: 'contact.email', label: 'Contact e-mail', sample: 'priya@ramanphysio.example' },
    { path: 'contact.company', label: 'Company', sample: 'Raman Physiotherapy' },
    { path: 'contact.stage', label: 'Stage', sample: 'customer' },
    { path: 'contact.vip', label: 'Is a VIP', sample: false },
    { path: 'owner.name', label: 'Owner', sample: 'Dana Whitfield' },
    { path: 'owner.email', label: 'Owner e-mail', sample: 'dana@harbourpine.example' },
  ],
  effect: () => 'read',
  idempotency: 'lookUp',
  output: z.strictObject({
    found: z.boolean(),
    contact: z.strictObject({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      company: z.string(),
      stage: z.string(),
      vip: z.boolean(),
    }),
    owner: z.strictObject({ id: z.string(), name: z.string(), email: z.string() }),
  }),
  sample: {
    input: { agent: 'sam', email: 'priya@ramanphysio.example' },
    output: {
      found: true,
      contact: {
        id: '20003',
        name: 'Priya Raman',
        email: 'priya@ramanphysio.example',
        company: 'Raman Physiotherapy',
        stage: 'customer',
        vip: false,
      },
      owner: { id: '70002', name: 'Dana Whitfield', email: 'dana@harbourpine.example' },
    },
  },
  sentence: ({ agent, email }, names) =>
    email
      ? `${agent ? names.agent(agent) : 'Somebody'} looks up ${settingInWords(email)} in HubSpot`
      : 'Choose which contact to look up',
  proposes: ({ email }) => `Look up ${email} in HubSpot`,
  did: ({ email }, { found, contact, owner }) =>
    found
      ? `Found ${contact.name || email} in HubSpot${contact.vip ? ', VIP' : ''}${owner.name ? `, looked after by ${owner.name}` : ''}`
      : `Found no contact with the address ${email} in HubSpot`,
  card: ({ email }) => [{ label: 'Contact', value: email, weight: 'to', field: 'email' }],
});
