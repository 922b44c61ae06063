import { defineJoin } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Where ways that run at the same time meet again. */
export const join = defineJoin({
  type: 'join',
  version: 1,
  title: 'Come together',
  summary: 'Waits for the ways that run at the same time.',
  icon: 'merge',
  fields: {
    mode: field.choice({
      label: 'Goes on',
      default: 'all',
      help: 'With “any”, the ways that are not done are stopped.',
      options: [
        { value: 'all', label: 'When all are done' },
        { value: 'any', label: 'When any is done' },
      ],
    }),
  },
  gives: [
    { path: 'done', label: 'How many ways were done', sample: 2 },
    { path: 'failed', label: 'How many ways failed', sample: 0 },
  ],
  sentence: ({ mode }) =>
    mode === 'any' ? 'Goes on when any way is done' : 'Goes on when all ways are done',
});
