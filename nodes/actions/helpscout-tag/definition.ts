import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { listInWords } from '../../../app/kit/names.ts';

const inQuotes = (tags: readonly string[]): string => listInWords(tags.map((tag) => `“${tag}”`));
const noun = (tags: readonly string[]): string => (tags.length === 1 ? 'tag' : 'tags');

/** Adds tags to a ticket; those it has stay. */
export const helpscoutTag = defineAction({
  type: 'helpscout.tag',
  version: 1,
  title: 'Tag the ticket',
  summary: 'Adds tags to a ticket in Help Scout. Tags that are there stay.',
  icon: 'tag',
  tool: 'helpscout',
  toolName: 'tag_ticket',
  toolHelp: 'Adds one or more tags to a ticket. Tags that it already has stay as they are.',
  fields: {
    agent: field.agent({ label: 'As' }),
    ticket: field.text({
      label: 'Ticket',
      help: 'The id of the ticket.',
      role: 'account',
      acceptsData: true,
      default: '{{ticket.id}}',
    }),
    tags: field.tags({ label: 'Tags', help: 'Tags to add.' }),
  },
  gives: [{ path: 'tags', label: 'All tags of the ticket', sample: ['billing', 'refund'] }],
  effect: () => 'write',
  idempotency: 'lookUp',
  output: z.strictObject({ ticket: z.string(), tags: z.array(z.string()) }),
  sample: {
    input: { agent: 'fin', ticket: '2140', tags: ['refund'] },
    output: { ticket: '2140', tags: ['billing', 'refund'] },
  },
  sentence: ({ agent, tags }, names) =>
    tags && tags.length > 0
      ? `${agent ? names.agent(agent) : 'Somebody'} adds the ${noun(tags)} ${inQuotes(tags)} to the ticket`
      : 'Choose the tags to add',
  proposes: ({ tags }) => `Add the ${noun(tags)} ${inQuotes(tags)} to the ticket`,
  did: ({ tags }) => `Added the ${noun(tags)} ${inQuotes(tags)} to the ticket`,
  card: ({ ticket, tags }) => [
    { label: 'Ticket', value: ticket, weight: 'to' },
    { label: 'Tags to add', value: tags.join(', '), field: 'tags' },
  ],
});
