import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { quotedSetting } from '../card-words.ts';

/** Writes to the customer in a ticket. */
export const helpscoutReply = defineAction({
  type: 'helpscout.reply',
  version: 1,
  title: 'Reply to the customer',
  summary: 'Sends an answer to the customer of a ticket in Help Scout.',
  icon: 'reply',
  tool: 'helpscout',
  toolName: 'reply_to_customer',
  toolHelp:
    'Sends a message to the customer of a ticket. The customer sees it as an e-mail. Use it for answers, offers and confirmations; never for remarks to colleagues.',
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
      help: 'What the customer will read, as plain text.',
      role: 'content',
      lines: 8,
      acceptsData: true,
    }),
    close: field.toggle({ label: 'Close the ticket afterwards', optional: true }),
  },
  gives: [{ path: 'thread', label: 'Id of the reply', sample: '90018' }],
  effect: () => 'external',
  idempotency: 'lookUp',
  output: z.strictObject({ ticket: z.string(), thread: z.string(), closed: z.boolean() }),
  sample: {
    input: { agent: 'sam', ticket: '2140', text: 'Hello Priya,\n\nthank you for writing.', close: false },
    output: { ticket: '2140', thread: '90018', closed: false },
  },
  sentence: ({ agent, text, close }, names) => {
    if (!text) return 'Write what the customer should read';
    const who = agent ? names.agent(agent) : 'Somebody';
    return `${who} replies to the customer: ${quotedSetting(text, 80)}${close ? ', and closes the ticket' : ''}`;
  },
  proposes: ({ close }) => (close ? 'Reply to the customer and close the ticket' : 'Reply to the customer'),
  did: (_input, { closed }) =>
    closed ? 'Replied to the customer and closed the ticket' : 'Replied to the customer',
  card: ({ ticket, text, close }) => [
    { label: 'To', value: `The customer of ticket ${ticket}`, weight: 'to' },
    { label: 'Text', value: text, weight: 'body', field: 'text' },
    { label: 'Afterwards', value: close ? 'The ticket is closed' : 'The ticket stays open', field: 'close' },
  ],
});
