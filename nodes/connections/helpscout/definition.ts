import { defineTool } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** The help desk. Each agent signs in with an app made under its own Help Scout user. */
export const helpscout = defineTool({
  id: 'helpscout',
  title: 'Help Scout',
  noun: 'help desk',
  icon: 'mail',
  baseUrl: 'https://api.helpscout.net',
  fields: {
    clientId: field.secret({ label: 'App ID', placeholder: '32 letters and digits' }),
    clientSecret: field.secret({ label: 'App secret', placeholder: '32 letters and digits' }),
  },
  guide: [
    'In Help Scout, sign in as the user this agent should act as. A user of its own shows everybody who did what.',
    'Open Your Profile, then My apps, and choose Create My App.',
    'Give it any name. The redirection URL is not used; enter https://localhost.',
    'Copy the App ID and the App Secret into the two fields here.',
  ],
});
