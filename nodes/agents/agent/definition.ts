import { defineAgentNode } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { shorten } from '../../../app/kit/names.ts';

/** Gives the case to a teammate, who works with its own tools and accounts. */
export const agentNode = defineAgentNode({
  type: 'agent',
  version: 1,
  title: 'Agent',
  summary: 'A teammate works on the case with its own tools.',
  icon: 'agent',
  fields: {
    agent: field.agent({ label: 'Who' }),
    task: field.text({
      label: 'Task',
      help: 'What this teammate should do here, in plain words. Its own directives come on top.',
      lines: 4,
      acceptsData: true,
    }),
  },
  gives: [
    { path: 'summary', label: "The agent's summary", sample: 'Refunded $40.00 and told the customer.' },
  ],
  sentence: ({ agent, task }, names) => {
    if (!agent) return 'Choose who works on this';
    return task ? `${names.agent(agent)}: ${shorten(task, 110)}` : `${names.agent(agent)} works on it`;
  },
  ports: () => [
    { id: 'done', label: 'Done' },
    { id: 'stuck', label: 'Needs a person' },
    { id: 'error', label: 'Error', tone: 'error' },
  ],
});
