import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Starts a run when a teammate is handed a case, in whatever flow. */
export const handedOver = defineTrigger({
  type: 'case-handed-over',
  version: 1,
  title: 'A case was handed over',
  summary: 'Starts when somebody of your team is handed a case.',
  icon: 'hand-over',
  source: 'hand-over',
  fields: {
    agent: field.agent({
      label: 'To whom',
      help: 'The teammate works on the case as well; this flow does what else is to happen then.',
    }),
  },
  gives: [
    { path: 'handOver.from', label: 'Who handed it over', sample: 'Sam (Support)' },
    { path: 'handOver.to', label: 'To whom', sample: 'Fin (Finance)' },
    { path: 'handOver.task', label: 'What is to be done', sample: 'Find out what was charged twice.' },
    { path: 'handOver.promise', label: 'What was promised', sample: 'An answer by tomorrow.' },
    { path: 'handOver.within', label: 'Done within', sample: '1d' },
    { path: 'case.id', label: 'Id of the case', sample: 'case_1' },
    { path: 'case.subject', label: 'What the case is about', sample: 'Charged twice' },
  ],
  sample: {
    handOver: {
      from: 'Sam (Support)',
      to: 'Fin (Finance)',
      task: 'Find out what was charged twice.',
      promise: 'An answer by tomorrow.',
      within: '1d',
    },
    case: { id: 'case_1', subject: 'Charged twice' },
  },
  sentence: ({ agent }, names) =>
    agent
      ? `When a case is handed over to ${names.agent(agent)}`
      : 'When a case is handed over; choose to whom',
});
