import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Starts a run when a contact is new, or when one was changed. */
export const hubspotContactChanged = defineTrigger({
  type: 'hubspot.contact-changed',
  version: 1,
  title: 'Contact new or changed',
  summary: 'Starts when a contact in HubSpot is new, or was changed.',
  icon: 'person',
  tool: 'hubspot',
  source: 'tool',
  finds: ['change', 'changes'],
  everyMs: 60_000,
  fields: {
    agent: field.agent({ label: 'Who', help: 'Whose HubSpot app looks at contacts.' }),
    what: field.choice({
      label: 'When',
      default: 'new',
      options: [
        { value: 'new', label: 'A contact is new' },
        { value: 'changed', label: 'A contact is new or was changed' },
      ],
    }),
  },
  gives: [
    { path: 'contact.id', label: 'Contact id', sample: '20003' },
    { path: 'contact.name', label: 'Contact name', sample: 'Priya Raman' },
    { path: 'contact.email', label: 'Contact e-mail', sample: 'priya@ramanphysio.example' },
    { path: 'contact.company', label: 'Company', sample: 'Raman Physiotherapy' },
    { path: 'contact.stage', label: 'Stage', sample: 'customer' },
    { path: 'contact.vip', label: 'Is a VIP', sample: false },
    { path: 'contact.owner', label: 'Id of the owner', sample: '70002' },
  ],
  sample: {
    contact: {
      id: '20003',
      name: 'Priya Raman',
      email: 'priya@ramanphysio.example',
      company: 'Raman Physiotherapy',
      stage: 'customer',
      vip: false,
      owner: '70002',
    },
  },
  sentence: ({ agent, what }, names) => {
    const when = what === 'changed' ? 'is new or was changed' : 'is new';
    return agent
      ? `When a contact in HubSpot ${when}, seen by ${names.agent(agent)}`
      : `When a contact in HubSpot ${when}; choose whose app looks for it`;
  },
});
