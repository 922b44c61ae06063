import { createHash } from 'node:crypto';
import type { Digest } from '../../base/digest.ts';
import { canonicalJson, type JsonObject } from '../../base/json.ts';

/** The hash before the first row. */
export const CHAIN_START = '0'.repeat(64) as Digest;

/** Each row's hash covers the one before it, so that a changed, removed or inserted row breaks every later one (G9). */
export function chainHash(
  before: Digest,
  row: {
    readonly seq: number;
    readonly at: number;
    readonly actor: string;
    readonly type: string;
    readonly data: JsonObject;
  },
): Digest {
  const text = `${before}\n${canonicalJson({ ...row })}`;
  return createHash('sha256').update(text).digest('hex') as Digest; // a SHA-256 in hex is what a Digest is
}
