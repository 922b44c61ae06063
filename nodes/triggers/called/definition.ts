import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { listInWords } from '../../../app/kit/names.ts';

/** Starts a run when another flow calls this one. */
export const called = defineTrigger({
  type: 'called',
  version: 1,
  title: 'When another flow calls this',
  summary: 'Starts when a step “Run another flow” calls it.',
  icon: 'called',
  source: 'flow',
  fields: {
    expects: field.tags({
      label: 'What it is given',
      help: 'Names of the values that the calling flow hands over, such as order.',
      optional: true,
    }),
  },
  gives: [{ path: 'caller.flow', label: 'Name of the calling flow', sample: 'Support desk' }],
  givesWith: ({ expects }) => (expects ?? []).map((name) => ({ path: name, label: name, sample: '' })),
  sample: { caller: { flow: 'Support desk' } },
  sentence: ({ expects }) =>
    expects && expects.length > 0
      ? `Starts when another flow calls it with ${listInWords(expects)}`
      : 'Starts when another flow calls it',
});
