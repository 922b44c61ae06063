import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Gives a ticket to a colleague. */
export const helpscoutAssign = defineAction({
  type: 'helpscout.assign',
  version: 1,
  title: 'Assign the ticket',
  summary: 'Gives a ticket in Help Scout to a colleague.',
  icon: 'person',
  tool: 'helpscout',
  toolName: 'assign_ticket',
  toolHelp: 'Assigns a ticket to a user of the help desk, by their full name or e-mail address.',
  fields: {
    agent: field.agent({ label: 'As' }),
    ticket: field.text({
      label: 'Ticket',
      help: 'The id of the ticket.',
      role: 'account',
      acceptsData: true,
      default: '{{ticket.id}}',
    }),
    person: field.text({
      label: 'To',
      help: 'The full name or e-mail address of a user of the help desk.',
      acceptsData: true,
    }),
  },
  gives: [{ path: 'person', label: 'Who has it now', sample: 'Dana Whitfield' }],
  effect: () => 'write',
  idempotency: 'lookUp',
  output: z.strictObject({ ticket: z.string(), person: z.string() }),
  sample: {
    input: { agent: 'sam', ticket: '2140', person: 'Dana Whitfield' },
    output: { ticket: '2140', person: 'Dana Whitfield' },
  },
  sentence: ({ agent, person }, names) =>
    person
      ? `${agent ? names.agent(agent) : 'Somebody'} assigns the ticket to ${settingInWords(person)}`
      : 'Choose who the ticket goes to',
  proposes: ({ person }) => `Assign the ticket to ${person}`,
  did: (_input, { person }) => `Assigned the ticket to ${person}`,
  card: ({ ticket, person }) => [
    { label: 'To', value: person, weight: 'to', field: 'person' },
    { label: 'Ticket', value: ticket },
  ],
});
