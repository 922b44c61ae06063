import { defineTool } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Contacts and forms. Each agent is a private app of its own, whose name stands in the history of what it changed. */
export const hubspot = defineTool({
  id: 'hubspot',
  title: 'HubSpot',
  noun: 'contacts and forms',
  icon: 'person',
  baseUrl: 'https://api.hubapi.com',
  fields: {
    token: field.secret({ label: 'Access token', placeholder: 'pat-…' }),
  },
  guide: [
    'In HubSpot, open Settings, then Integrations, then Private Apps, and choose Create a private app. Name it after the agent.',
    'Under Scopes add crm.objects.contacts.read and crm.objects.owners.read. If the agent changes contacts, notes or tasks, add crm.objects.contacts.write too; if it waits for forms, add forms.',
    'Choose Create app, then Show token, and copy the token into the field here. It begins with pat-.',
    'VIP customers are those whose contact has the property vip set to true. Make a property of that name (a single checkbox) if you have none.',
  ],
});
