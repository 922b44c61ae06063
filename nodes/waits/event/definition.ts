import { durationInWords } from '../../../app/base/duration.ts';
import { defineWait, EVENT_NAME } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../../actions/card-words.ts';

/** Holds the run until a named event about this very thing comes, or time is up. */
export const waitForEvent = defineWait({
  type: 'wait-for-event',
  version: 1,
  title: 'Wait for an event',
  summary: 'Waits until something is reported, such as “parcel-delivered” for this order.',
  icon: 'signal',
  fields: {
    name: field.text({
      label: 'Event',
      help: 'Its name, as it is reported by a webhook, by hand, or by another flow.',
      placeholder: 'parcel-delivered',
      pattern: EVENT_NAME,
    }),
    about: field.text({
      label: 'About',
      help: 'What it must be about: only an event with exactly this value goes on here.',
      acceptsData: true,
      placeholder: '{{order.id}}',
    }),
    timeLimit: field.duration({ label: 'Time limit', optional: true, default: '3d' }),
  },
  gives: [
    { path: 'event.data', label: 'What came with the event', sample: {} },
    { path: 'event.at', label: 'When it came', sample: '2026-11-24T09:00:00.000Z' },
  ],
  sentence: ({ name, about, timeLimit }) => {
    if (!name) return 'Choose the event to wait for';
    const limit = timeLimit ? `, up to ${durationInWords(timeLimit)}` : ', as long as it takes';
    return `Waits for “${name}”${about ? ` about ${settingInWords(about, 40)}` : ''}${limit}`;
  },
  ports: ({ timeLimit }) => [
    { id: 'event', label: 'It came' },
    ...(timeLimit ? [{ id: 'timeout', label: 'Not in time', tone: 'timeout' as const }] : []),
    { id: 'error', label: 'Error', tone: 'error' },
  ],
});
