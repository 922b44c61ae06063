import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { quotedSetting, settingInWords } from '../card-words.ts';

/** Writes one property of a contact. */
export const hubspotUpdateContact = defineAction({
  type: 'hubspot.update-contact',
  version: 1,
  title: 'Update a contact',
  summary: 'Writes one property of a contact in HubSpot.',
  icon: 'person',
  tool: 'hubspot',
  toolName: 'update_contact',
  toolHelp:
    'Writes one property of a contact in the CRM, such as lifecyclestage or phone. Use the internal name of the property. Nothing is written when it has this value already.',
  fields: {
    agent: field.agent({ label: 'As' }),
    contact: field.text({
      label: 'Contact',
      help: 'The id of the contact.',
      role: 'account',
      acceptsData: true,
    }),
    property: field.text({ label: 'Property', help: 'Its internal name, such as lifecyclestage.' }),
    value: field.text({ label: 'Value', role: 'content', acceptsData: true }),
  },
  gives: [
    { path: 'before', label: 'Value before', sample: 'lead' },
    { path: 'value', label: 'Value now', sample: 'customer' },
  ],
  effect: () => 'write',
  idempotency: 'lookUp',
  output: z.strictObject({
    contact: z.string(),
    property: z.string(),
    before: z.string(),
    value: z.string(),
  }),
  sample: {
    input: { agent: 'sam', contact: '20003', property: 'lifecyclestage', value: 'customer' },
    output: { contact: '20003', property: 'lifecyclestage', before: 'lead', value: 'customer' },
  },
  sentence: ({ agent, property, value }, names) =>
    property && value
      ? `${agent ? names.agent(agent) : 'Somebody'} sets ${settingInWords(property)} of the contact to ${quotedSetting(value)}`
      : 'Choose the property and its new value',
  proposes: ({ property, value }) => `Set ${property} of the contact to “${value}”`,
  did: (_input, { property, before, value }) =>
    before === value
      ? `${property} of the contact was “${value}” already`
      : `Set ${property} of the contact to “${value}”`,
  card: ({ contact, property, value }) => [
    { label: 'Contact', value: contact, weight: 'to', field: 'contact' },
    { label: 'Property', value: property, field: 'property' },
    { label: 'Value', value, weight: 'body', field: 'value' },
  ],
});
