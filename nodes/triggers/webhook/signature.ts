import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Does a signature fit these bytes? HMAC SHA-256 (RFC 2104), as hex or base64; a leading `sha256=` or `v1=`, as some
 * callers write it, is left out. Takes the same time wherever it differs.
 */
export function isSignedWith(
  key: string,
  form: 'hex' | 'base64',
  body: Uint8Array,
  header: string | undefined,
): boolean {
  if (header === undefined) return false;
  const given = Buffer.from(header.trim().replace(/^(?:sha256|v1)=/i, ''));
  const digest = createHmac('sha256', key).update(body).digest(form);
  const expected = Buffer.from(digest);
  const lower = form === 'hex' ? Buffer.from(given.toString('latin1').toLowerCase(), 'latin1') : given;
  return lower.length === expected.length && timingSafeEqual(lower, expected);
}
