import { defineSet } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { listInWords } from '../../../app/kit/names.ts';

/** Gives names to values, so that later steps can use them. */
export const set = defineSet({
  type: 'set',
  version: 1,
  title: 'Set values',
  summary: 'Gives names to values, for the steps after it.',
  icon: 'values',
  fields: {
    values: field.pairs({
      label: 'Values',
      help: 'A name and what it stands for. Data can be changed on the way: {{ticket.subject | upper}}.',
      noun: 'value',
      namesArePaths: true,
      acceptsData: true,
      default: [{ name: 'value', value: '' }],
    }),
  },
  gives: [],
  givesWith: ({ values }) =>
    (values ?? []).map(({ name, value }) => ({ path: name, label: name, sample: value })),
  sentence: ({ values }) => {
    const names = (values ?? []).map((v) => v.name).filter(Boolean);
    return names.length > 0 ? `Sets ${listInWords(names)}` : 'Name the values to keep';
  },
});
