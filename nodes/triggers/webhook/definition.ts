import { isJsonObject, parseJson, type Json } from '../../../app/base/json.ts';
import { defineTrigger, EVENT_NAME, NEXT_PORT, type DataShape } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';
import { HOOK_PATH } from '../../../app/kit/hook.ts';

/** Values of a sample that are offered, and how deep they are looked for. */
const MOST_OFFERED = 60;
const MOST_DEEP = 5;

/** Where in a body something stands. */
const PLACE_IN_BODY = {
  is: /^[\w-]{1,60}(?:\.[\w-]{1,60}){0,7}$/,
  says: 'names with full stops between them',
} as const;

/** Starts a run when another program calls an address of this computer. */
export const webhook = defineTrigger({
  type: 'webhook',
  version: 1,
  title: 'Webhook',
  summary: 'Starts a run, or wakes one that waits, when another program calls an address of this computer.',
  icon: 'signal',
  source: 'call',
  fromOutside: true,
  sameWith: [
    'does',
    'event',
    'eventAbout',
    'signed',
    'signatureHeader',
    'deliveryHeader',
    'same',
    'perMinute',
    'about',
    'sample',
  ],
  fields: {
    path: field.text({
      label: 'Address',
      help: 'A name for it, such as orders. The secret part is added to it.',
      default: 'orders',
      placeholder: 'orders',
      pattern: { is: HOOK_PATH, says: 'small letters, digits and hyphens, such as new-orders' },
    }),
    does: field.choice({
      label: 'What a call does',
      default: 'start',
      options: [
        { value: 'start', label: 'It starts a run' },
        { value: 'report', label: 'It tells the runs that wait for it' },
      ],
    }),
    event: field.text({
      label: 'Event',
      help: 'The name that a step “Wait for an event” waits for.',
      placeholder: 'parcel-delivered',
      pattern: EVENT_NAME,
      when: { field: 'does', is: ['report'] },
    }),
    eventAbout: field.text({
      label: 'What it is about',
      help: 'Where a call says so, such as order.id. It wakes only a run that waits for the same value, and is kept until one does.',
      placeholder: 'order.id',
      pattern: PLACE_IN_BODY,
      when: { field: 'does', is: ['report'] },
    }),
    signed: field.choice({
      label: 'Sign with',
      help: 'When the caller signs what it sends, a call without the right signature is refused.',
      default: 'none',
      options: [
        { value: 'none', label: 'Nothing: the secret address is enough' },
        { value: 'hex', label: 'HMAC SHA-256, as hex digits' },
        { value: 'base64', label: 'HMAC SHA-256, as base64' },
      ],
    }),
    signatureHeader: field.text({
      label: 'Header with the signature',
      default: 'X-Hub-Signature-256',
      placeholder: 'X-Hub-Signature-256',
      pattern: { is: /^[A-Za-z][A-Za-z0-9-]{0,79}$/, says: 'the name of a header' },
      when: { field: 'signed', is: ['hex', 'base64'] },
    }),
    deliveryHeader: field.text({
      label: 'Header that names a delivery',
      help: 'The same name counts once, for ever. Empty: the usual ones, such as Webhook-Id and X-GitHub-Delivery.',
      optional: true,
      placeholder: 'Webhook-Id',
      pattern: { is: /^[A-Za-z][A-Za-z0-9-]{0,79}$/, says: 'the name of a header' },
    }),
    same: field.duration({
      label: 'Without such a header, the same content counts once within',
      default: '10m',
    }),
    about: field.text({
      label: 'What a call is about',
      help: 'Where its content says so, such as order.id. Calls about the same thing join one case. Empty: each call is a case of its own.',
      optional: true,
      placeholder: 'order.id',
      pattern: PLACE_IN_BODY,
      when: { field: 'does', is: ['start'] },
    }),
    perMinute: field.number({
      label: 'Most calls a minute',
      help: 'More are told to come back later. Empty: as many as can be taken.',
      optional: true,
      min: 1,
      max: 1_000_000,
    }),
    sample: field.text({
      label: 'A sample of what it sends (JSON)',
      help: 'Paste one, and later steps can pick its fields.',
      optional: true,
      json: true,
      lines: 6,
      placeholder: '{ "order": { "id": "1042", "total": 34000 } }',
    }),
  },
  gives: [
    { path: 'call.at', label: 'When it was called', sample: '2026-11-24T09:00:00.000Z' },
    { path: 'call.address', label: 'Which address', sample: 'orders' },
    { path: 'body', label: 'Everything it sent', sample: {} },
  ],
  givesWith: ({ sample }) => shapesOf(sample === undefined ? undefined : parseJson(sample)),
  sample: {
    call: { at: '2026-11-24T09:00:00.000Z', address: 'orders' },
    body: { order: { id: '1042', total: 34_000 } },
  },
  sentence: ({ path, does, event }) => {
    if (!path) return 'Choose a name for the address to call';
    if (does !== 'report') return `When something calls the address /${path}`;
    return event
      ? `A call of the address /${path} tells the runs that wait for “${event}”`
      : 'Choose the event that a call reports';
  },
  ports: ({ does }) => (does === 'report' ? [] : [NEXT_PORT]),
});

/** The fields of a pasted sample, for the data picker. */
function shapesOf(sample: Json | undefined): readonly DataShape[] {
  const found: DataShape[] = [];
  const walk = (value: Json, path: readonly string[]): void => {
    if (found.length >= MOST_OFFERED) return;
    if (path.length > 0)
      found.push({ path: ['body', ...path].join('.'), label: path.join('.'), sample: value });
    if (!isJsonObject(value) || path.length >= MOST_DEEP) return;
    for (const [key, inner] of Object.entries(value))
      if (/^[\w-]{1,60}$/.test(key)) walk(inner, [...path, key]);
  };
  if (sample !== undefined) walk(sample, []);
  return found;
}
