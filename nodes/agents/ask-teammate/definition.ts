import { defineAsk } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { shorten } from '../../../app/kit/names.ts';

/** Asks a teammate a question and waits for the answer. Survives restarts; holds nothing busy. */
export const askTeammate = defineAsk({
  type: 'ask-teammate',
  version: 1,
  title: 'Ask a teammate',
  summary: 'Another agent answers, with its own tools and accounts.',
  icon: 'ask',
  fields: {
    agent: field.agent({ label: 'Who is asked' }),
    task: field.text({
      label: 'Question',
      help: 'What the teammate should answer or do, with all that must be known for it.',
      lines: 4,
      acceptsData: true,
    }),
    timeLimit: field.duration({
      label: 'Time limit',
      help: 'After this long the run goes out at “No answer”. Empty: it waits as long as it takes.',
      optional: true,
      default: '1d',
    }),
  },
  gives: [
    { path: 'answer', label: 'The answer', sample: 'The licence is there now.' },
    { path: 'by', label: 'Who answered', sample: 'Petra (Procurement)' },
    { path: 'decision', label: 'What a person decided, if one did', sample: 'approved' },
  ],
  sentence: ({ agent, task }, names) => {
    if (!agent) return 'Choose who is asked';
    return task
      ? `Asks ${names.agent(agent)}: ${shorten(task, 100)}`
      : `Write what to ask ${names.agent(agent)}`;
  },
  ports: ({ timeLimit }) => [
    { id: 'answered', label: 'Answered' },
    ...(timeLimit ? [{ id: 'timeout', label: 'No answer', tone: 'timeout' as const }] : []),
    { id: 'error', label: 'Error', tone: 'error' },
  ],
});
