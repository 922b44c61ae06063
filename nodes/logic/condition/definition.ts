import { conditionInWords } from '../../../app/kit/condition/describe.ts';
import { defineCondition } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { shorten } from '../../../app/kit/names.ts';

/** Chooses the way by rules over the run's data. The first way whose rules hold is taken. */
export const condition = defineCondition({
  type: 'condition',
  version: 1,
  title: 'Condition',
  summary: 'Chooses the way by rules, such as an amount or a customer’s plan.',
  icon: 'branch',
  fields: {
    ways: field.rules({
      label: 'Ways',
      help: 'Checked from top to bottom; the first one whose rules hold is taken. What fits none goes out at Otherwise.',
      default: [
        {
          id: 'first',
          label: 'First way',
          when: {
            combinator: 'and',
            rules: [{ field: 'ticket.subject', operator: 'contains', as: 'text', value: 'refund' }],
          },
        },
      ],
    }),
  },
  gives: [
    { path: 'way', label: 'Name of the way', sample: 'Big' },
    { path: 'because', label: 'The rules that held', sample: 'amount is over $200.00' },
  ],
  sentence: ({ ways }) =>
    ways && ways.length > 0
      ? `${ways.map((w) => `${w.label} when ${shorten(conditionInWords(w.when), 60)}`).join('; ')}; or otherwise`
      : 'Write the rules for each way',
  ports: ({ ways }) => [
    ...(ways ?? []).map((w) => ({ id: w.id, label: w.label })),
    { id: 'otherwise', label: 'Otherwise' },
    { id: 'error', label: 'Error', tone: 'error' as const },
  ],
});
