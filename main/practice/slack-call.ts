import type { Json, JsonObject } from '../../app/base/json.ts';
import { bearerOf, contentTypeOf, VendorRefusal, type VendorReply, type VendorRequest } from './http.ts';

/** Methods that take a JSON body; the others read the query or a form and see no arguments in JSON. */
const TAKES_JSON = new Set(['auth.test', 'chat.postMessage', 'conversations.open', 'conversations.history']);

/** A call of one Slack method, with its arguments from wherever they came. */
export interface SlackCall {
  readonly request: VendorRequest;
  readonly method: string;
  readonly token: string | undefined;
  /** A text argument; undefined when absent or empty. */
  text(name: string): string | undefined;
  /** A number between bounds, or the fallback. */
  number(name: string, fallback: number, most: number): number;
  flag(name: string): boolean;
  /** An argument that is an object or list: as such in JSON, as JSON text in a form. */
  json(name: string): Json | undefined;
  /** All arguments but the token, for the ledger. */
  readonly all: JsonObject;
}

/** HTTP is 200 when Slack says no; `ok` is false. */
export const slackError = (error: string, more: JsonObject = {}): VendorRefusal =>
  new VendorRefusal({ status: 200, body: { ok: false, error, ...more } });

export const slackOk = (body: JsonObject): VendorReply => ({ status: 200, body: { ok: true, ...body } });

function readArguments(request: VendorRequest, method: string): JsonObject {
  const query = Object.fromEntries(request.query);
  const type = contentTypeOf(request.headers);
  if (request.body === '') return query;
  if (type === 'application/x-www-form-urlencoded') {
    return { ...query, ...Object.fromEntries(new URLSearchParams(request.body)) };
  }
  if (type !== 'application/json' || !TAKES_JSON.has(method)) return query;
  let value: unknown;
  try {
    value = JSON.parse(request.body);
  } catch {
    throw slackError('invalid_json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw slackError('json_not_object');
  return { ...query, ...(value as JsonObject) }; // JSON.parse gives nothing but JSON, and it is an object by the check above
}

/** Reads a call. Refuses a JSON body that is none. */
export function readCall(request: VendorRequest): SlackCall {
  const method = request.path.replace(/^\//, '');
  const { token, ...all } = readArguments(request, method);
  const text = (name: string): string | undefined => {
    const value = all[name];
    if (typeof value === 'string' && value !== '') return value;
    return typeof value === 'number' ? String(value) : undefined;
  };
  return {
    request,
    method,
    token: bearerOf(request.headers) ?? (typeof token === 'string' ? token : undefined),
    text,
    number(name, fallback, most) {
      const value = Number(text(name) ?? fallback);
      return Number.isInteger(value) && value > 0 ? Math.min(value, most) : fallback;
    },
    flag: (name) => all[name] === true || all[name] === 'true' || all[name] === '1' || all[name] === 1,
    json(name) {
      const value = all[name];
      if (typeof value !== 'string') return value;
      try {
        return JSON.parse(value) as Json; // JSON.parse gives nothing else
      } catch {
        throw slackError('invalid_json');
      }
    },
    all,
  };
}

/** Slack's cursors are opaque; ours carry where the next page begins. */
export const cursorTo = (place: string): string => Buffer.from(`next:${place}`).toString('base64');

export function readCursor(call: SlackCall): string | undefined {
  const cursor = call.text('cursor');
  if (cursor === undefined) return undefined;
  const match = /^next:(.+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (!match) throw slackError('invalid_cursor');
  return match[1];
}
