import { defineTool } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** The chat. Each agent is a Slack app of its own, with its own name and icon. */
export const slack = defineTool({
  id: 'slack',
  title: 'Slack',
  noun: 'chat',
  icon: 'chat',
  baseUrl: 'https://slack.com/api',
  fields: {
    token: field.secret({ label: 'Bot token', placeholder: 'xoxb-…' }),
  },
  guide: [
    'Open api.slack.com/apps, choose Create New App and then From scratch. Name the app after the agent.',
    'Under OAuth & Permissions add these bot scopes: chat:write, channels:read, channels:history, users:read, users:read.email, im:write, im:history.',
    'Choose Install to Workspace and allow it.',
    'Copy the Bot User OAuth Token into the field here. It begins with xoxb-.',
    'In Slack, add the app to each channel it should write in.',
  ],
});
