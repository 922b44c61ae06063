import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { quotedSetting } from '../card-words.ts';

/** Leaves a note in a ticket that only colleagues see. */
export const helpscoutNote = defineAction({
  type: 'helpscout.note',
  version: 1,
  title: 'Add a note',
  summary: 'Leaves a note in a ticket in Help Scout that only colleagues see.',
  icon: 'note',
  tool: 'helpscout',
  toolName: 'add_note',
  toolHelp:
    'Adds an internal note to a ticket. Colleagues see it, the customer does not. Use it to write down what you found or did.',
  fields: {
    agent: field.agent({ label: 'As' }),
    ticket: field.text({
      label: 'Ticket',
      help: 'The id of the ticket.',
      role: 'account',
      acceptsData: true,
      default: '{{ticket.id}}',
    }),
    text: field.text({
      label: 'Text',
      help: 'What colleagues will read, as plain text.',
      role: 'content',
      lines: 6,
      acceptsData: true,
    }),
  },
  gives: [{ path: 'thread', label: 'Id of the note', sample: '90019' }],
  effect: () => 'write',
  idempotency: 'lookUp',
  output: z.strictObject({ ticket: z.string(), thread: z.string() }),
  sample: {
    input: { agent: 'sam', ticket: '2140', text: 'On the Team plan since 2024, no open invoices.' },
    output: { ticket: '2140', thread: '90019' },
  },
  sentence: ({ agent, text }, names) =>
    text
      ? `${agent ? names.agent(agent) : 'Somebody'} adds a note to the ticket: ${quotedSetting(text, 80)}`
      : 'Write what the note should say',
  proposes: () => 'Add a note to the ticket',
  did: () => 'Added a note to the ticket',
  card: ({ ticket, text }) => [
    { label: 'In', value: `Ticket ${ticket}, seen by colleagues only`, weight: 'to' },
    { label: 'Text', value: text, weight: 'body', field: 'text' },
  ],
});
