import { durationInWords } from '../../../app/base/duration.ts';
import { defineWait } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { nextInWords } from '../../../app/kit/schedule-words.ts';
import { settingInWords } from '../../actions/card-words.ts';

/** Holds the run for a time, until a time of day, or until a date in the data. */
export const waitForTime = defineWait({
  type: 'wait-for-time',
  version: 1,
  title: 'Wait for a time',
  summary: 'Waits for some time, until a time of day, or until a date.',
  icon: 'timer',
  fields: {
    how: field.choice({
      label: 'Waits',
      default: 'for',
      options: [
        { value: 'for', label: 'For a length of time' },
        { value: 'clock', label: 'Until a time of day' },
        { value: 'date', label: 'Until a date in the data' },
      ],
    }),
    length: field.duration({ label: 'How long', default: '1h', when: { field: 'how', is: ['for'] } }),
    clock: field.schedule({
      label: 'Until the next',
      default: { at: '09:00', days: [1, 2, 3, 4, 5], zone: 'UTC' },
      clockOnly: true,
      when: { field: 'how', is: ['clock'] },
    }),
    date: field.text({
      label: 'Date',
      help: 'A date with or without a time, such as 2026-11-30 or {{ticket.dueAt}}. One that has passed holds nothing up.',
      acceptsData: true,
      placeholder: '{{ticket.dueAt}}',
      when: { field: 'how', is: ['date'] },
    }),
  },
  gives: [],
  sentence: ({ how, length, clock, date }) => {
    if (how === 'clock')
      return clock ? `Waits until ${nextInWords(clock)} (${clock.zone})` : 'Choose the time of day';
    if (how === 'date') return date ? `Waits until ${settingInWords(date)}` : 'Choose the date to wait for';
    return length ? `Waits for ${durationInWords(length)}` : 'Choose how long to wait';
  },
  ports: () => [
    { id: 'next', label: 'Next' },
    { id: 'error', label: 'Error', tone: 'error' },
  ],
});
