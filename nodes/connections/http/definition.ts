import { defineTool } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Any web service that speaks HTTP and JSON, at one fixed address. */
export const http = defineTool({
  id: 'http',
  title: 'Web service',
  noun: 'HTTP',
  icon: 'globe',
  baseUrl: '',
  needsAddress: true,
  // A service of one's own has no limits that we know of.
  callsAtOnce: 16,
  fields: {
    header: field.text({
      label: 'Header for signing in',
      help: 'The name of the header that carries the secret, such as Authorization. Empty when none is needed.',
      optional: true,
      placeholder: 'Authorization',
    }),
    secret: field.secret({
      label: 'What that header says',
      help: 'Such as Bearer and a token. Kept in the vault.',
      optional: true,
      placeholder: 'Bearer …',
    }),
    idempotencyHeader: field.text({
      label: 'Header for repeated calls',
      help: 'Only when the service keeps such keys: a call whose answer was lost can then be sent again.',
      optional: true,
      placeholder: 'Idempotency-Key',
    }),
  },
  guide: [
    'Enter the address that every call begins with, such as https://api.example.com/v1. Calls never leave it.',
    'Look in the service’s own pages for the header that it wants, and for the token to put into it.',
  ],
});
