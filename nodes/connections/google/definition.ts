import { defineTool } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/**
 * Accounts, licences and calendars. Each agent signs in as a Google account of its own, with an app of the company's
 * own Google Cloud project. Google serves its parts from several origins; `baseUrl` is that of the calendar.
 */
export const google = defineTool({
  id: 'google',
  title: 'Google Workspace',
  noun: 'accounts and calendars',
  icon: 'calendar',
  baseUrl: 'https://www.googleapis.com',
  origins: [
    'https://admin.googleapis.com',
    'https://licensing.googleapis.com',
    'https://oauth2.googleapis.com',
    'https://reseller.googleapis.com',
  ],
  fields: {
    clientId: field.secret({ label: 'Client ID', placeholder: '….apps.googleusercontent.com' }),
    clientSecret: field.secret({ label: 'Client secret', placeholder: 'GOCSPX-…' }),
    refreshToken: field.secret({ label: 'Refresh token', placeholder: '1//…' }),
  },
  guide: [
    'In Google Workspace, make an account for this agent. For creating accounts and giving licences it needs an admin role; for calendars it needs none.',
    'Open console.cloud.google.com and make a project. Under APIs & Services, enable Google Calendar API, and for accounts and licences also Admin SDK API and Enterprise License Manager API.',
    'Under OAuth consent screen choose Internal. With External and Testing the sign-in ends after 7 days.',
    'Under Credentials create an OAuth client ID of the kind Web application, with the redirect address https://developers.google.com/oauthplayground. Copy its ID and secret into the first two fields here.',
    'Open developers.google.com/oauthplayground. In its settings tick “Use your own OAuth credentials” and enter the same ID and secret.',
    'Enter only the permissions this agent needs: openid, email, and https://www.googleapis.com/auth/calendar for calendars; …/auth/admin.directory.user and …/auth/admin.directory.group for accounts and groups; …/auth/apps.licensing for giving licences; …/auth/apps.order for buying them, which only works where your company orders through Google’s Reseller API.',
    'Choose Authorize APIs, sign in as the account of this agent, then choose Exchange authorization code for tokens. Copy the refresh token into the third field here.',
  ],
});
