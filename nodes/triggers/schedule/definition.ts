import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { everyInWords } from '../../../app/kit/schedule-words.ts';

/** Starts a run by the clock. */
export const schedule = defineTrigger({
  type: 'schedule',
  version: 1,
  title: 'On a schedule',
  summary: 'Starts by the clock, in the time zone you choose.',
  icon: 'clock',
  source: 'schedule',
  sameWith: ['missed'],
  fields: {
    when: field.schedule({ label: 'When', default: { at: '09:00', days: [1, 2, 3, 4, 5], zone: 'UTC' } }),
    missed: field.choice({
      label: 'When starts were missed',
      help: 'While the computer slept or Switchyard was closed.',
      default: 'once',
      options: [
        { value: 'once', label: 'Start once, for the last one' },
        { value: 'all', label: 'Start all of them (the last 1,000)' },
        { value: 'skip', label: 'Start none of them' },
        { value: 'ask', label: 'Ask me' },
      ],
    }),
  },
  gives: [
    { path: 'schedule.at', label: 'Planned time (UTC)', sample: '2026-11-24T09:00:00.000Z' },
    { path: 'schedule.local', label: 'Planned time, as written', sample: '2026-11-24 09:00' },
    { path: 'schedule.missed', label: 'Starts missed before it', sample: 0 },
  ],
  sample: { schedule: { at: '2026-11-24T09:00:00.000Z', local: '2026-11-24 09:00', missed: 0 } },
  sentence: ({ when }) => (when ? `Starts ${everyInWords(when)} (${when.zone})` : 'Choose when this starts'),
});
