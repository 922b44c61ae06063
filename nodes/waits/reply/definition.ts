import { durationInWords } from '../../../app/base/duration.ts';
import { defineWait } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Holds the run until the customer answers, or time is up. Survives restarts; holds nothing busy. */
export const waitForReply = defineWait({
  type: 'wait-for-reply',
  version: 1,
  title: 'Wait for reply',
  summary: 'Waits for the customer to answer, for minutes or days.',
  icon: 'hourglass',
  fields: {
    by: field.choice({
      label: 'Reply to',
      default: 'ticket',
      options: [
        { value: 'ticket', label: 'The ticket in the help desk' },
        { value: 'mail', label: 'The last mail that was sent' },
      ],
    }),
    agent: field.agent({
      label: 'Who watches',
      help: 'Whose help desk account or mailbox looks for the reply.',
    }),
    timeLimit: field.duration({ label: 'Time limit', optional: true, default: '3d' }),
  },
  gives: [
    { path: 'reply.text', label: 'What the customer replied', sample: 'No thanks, please cancel.' },
    { path: 'reply.at', label: 'When', sample: '2026-11-24T09:00:00.000Z' },
  ],
  sentence: ({ by, timeLimit }) =>
    `Waits for ${by === 'mail' ? 'an answer to the mail' : "the customer's reply"}, ${timeLimit ? `up to ${durationInWords(timeLimit)}` : 'as long as it takes'}`,
  ports: ({ timeLimit }) => [
    { id: 'reply', label: 'Reply' },
    ...(timeLimit ? [{ id: 'timeout', label: 'No reply in time', tone: 'timeout' as const }] : []),
    { id: 'error', label: 'Error', tone: 'error' },
  ],
});
