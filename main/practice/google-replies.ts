import type { Json, JsonObject } from '../../app/base/json.ts';
import type { CompanyAgent } from './company.ts';
import { VendorRefusal, type VendorReply, type VendorRequest } from './http.ts';

/** A call of one of Google's services by an agent that has signed in and may make it. */
export interface GoogleCall {
  readonly request: VendorRequest;
  readonly agent: CompanyAgent;
  /** The parts in braces of the path. */
  readonly parts: Readonly<Record<string, string>>;
}

/** Google's error document. */
export const googleError = (
  status: number,
  reason: string,
  message: string,
  domain = 'global',
): VendorReply => ({
  status,
  body: { error: { code: status, message, errors: [{ message, domain, reason }] } },
});

export const refuse = (...error: Parameters<typeof googleError>): VendorRefusal =>
  new VendorRefusal(googleError(...error));

export const ok = (body: JsonObject): VendorReply => ({ status: 200, body });

export const notFound = (message: string): VendorRefusal => refuse(404, 'notFound', message);
export const invalid = (message: string): VendorRefusal => refuse(400, 'invalid', message);

/** The body as an object. A body that is none is refused. */
export function bodyOf(request: VendorRequest): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(request.body === '' ? '{}' : request.body);
  } catch {
    throw refuse(400, 'parseError', 'Parse Error');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse(400, 'parseError', 'This API does not support parsing form-encoded input.');
  return value as JsonObject; // JSON.parse gives nothing but JSON, and it is an object by the check above
}

export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
export const iso = (ms: number): string => new Date(ms).toISOString();

/** A whole number from the query, between bounds, or the fallback. */
export function countIn(query: URLSearchParams, name: string, fallback: number, most: number): number {
  const value = Number(query.get(name) ?? fallback);
  return Number.isInteger(value) && value > 0 ? Math.min(value, most) : fallback;
}

/** One page of a list that is read from the start, with the token of the next page. */
export function pageOf<T>(
  query: URLSearchParams,
  items: readonly T[],
  size: number,
): { readonly items: readonly T[]; readonly next: { readonly nextPageToken?: string } } {
  const token = query.get('pageToken');
  const match = token === null ? undefined : /^from:(\d+)$/.exec(Buffer.from(token, 'base64').toString());
  if (match === null) throw invalid('Invalid Value for pageToken');
  const start = Number(match?.[1] ?? '0');
  const end = start + size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? { nextPageToken: Buffer.from(`from:${end}`).toString('base64') } : {},
  };
}
