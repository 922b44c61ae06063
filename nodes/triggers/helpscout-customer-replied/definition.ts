import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { SAMPLE_TICKET, TICKET_SHAPES } from '../helpscout-event-data.ts';

/** Starts a run, or wakes one that waits, when a customer writes again in a ticket. */
export const helpscoutCustomerReplied = defineTrigger({
  type: 'helpscout.customer-replied',
  version: 1,
  title: 'Customer replied',
  summary: 'Starts when a customer answers in a ticket in Help Scout.',
  icon: 'reply',
  tool: 'helpscout',
  source: 'tool',
  finds: ['reply', 'replies'],
  everyMs: 60_000,
  fields: {
    agent: field.agent({ label: 'Who', help: 'Whose help desk account looks for replies.' }),
  },
  gives: [
    ...TICKET_SHAPES,
    { path: 'reply.text', label: 'What the customer replied', sample: 'No thanks, please cancel.' },
    { path: 'reply.at', label: 'When', sample: '2026-11-24T09:00:00Z' },
    { path: 'reply.id', label: 'Reply id', sample: '90017' },
  ],
  sample: {
    ...SAMPLE_TICKET,
    reply: { id: '90017', text: 'No thanks, please cancel.', at: '2026-11-24T09:00:00Z' },
  },
  sentence: ({ agent }, names) =>
    agent
      ? `When a customer replies in Help Scout, seen by ${names.agent(agent)}`
      : 'When a customer replies in Help Scout; choose whose account looks for it',
});
