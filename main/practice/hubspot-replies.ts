import type { Json, JsonObject } from '../../app/base/json.ts';
import { VendorRefusal, type VendorReply, type VendorRequest } from './http.ts';

/** HubSpot's error document. */
export const hubspotError = (
  status: number,
  category: string,
  message: string,
  more: JsonObject = {},
): VendorReply => ({
  status,
  body: {
    status: 'error',
    message,
    correlationId: '00000000-0000-4000-8000-000000000000',
    category,
    ...more,
  },
});

export const refuse = (...error: Parameters<typeof hubspotError>): VendorRefusal =>
  new VendorRefusal(hubspotError(...error));
export const notFound = (message = 'resource not found'): VendorRefusal =>
  refuse(404, 'OBJECT_NOT_FOUND', message);
export const invalid = (message: string): VendorRefusal => refuse(400, 'VALIDATION_ERROR', message);

export const ok = (body: JsonObject, status = 200): VendorReply => ({ status, body });

/** The body as an object. A body that is none is refused. */
export function bodyOf(request: VendorRequest): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(request.body);
  } catch {
    throw invalid('Invalid input JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('Invalid input JSON: an object was expected');
  return value as JsonObject; // JSON.parse gives nothing but JSON, and it is an object by the check above
}

export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** A page of a list: what is on it, and where the next one begins. */
export function pageOf<T>(
  items: readonly T[],
  after: string | undefined,
  limit: number,
): { readonly items: readonly T[]; readonly paging: { readonly paging?: JsonObject } } {
  const start = after === undefined || after === '' ? 0 : Number(after);
  if (!Number.isInteger(start) || start < 0) throw invalid('Invalid paging cursor');
  const end = start + limit;
  return {
    items: items.slice(start, end),
    paging: end < items.length ? { paging: { next: { after: String(end) } } } : {},
  };
}

/** A whole number from the query between 1 and `most`, or the fallback. Above `most` the vendor says no. */
export function limitIn(query: URLSearchParams, fallback: number, most: number): number {
  const given = query.get('limit');
  if (given === null) return fallback;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw invalid(`limit must be between 1 and ${most}`);
  return value;
}
