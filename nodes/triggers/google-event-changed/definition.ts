import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Starts a run when an event is made, changed or cancelled. */
export const googleEventChanged = defineTrigger({
  type: 'google.event-changed',
  version: 1,
  title: 'Calendar event changed',
  summary: 'Starts when an event is made, changed or cancelled in Google Calendar.',
  icon: 'calendar',
  tool: 'google',
  source: 'tool',
  finds: ['change', 'changes'],
  everyMs: 60_000,
  fields: {
    agent: field.agent({ label: 'Who', help: 'Whose Google account looks at the calendar.' }),
    calendar: field.text({
      label: 'Calendar',
      help: 'primary is the agent’s own; another one by its owner’s address.',
      default: 'primary',
    }),
  },
  gives: [
    { path: 'event.id', label: 'Event id', sample: '0b7c0ffee' },
    { path: 'event.title', label: 'Title', sample: 'Welcome, Jo' },
    { path: 'event.start', label: 'Start (UTC)', sample: '2026-12-01T10:00:00Z' },
    { path: 'event.end', label: 'End (UTC)', sample: '2026-12-01T10:30:00Z' },
    { path: 'event.state', label: 'confirmed, tentative or cancelled', sample: 'confirmed' },
    { path: 'event.organizer', label: 'Organizer', sample: 'lee@harbourpine.example' },
    { path: 'event.guests', label: 'Guests', sample: ['jo.park@harbourpine.example'] },
    { path: 'event.declined', label: 'Guests who declined', sample: [] },
  ],
  sample: {
    event: {
      id: '0b7c0ffee',
      title: 'Welcome, Jo',
      start: '2026-12-01T10:00:00Z',
      end: '2026-12-01T10:30:00Z',
      state: 'confirmed',
      organizer: 'lee@harbourpine.example',
      guests: ['jo.park@harbourpine.example'],
      declined: [],
    },
  },
  sentence: ({ agent, calendar }, names) => {
    const which = !calendar || calendar === 'primary' ? 'the calendar' : `the calendar of ${calendar}`;
    return agent
      ? `When an event changes in ${which}, seen by ${names.agent(agent)}`
      : `When an event changes in ${which}; choose whose account looks for it`;
  },
});
