import { z } from 'zod';
import { defineAction } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { settingInWords } from '../card-words.ts';

/** Gives an event another time. What it was before is part of what is approved. */
export const googleMoveEvent = defineAction({
  type: 'google.move-event',
  version: 1,
  title: 'Move an event',
  summary: 'Gives an event in Google Calendar another time. It keeps its length.',
  icon: 'calendar',
  tool: 'google',
  toolName: 'move_event',
  toolHelp:
    'Moves a calendar event to another time; it keeps its length. Say when it starts now: if it was moved in the meantime, nothing is done. With tell switched on, every guest gets a mail.',
  fields: {
    agent: field.agent({ label: 'As' }),
    calendar: field.text({
      label: 'Calendar',
      help: 'primary is the agent’s own; another one by its owner’s address.',
      role: 'account',
      acceptsData: true,
      default: 'primary',
    }),
    event: field.text({
      label: 'Event',
      help: 'The id of the event.',
      role: 'account',
      acceptsData: true,
      default: '{{event.id}}',
    }),
    from: field.text({
      label: 'Starts now',
      help: 'When it starts at present, such as 2026-12-01T10:00.',
      acceptsData: true,
      default: '{{event.start}}',
    }),
    start: field.text({ label: 'New start', help: 'Such as 2026-12-02T14:00.', acceptsData: true }),
    zone: field.text({ label: 'Time zone', help: 'Such as Europe/London.', default: 'UTC' }),
    tell: field.toggle({ label: 'Mail the guests', optional: true }),
  },
  gives: [
    { path: 'before', label: 'Start before', sample: '2026-12-01T10:00:00Z' },
    { path: 'start', label: 'New start', sample: '2026-12-02T14:00:00Z' },
    { path: 'end', label: 'New end', sample: '2026-12-02T14:30:00Z' },
  ],
  effect: ({ tell }) => (tell ? 'external' : 'write'),
  idempotency: 'lookUp',
  output: z.strictObject({ event: z.string(), before: z.string(), start: z.string(), end: z.string() }),
  sample: {
    input: {
      agent: 'cleo',
      calendar: 'primary',
      event: '0b7c0ffee',
      from: '2026-12-01T10:00',
      start: '2026-12-02T14:00',
      zone: 'Europe/London',
      tell: true,
    },
    output: {
      event: '0b7c0ffee',
      before: '2026-12-01T10:00:00Z',
      start: '2026-12-02T14:00:00Z',
      end: '2026-12-02T14:30:00Z',
    },
  },
  sentence: ({ agent, event, start, tell }, names) =>
    event && start
      ? `${agent ? names.agent(agent) : 'Somebody'} moves the event ${settingInWords(event)} to ${settingInWords(start)}${tell ? ' and tells its guests' : ''}`
      : 'Choose the event and its new time',
  proposes: ({ from, start }) =>
    `Move the event from ${from.replace('T', ' ')} to ${start.replace('T', ' ')}`,
  did: ({ from, start, tell }) =>
    `Moved the event from ${from.replace('T', ' ')} to ${start.replace('T', ' ')}${tell ? ' and told its guests' : ''}`,
  card: ({ calendar, event, from, start, zone, tell }) => [
    { label: 'Before', value: from },
    { label: 'After', value: start, weight: 'to', field: 'start' },
    { label: 'Time zone', value: zone, field: 'zone' },
    { label: 'Event', value: event },
    { label: 'Calendar', value: calendar },
    { label: 'Guests', value: tell ? 'Every guest gets a mail at once' : 'No mail is sent', field: 'tell' },
  ],
});
