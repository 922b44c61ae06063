import { defineTool } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** A mailbox at any provider: read over IMAP, sent over SMTP. It has no web address; its servers are fields. */
export const mail = defineTool({
  id: 'mail',
  title: 'Mail',
  noun: 'IMAP and SMTP',
  icon: 'mail',
  baseUrl: 'imap:',
  fields: {
    address: field.text({
      label: 'E-mail address',
      help: 'Mails are sent from this address.',
      placeholder: 'cleo@firm.example',
      pattern: { is: /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/, says: 'an e-mail address' },
    }),
    imap: field.text({
      label: 'Server for incoming mail (IMAP)',
      help: 'Its name; with a port only when it is not 993. Other ports begin unencrypted and switch before signing in.',
      placeholder: 'imap.firm.example',
    }),
    smtp: field.text({
      label: 'Server for outgoing mail (SMTP)',
      help: 'Its name; with a port only when it is not 465, such as smtp.firm.example:587.',
      placeholder: 'smtp.firm.example',
    }),
    user: field.text({
      label: 'User name',
      help: 'Empty: the e-mail address.',
      optional: true,
    }),
    password: field.secret({ label: 'Password', help: 'Many providers want an app password here.' }),
  },
  guide: [
    'Make a mailbox of its own for this agent, so that everybody sees who writes.',
    'Look up the servers in the help of your mail provider, under IMAP and SMTP.',
    'Where the provider asks for a second factor, make an app password for Switchyard and use it here.',
    'Gmail and Microsoft 365 take a password here only where an administrator allows it.',
  ],
});
