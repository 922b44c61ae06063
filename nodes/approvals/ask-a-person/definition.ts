import { durationInWords } from '../../../app/base/duration.ts';
import { defineApproval } from '../../../app/kit/define.ts';
import { field, type AskedPerson } from '../../../app/kit/fields.ts';
import { shorten } from '../../../app/kit/names.ts';

function whoInWords(people: readonly AskedPerson[]): string {
  return people
    .map(({ person }, index) => {
      const before = people[index - 1];
      return before?.within
        ? `then ${person} after ${durationInWords(before.within)}`
        : index === 0
          ? person
          : `then ${person}`;
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
    people: field.people({
      label: 'Who is asked',
      help: 'In this order. Give each a time, and the next one is asked after it.',
      default: [{ person: 'you' }],
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
  sentence: ({ question, people }) => {
    const who = people && people.length > 0 ? whoInWords(people) : 'a person';
    return question ? `Asks ${who}: ${shorten(question, 90)}` : `Write what ${who} should decide`;
  },
  ports: ({ timeLimit }) => [
    { id: 'approved', label: 'Approved' },
    { id: 'rejected', label: 'Rejected' },
    ...(timeLimit ? [{ id: 'timeout', label: 'No answer in time', tone: 'timeout' as const }] : []),
    { id: 'error', label: 'Error', tone: 'error' },
  ],
});
