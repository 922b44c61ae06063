import { durationInWords } from '../../../app/base/duration.ts';
import { conditionInWords } from '../../../app/kit/condition/describe.ts';
import type { RuleGroup } from '../../../app/kit/condition/rules.ts';
import { defineApproval } from '../../../app/kit/define.ts';
import { field, type AskedPerson } from '../../../app/kit/fields.ts';
import { shorten } from '../../../app/kit/names.ts';

/** "Dana when amount is over $200.00, then Lee after 2 hours". */
function whoInWords(people: readonly AskedPerson[], when: RuleGroup | undefined): string {
  const asks = when ? ` when ${conditionInWords(when)}` : '';
  if (people.length === 0) return `a person${asks}`;
  return people
    .map(({ person }, index) => {
      if (index === 0) return `${person}${asks}`;
      const before = people[index - 1];
      return before?.within ? `then ${person} after ${durationInWords(before.within)}` : `then ${person}`;
    })
    .join(', ');
}

/** Asks a person a question and goes on by the answer. */
export const approval = defineApproval({
  type: 'approval',
  version: 1,
  title: 'Ask a person',
  summary: 'Waits in the inbox until a person says yes or no.',
  icon: 'gate',
  fields: {
    question: field.text({
      label: 'Question',
      lines: 3,
      acceptsData: true,
      help: 'What the person reads on the card.',
    }),
    when: field.condition({
      label: 'Ask only when',
      help: 'Otherwise the run goes on at “Approved”, and nobody is asked.',
      optional: true,
    }),
    people: field.people({
      label: 'Who is asked',
      help: 'In this order. Give each a time, and the next one is asked after it. With nobody here, the people under Settings are asked.',
      default: [{ person: 'you' }],
      optional: true,
    }),
    atEnd: field.choice({
      label: 'When the last one does not answer in their time',
      default: 'hold',
      options: [
        { value: 'hold', label: 'It stays in the inbox' },
        { value: 'reject', label: 'It counts as rejected' },
      ],
    }),
    timeLimit: field.duration({
      label: 'Time limit',
      help: 'After this long the run goes out at “No answer in time”. Empty: it waits as long as it takes.',
      optional: true,
    }),
  },
  gives: [
    { path: 'decision', label: 'Decision', sample: 'approved' },
    { path: 'by', label: 'Who decided', sample: 'you' },
    { path: 'note', label: 'Their note', sample: '' },
  ],
  sentence: ({ question, people = [], when }) => {
    const who = whoInWords(people, when);
    return question ? `Asks ${who}: ${shorten(question, 90)}` : `Write what ${who} should decide`;
  },
  ports: ({ timeLimit }) => [
    { id: 'approved', label: 'Approved' },
    { id: 'rejected', label: 'Rejected' },
    ...(timeLimit ? [{ id: 'timeout', label: 'No answer in time', tone: 'timeout' as const }] : []),
    { id: 'error', label: 'Error', tone: 'error' },
  ],
});
