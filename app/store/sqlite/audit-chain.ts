import { hash } from 'node:crypto';
import type { Digest } from '../../base/digest.ts';
import type { JsonObject } from '../../base/json.ts';
import type { AuditRecord } from '../records.ts';

/** The hash before the first block. */
export const CHAIN_START = '0'.repeat(64) as Digest; // 64 hex digits are what a Digest is

export interface AuditEntry {
  readonly at: number;
  readonly actor: string;
  readonly type: string;
  readonly data: JsonObject;
}

/**
 * The entries of one commit, which share one link of the chain. `seq` is the number of the first; `hash` covers the
 * link before, the number and the very text, so that a changed, removed or inserted block breaks every later one (G9).
 */
export interface AuditBlock {
  readonly seq: number;
  readonly entries: string;
  readonly hash: Digest;
}

export function auditBlock(before: Digest, seq: number, entries: readonly AuditEntry[]): AuditBlock {
  const text = JSON.stringify(entries.map(({ at, actor, type, data }) => [at, actor, type, data]));
  return { seq, entries: text, hash: chainHash(before, seq, text) };
}

export const chainHash = (before: Digest, seq: number, text: string): Digest =>
  hash('sha256', `${before}\n${seq}\n${text}`, 'hex') as Digest; // a SHA-256 in hex is what a Digest is

/** The entries of a block, oldest first. */
export function entriesOf(block: AuditBlock): AuditRecord[] {
  const packed = JSON.parse(block.entries) as [number, string, string, JsonObject][]; // written by auditBlock
  return packed.map(([at, actor, type, data], index) => ({
    seq: block.seq + index,
    at,
    actor,
    type,
    data,
    hash: block.hash,
  }));
}
