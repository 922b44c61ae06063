import { field, type Fields } from '../../../kit/fields.ts';

/** The actions of accounts, calendar and CRM as far as an agent sees them; see `actions.ts`. */
const AS = field.agent({ label: 'As' });
const text = (label: string) => field.text({ label });
const maybe = (label: string) => field.text({ label, optional: true });
const email = text('E-mail');
const contact = text('Contact');
const calendar = field.text({ label: 'Calendar', default: 'primary' });
const zone = field.text({ label: 'Time zone', default: 'UTC' });
const minutes = field.number({ label: 'How long', default: 30 });
const toggle = field.toggle({ label: 'Mail them', optional: true });
const LICENCES = [
  '1010020027',
  '1010020028',
  '1010020025',
  '1010020026',
  '1010020020',
  'Google-Vault',
  '1010330003',
  '1010330004',
];

const LICENCE = field.choice({
  label: 'Licence',
  default: '1010020028',
  options: LICENCES.map((value) => ({ value, label: value })),
});

export const OFFICE_TOOLS: Readonly<Record<string, readonly [string, Fields]>> = {
  'google.find-account': ['find_account', { agent: AS, email }],
  'google.create-account': [
    'create_account',
    {
      agent: AS,
      email,
      first: text('First name'),
      last: text('Last name'),
      recovery: maybe('Recovery address'),
      department: maybe('Department'),
      title: maybe('Job title'),
    },
  ],
  'google.add-to-group': ['add_to_group', { agent: AS, email, group: text('Group') }],
  'google.assign-licence': [
    'assign_licence',
    {
      agent: AS,
      email,
      licence: LICENCE,
    },
  ],
  'google.find-licences': [
    'look_up_licences',
    { agent: AS, licence: LICENCE, company: maybe('Company domain') },
  ],
  'google.buy-licences': [
    'buy_licences',
    {
      agent: AS,
      licence: LICENCE,
      more: field.number({ label: 'How many more', default: 1 }),
      bought: field.number({ label: 'Bought so far' }),
      company: maybe('Company domain'),
    },
  ],
  'google.suspend-account': ['suspend_account', { agent: AS, email }],
  'google.find-free-time': [
    'find_free_time',
    {
      agent: AS,
      people: text('Who'),
      minutes,
      from: maybe('Not before'),
      days: field.number({ label: 'Within', default: 7 }),
      zone,
    },
  ],
  'google.create-event': [
    'create_event',
    {
      agent: AS,
      calendar,
      title: text('Title'),
      start: text('Start'),
      minutes,
      zone,
      guests: maybe('Guests'),
      description: maybe('Description'),
      invite: toggle,
    },
  ],
  'google.move-event': [
    'move_event',
    {
      agent: AS,
      calendar,
      event: field.text({ label: 'Event', default: '{{event.id}}' }),
      from: field.text({ label: 'Starts now', default: '{{event.start}}' }),
      start: text('New start'),
      zone,
      tell: toggle,
    },
  ],
  'hubspot.find-contact': [
    'find_contact',
    { agent: AS, email: field.text({ label: 'E-mail', default: '{{customer.email}}' }) },
  ],
  'hubspot.update-contact': [
    'update_contact',
    { agent: AS, contact, property: text('Property'), value: text('Value') },
  ],
  'hubspot.add-note': ['add_contact_note', { agent: AS, contact, text: text('Text') }],
  'hubspot.create-task': [
    'create_task',
    {
      agent: AS,
      contact,
      title: text('What to do'),
      text: maybe('More'),
      days: field.number({ label: 'Due in', default: 1 }),
    },
  ],
};
