import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { SAMPLE_TICKET, TICKET_SHAPES } from '../helpscout-event-data.ts';

/** Starts a run for each new ticket in the help desk. */
export const helpscoutNewConversation = defineTrigger({
  type: 'helpscout.new-conversation',
  version: 1,
  title: 'New ticket',
  summary: 'Starts when a new ticket arrives in Help Scout.',
  icon: 'mail',
  tool: 'helpscout',
  source: 'tool',
  finds: ['ticket', 'tickets'],
  everyMs: 60_000,
  fields: {
    agent: field.agent({ label: 'Who', help: 'Whose help desk account looks for new tickets.' }),
  },
  gives: TICKET_SHAPES,
  sample: SAMPLE_TICKET,
  sentence: ({ agent }, names) =>
    agent
      ? `When a new ticket arrives in Help Scout, seen by ${names.agent(agent)}`
      : 'When a new ticket arrives in Help Scout; choose whose account looks for it',
});
