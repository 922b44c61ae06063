import { createHash } from 'node:crypto';
import { durationMs } from '../../../app/base/duration.ts';
import { isJsonObject, jsonAt, type Json } from '../../../app/base/json.ts';
import { HookRefusal, implementHook, type HookCall } from '../../../app/kit/hook.ts';
import type { FoundEvent } from '../../../app/kit/implement.ts';
import type { Values } from '../../../app/kit/fields.ts';
import { webhook } from './definition.ts';
import { readBody } from './read-body.ts';
import { isSignedWith } from './signature.ts';

/** Headers in which well-known callers name a delivery; a repeated one carries the same name. */
const DELIVERY_HEADERS = [
  'webhook-id',
  'x-github-delivery',
  'x-shopify-webhook-id',
  'x-gitlab-event-uuid',
  'idempotency-key',
  'x-delivery-id',
];
const MOST_ABOUT = 200;

export const runWebhook = implementHook(webhook, {
  isSigned: ({ signed }) => signed !== 'none',
  perMinute: ({ perMinute }) => perMinute,
  event(call, config, key) {
    const { path, signed } = config;
    if (signed !== 'none') {
      const header = call.header((config.signatureHeader ?? '').toLowerCase());
      if (key === undefined || !isSignedWith(key, signed, call.body, header))
        throw new HookRefusal(401, 'The signature does not fit.');
    }
    const body = readBody(call.header('content-type') ?? '', call.body);
    const names = nameOf(call, config);
    if (config.does === 'report') return report(call.at, names, body, config);
    const about = config.about ? textAt(body, config.about) : undefined;
    return {
      ...names,
      at: call.at,
      // A case that nothing joins is named by time, so that its row lies beside the ones before it.
      caseKey:
        about === undefined
          ? `webhook:${path}:${call.at.toString(36)}:${hash(names.key)}`
          : `webhook:${path}:about:${about}`,
      subject: about === undefined ? `Call of /${path}` : `/${path}: ${about}`,
      data: { call: { at: new Date(call.at).toISOString(), address: path }, body },
    };
  },
});

/** A call that reports a named event. Throws a HookRefusal when it does not say what it is about. */
function report(
  at: number,
  names: ReturnType<typeof nameOf>,
  body: Json,
  { path, event = '', eventAbout = '' }: Values<typeof webhook.fields>,
): FoundEvent {
  const about = textAt(body, eventAbout)?.trim();
  if (!about)
    throw new HookRefusal(422, `There is nothing at ${eventAbout} that says what the event is about.`);
  return {
    ...names,
    at,
    caseKey: `webhook:${path}:about:${about}`,
    subject: `${event} about ${about}`,
    data: { call: { at: new Date(at).toISOString(), address: path }, body },
    reports: { name: event, about, data: isJsonObject(body) ? body : { body } },
  };
}

/**
 * What tells this delivery from others: the name that its sender gave it, which counts for ever, or its content, which
 * counts for a while. For that, time is cut into pieces of that length, and the piece before is looked at too.
 */
function nameOf(
  call: HookCall,
  { deliveryHeader, same }: { readonly deliveryHeader?: string; readonly same: string },
): { readonly key: string; readonly repeats?: { readonly key: string; readonly since: number } } {
  const headers = deliveryHeader ? [deliveryHeader.toLowerCase()] : DELIVERY_HEADERS;
  for (const name of headers) {
    const value = call.header(name)?.trim();
    if (value) return { key: `${name}:${hash(value)}` };
  }
  const within = Math.max(1, durationMs(same));
  const piece = Math.floor(call.at / within);
  const digest = hash(call.body);
  return {
    key: `same:${digest}:${piece}`,
    repeats: { key: `same:${digest}:${piece - 1}`, since: call.at - within },
  };
}

const hash = (what: string | Uint8Array): string =>
  createHash('sha256').update(what).digest('base64url').slice(0, 27);

function textAt(body: Json, path: string): string | undefined {
  const value = jsonAt(body, path.split('.'));
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, MOST_ABOUT) : undefined;
}
