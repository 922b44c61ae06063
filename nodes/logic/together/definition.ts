import { defineTogether } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { listInWords } from '../../../app/kit/names.ts';

/** Starts several ways that run at the same time; they meet again at a "Come together". */
export const together = defineTogether({
  type: 'together',
  version: 1,
  title: 'Do together',
  summary: 'Starts several ways that run at the same time.',
  icon: 'split',
  fields: {
    ways: field.ways({
      label: 'Ways',
      help: 'All of them start at once. Lead them to one “Come together” to go on after them.',
      least: 2,
      most: 6,
      default: [
        { id: 'one', label: 'One' },
        { id: 'two', label: 'Two' },
      ],
    }),
  },
  gives: [],
  sentence: ({ ways }) =>
    ways && ways.length > 1
      ? `Starts ${listInWords(ways.map((w) => w.label))} at the same time`
      : 'Name the ways that run at the same time',
  ports: ({ ways }) => [
    ...(ways ?? []).map((w) => ({ id: w.id, label: w.label })),
    { id: 'error', label: 'Error', tone: 'error' as const },
  ],
});
