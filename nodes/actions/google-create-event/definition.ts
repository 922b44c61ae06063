import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Puts an event into a calendar and invites its guests. */
export const googleCreateEvent = defineAction({
  type: 'google.create-event',
  version: 1,
  title: 'Create an event',
  summary: 'Puts an event into a calendar in Google Calendar, with or without guests.',
  icon: 'calendar',
  tool: 'google',
  toolName: 'create_event',
  toolHelp:
    'Creates a calendar event. With invite switched on, every guest gets a mail at once; without it they only see it in their calendar.',
  fields: {
    agent: field.agent({ label: 'As' }),
    calendar: field.text({
      label: 'Calendar',
      help: 'primary is the agent’s own; another one by its owner’s address.',
      role: 'account',
      acceptsData: true,
      default: 'primary',
    }),
    title: field.text({ label: 'Title', role: 'content', acceptsData: true }),
    start: field.text({ label: 'Start', help: 'Such as 2026-12-01T10:00.', acceptsData: true }),
    minutes: field.number({ label: 'How long', unit: 'minutes', default: 30, min: 5, max: 1_440 }),
    zone: field.text({ label: 'Time zone', help: 'Such as Europe/London.', default: 'UTC' }),
    guests: field.text({
      label: 'Guests',
      help: 'E-mail addresses, with commas between them.',
      role: 'recipient',
      acceptsData: true,
      optional: true,
    }),
    description: field.text({
      label: 'Description',
      role: 'content',
      lines: 4,
      acceptsData: true,
      optional: true,
    }),
    invite: field.toggle({ label: 'Mail the guests an invitation', optional: true }),
  },
  gives: [
    { path: 'event', label: 'Id of the event', sample: '0b7c0ffee' },
    { path: 'start', label: 'Start', sample: '2026-12-01T10:00:00Z' },
    { path: 'end', label: 'End', sample: '2026-12-01T10:30:00Z' },
  ],
  effect: ({ guests, invite }) => (guests && invite ? 'external' : 'write'),
  idempotency: 'ownId',
  output: z.strictObject({
    event: z.string(),
    calendar: z.string(),
    start: z.string(),
    end: z.string(),
    link: z.string(),
  }),
  sample: {
    input: {
      agent: 'cleo',
      calendar: 'primary',
      title: 'Welcome, Jo',
      start: '2026-12-01T10:00',
      minutes: 30,
      zone: 'Europe/London',
      guests: 'lee@harbourpine.example',
      description: 'Meet the team.',
      invite: true,
    },
    output: {
      event: '0b7c0ffee',
      calendar: 'primary',
      start: '2026-12-01T10:00:00Z',
      end: '2026-12-01T10:30:00Z',
      link: 'https://www.google.com/calendar/event?eid=0b7c0ffee',
    },
  },
  sentence: ({ agent, title, start, guests, invite }, names) => {
    if (!title || !start) return 'Write the title of the event and when it starts';
    const who = agent ? names.agent(agent) : 'Somebody';
    const whom = guests ? ` with ${settingInWords(guests)}${invite ? ', who get an invitation' : ''}` : '';
    return `${who} creates the event “${settingInWords(title)}” at ${settingInWords(start)}${whom}`;
  },
  proposes: ({ title, start }) => `Create the event “${title}” at ${start.replace('T', ' ')}`,
  did: ({ title, start, guests, invite }) =>
    `Created the event “${title}” at ${start.replace('T', ' ')}${guests && invite ? ' and invited the guests' : ''}`,
  card: ({ calendar, title, start, minutes, zone, guests, description, invite }) => [
    { label: 'Title', value: title, weight: 'to', field: 'title' },
    { label: 'Start', value: start, field: 'start' },
    { label: 'Time zone', value: zone, field: 'zone' },
    { label: 'How long', value: `${minutes} minutes`, field: 'minutes' },
    { label: 'Calendar', value: calendar, field: 'calendar' },
    ...(guests ? [{ label: 'Guests', value: guests, weight: 'to' as const, field: 'guests' }] : []),
    ...(guests
      ? [
          {
            label: 'Invitation',
            value: invite ? 'Every guest gets a mail at once' : 'No mail is sent',
            field: 'invite',
          },
        ]
      : []),
    ...(description
      ? [{ label: 'Description', value: description, weight: 'body' as const, field: 'description' }]
      : []),
  ],
});
