import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from './json.ts';

/** A SHA-256 over canonical JSON, in hex. The same in the browser and on the host. */
export type Digest = string & { readonly __brand: 'Digest' };

export const digestOf = (value: Json): Digest =>
  bytesToHex(sha256(utf8ToBytes(canonicalJson(value)))) as Digest;
