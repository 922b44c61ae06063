import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Starts a run when somebody presses the button. */
export const byHand = defineTrigger({
  type: 'by-hand',
  version: 1,
  title: 'By hand',
  summary: 'Starts when you press “Start by hand”.',
  icon: 'hand',
  source: 'hand',
  fields: {
    note: field.text({ label: 'Note', help: 'What this start is for, for your team.', optional: true }),
  },
  gives: [
    { path: 'started.by', label: 'Who started it', sample: 'you' },
    { path: 'started.at', label: 'When', sample: '2026-11-24T09:00:00.000Z' },
  ],
  sample: { started: { by: 'you', at: '2026-11-24T09:00:00.000Z' } },
  sentence: ({ note }) =>
    note ? `Starts when somebody presses the button: ${note}` : 'Starts when somebody presses the button',
});
