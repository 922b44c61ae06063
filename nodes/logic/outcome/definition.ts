import { defineOutcome } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Ends the run and says how the case came out. */
export const outcome = defineOutcome({
  type: 'outcome',
  version: 1,
  title: 'Outcome',
  summary: 'Ends here: resolved, unresolved, or handed to a person.',
  icon: 'flag',
  fields: {
    result: field.choice({
      label: 'How it ends',
      default: 'resolved',
      options: [
        { value: 'resolved', label: 'Resolved' },
        { value: 'unresolved', label: 'Unresolved' },
        { value: 'escalated', label: 'Handed to a person' },
      ],
    }),
    note: field.text({
      label: 'Note',
      optional: true,
      acceptsData: true,
      lines: 2,
      help: 'Why, for whoever reads the case.',
    }),
    person: field.text({
      label: 'Who takes over',
      optional: true,
      help: 'Only when it is handed to a person.',
      placeholder: 'you',
    }),
  },
  gives: [],
  sentence: ({ result, person }) => {
    if (result === 'escalated')
      return `Ends in the inbox: ${person || 'you'} ${person && person !== 'you' ? 'takes' : 'take'} it over`;
    return result === 'unresolved' ? 'Ends as unresolved' : 'Ends as resolved';
  },
});
