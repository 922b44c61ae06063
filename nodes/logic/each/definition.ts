import { defineEach } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { pathInWords } from '../../../app/kit/condition/describe.ts';

const listInQuestion = (list: string): string => pathInWords(list.replaceAll(/[{}\s]|\|.*/g, ''));

/** Goes through the same steps for each thing in a list. */
export const each = defineEach({
  type: 'each',
  version: 1,
  title: 'For each',
  summary: 'Does the same steps for each thing in a list.',
  icon: 'repeat',
  fields: {
    list: field.text({
      label: 'List',
      help: 'A list that an earlier step gives. The steps at “For each item” can use {{item}} and {{index}}.',
      acceptsData: true,
      placeholder: '{{steps.look-up.charges}}',
      pattern: { is: /^\s*\{\{[^{}]*\}\}\s*$/, says: 'data that is a list' },
    }),
    atOnce: field.number({
      label: 'At most at the same time',
      default: 4,
      min: 1,
      max: 20,
    }),
    onError: field.choice({
      label: 'When one of them fails',
      default: 'stop',
      options: [
        { value: 'stop', label: 'Stop and go out at Error' },
        { value: 'go-on', label: 'Go on with the rest' },
      ],
    }),
  },
  gives: [
    { path: 'count', label: 'How many there were', sample: 3 },
    { path: 'done', label: 'How many were done', sample: 3 },
    { path: 'failed', label: 'Those that failed', sample: [] },
    { path: 'results', label: 'What each gave', sample: [] },
  ],
  sentence: ({ list, atOnce, onError }) => {
    if (!list) return 'Choose a list';
    const pace = atOnce === 1 ? 'one after the other' : `at most ${atOnce ?? 4} at a time`;
    return `For each of ${listInQuestion(list)}, ${pace}${onError === 'go-on' ? '; goes on when one fails' : ''}`;
  },
  ports: () => [
    { id: 'item', label: 'For each item' },
    { id: 'done', label: 'Done' },
    { id: 'error', label: 'Error', tone: 'error' },
  ],
});
