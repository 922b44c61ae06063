import { durationInWords } from '../../../app/base/duration.ts';
import { defineAsk } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { shorten } from '../../../app/kit/names.ts';

/** Hands the case to a teammate, with what must be known, and goes on when it is done or comes back. */
export const handOver = defineAsk({
  type: 'hand-over',
  version: 1,
  title: 'Hand the case over',
  summary: 'A teammate owns the case until it is done.',
  icon: 'hand-over',
  fields: {
    agent: field.agent({ label: 'To whom' }),
    task: field.text({
      label: 'What is to be done',
      lines: 4,
      acceptsData: true,
    }),
    promise: field.text({
      label: 'What the customer was promised',
      acceptsData: true,
      optional: true,
    }),
    timeLimit: field.duration({
      label: 'Done within',
      help: 'After this long the run goes out at “Not done in time”. Empty: as long as it takes.',
      optional: true,
    }),
  },
  gives: [
    { path: 'answer', label: 'What was done, or why it came back', sample: 'Refunded $40.00.' },
    { path: 'by', label: 'Who had it', sample: 'Finn (Finance)' },
  ],
  sentence: ({ agent, task, timeLimit }, names) => {
    if (!agent) return 'Choose who takes the case over';
    const due = timeLimit ? `, within ${durationInWords(timeLimit)}` : '';
    return `Hands the case to ${names.agent(agent)}${due}${task ? `: ${shorten(task, 90)}` : ''}`;
  },
  ports: ({ timeLimit }) => [
    { id: 'done', label: 'Done' },
    { id: 'stuck', label: 'Came back' },
    ...(timeLimit ? [{ id: 'timeout', label: 'Not done in time', tone: 'timeout' as const }] : []),
    { id: 'error', label: 'Error', tone: 'error' },
  ],
});
