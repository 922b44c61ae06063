import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Closes a ticket. A new message of the customer opens it again. */
export const helpscoutClose = defineAction({
  type: 'helpscout.close',
  version: 1,
  title: 'Close the ticket',
  summary: 'Closes a ticket in Help Scout. A new message from the customer opens it again.',
  icon: 'check',
  tool: 'helpscout',
  toolName: 'close_ticket',
  toolHelp: 'Closes a ticket when nothing is left to do. A new message from the customer opens it again.',
  fields: {
    agent: field.agent({ label: 'As' }),
    ticket: field.text({
      label: 'Ticket',
      help: 'The id of the ticket.',
      role: 'account',
      acceptsData: true,
      default: '{{ticket.id}}',
    }),
  },
  gives: [],
  effect: () => 'write',
  idempotency: 'lookUp',
  output: z.strictObject({ ticket: z.string(), status: z.literal('closed') }),
  sample: { input: { agent: 'sam', ticket: '2140' }, output: { ticket: '2140', status: 'closed' } },
  sentence: ({ agent }, names) => `${agent ? names.agent(agent) : 'Somebody'} closes the ticket`,
  proposes: () => 'Close the ticket',
  did: () => 'Closed the ticket',
  card: ({ ticket }) => [{ label: 'Ticket', value: ticket, weight: 'to' }],
});
