import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Finds times at which several people are free. */
export const googleFindFreeTime = defineAction({
  type: 'google.find-free-time',
  version: 1,
  title: 'Find free time',
  summary: 'Finds times in working hours at which everybody is free, in Google Calendar.',
  icon: 'search',
  tool: 'google',
  toolName: 'find_free_time',
  toolHelp:
    'Finds up to five times in working hours (9 to 17, Monday to Friday) at which all these people are free. Use it before you make or move an event.',
  fields: {
    agent: field.agent({ label: 'As' }),
    people: field.text({
      label: 'Who',
      help: 'E-mail addresses, with commas between them.',
      acceptsData: true,
    }),
    minutes: field.number({ label: 'How long', unit: 'minutes', default: 30, min: 5, max: 480 }),
    from: field.text({
      label: 'Not before',
      help: 'Such as 2026-12-01T09:00. Empty: from now on.',
      acceptsData: true,
      optional: true,
    }),
    days: field.number({ label: 'Within', unit: 'days', default: 7, min: 1, max: 60 }),
    zone: field.text({ label: 'Time zone', help: 'Such as Europe/London.', default: 'UTC' }),
  },
  gives: [
    { path: 'found', label: 'Is there a free time', sample: true },
    { path: 'first', label: 'The first free time', sample: '2026-12-01T10:00' },
    { path: 'slots', label: 'Free times', sample: [] },
  ],
  effect: () => 'read',
  idempotency: 'lookUp',
  output: z.strictObject({
    found: z.boolean(),
    first: z.string(),
    zone: z.string(),
    slots: z.array(z.strictObject({ start: z.string(), end: z.string() })),
  }),
  sample: {
    input: {
      agent: 'cleo',
      people: 'lee@harbourpine.example, jo.park@harbourpine.example',
      minutes: 30,
      from: '2026-12-01T09:00',
      days: 7,
      zone: 'Europe/London',
    },
    output: {
      found: true,
      first: '2026-12-01T10:00',
      zone: 'Europe/London',
      slots: [{ start: '2026-12-01T10:00', end: '2026-12-01T10:30' }],
    },
  },
  sentence: ({ agent, people, minutes }, names) =>
    people
      ? `${agent ? names.agent(agent) : 'Somebody'} looks for ${minutes ?? 30} minutes at which ${settingInWords(people)} are free`
      : 'Choose whose free time to look for',
  proposes: ({ people, minutes }) => `Look for ${minutes} minutes at which ${people} are free`,
  did: (_input, { found, first, slots }) =>
    found
      ? `Found ${slots.length} free ${slots.length === 1 ? 'time' : 'times'}, the first at ${first.replace('T', ' ')}`
      : 'Found no time at which everybody is free',
  card: ({ people, minutes, from, days, zone }) => [
    { label: 'Who', value: people, weight: 'to', field: 'people' },
    { label: 'How long', value: `${minutes} minutes`, field: 'minutes' },
    ...(from ? [{ label: 'Not before', value: from, field: 'from' }] : []),
    { label: 'Within', value: `${days} days, in working hours`, field: 'days' },
    { label: 'Time zone', value: zone, field: 'zone' },
  ],
});
