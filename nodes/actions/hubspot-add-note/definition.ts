import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { quotedSetting } from '../card-words.ts';

/** Leaves a note at a contact that only colleagues see. */
export const hubspotAddNote = defineAction({
  type: 'hubspot.add-note',
  version: 1,
  title: 'Add a note to a contact',
  summary: 'Leaves a note at a contact in HubSpot that only colleagues see.',
  icon: 'note',
  tool: 'hubspot',
  toolName: 'add_contact_note',
  toolHelp: 'Adds a note to a contact in the CRM. Colleagues see it, the contact does not.',
  fields: {
    agent: field.agent({ label: 'As' }),
    contact: field.text({
      label: 'Contact',
      help: 'The id of the contact.',
      role: 'account',
      acceptsData: true,
    }),
    text: field.text({ label: 'Text', role: 'content', lines: 6, acceptsData: true }),
  },
  gives: [{ path: 'note', label: 'Id of the note', sample: '31001' }],
  effect: () => 'write',
  idempotency: 'lookUp',
  output: z.strictObject({ contact: z.string(), note: z.string() }),
  sample: {
    input: { agent: 'sam', contact: '20003', text: 'Asked about a longer term.' },
    output: { contact: '20003', note: '31001' },
  },
  sentence: ({ agent, text }, names) =>
    text
      ? `${agent ? names.agent(agent) : 'Somebody'} adds a note to the contact: ${quotedSetting(text, 80)}`
      : 'Write what the note should say',
  proposes: () => 'Add a note to the contact',
  did: () => 'Added a note to the contact',
  card: ({ contact, text }) => [
    { label: 'At', value: `Contact ${contact}, seen by colleagues only`, weight: 'to' },
    { label: 'Text', value: text, weight: 'body', field: 'text' },
  ],
});
