import { crc32 } from 'node:zlib';
import { SwitchyardError } from '../../base/errors.ts';
import type { RunId, StepKey } from '../../base/ids.ts';
import type { RunEvent, TraceRow } from '../trace.ts';

/**
 * Rows that one run wrote in one commit are stored as one block: a JSON list of `[step, event]`, with a CRC-32 of its
 * text. The rows of a block have consecutive sequence numbers, the first of which is the block's key. One insert and
 * one index entry for several rows is most of what makes a step cheap.
 */
export interface TraceBlock {
  readonly seq: number;
  readonly run: RunId;
  readonly at: number;
  readonly sum: number;
  readonly rows: string;
}

type Packed = readonly (readonly [StepKey | null, RunEvent])[];

/** Collects the rows of a commit into blocks. */
export class TraceBuffer {
  #open: { seq: number; run: RunId; at: number; rows: [StepKey | null, RunEvent][] }[] = [];

  add({ seq, run, at, step, event }: TraceRow): void {
    const last = this.#open.at(-1);
    if (last?.run === run && last.at === at) last.rows.push([step, event]);
    else this.#open.push({ seq, run, at, rows: [[step, event]] });
  }

  get isEmpty(): boolean {
    return this.#open.length === 0;
  }

  /** Gives the collected blocks and begins anew. */
  take(): readonly TraceBlock[] {
    const open = this.#open;
    this.#open = [];
    return open.map(({ seq, run, at, rows }) => {
      const text = JSON.stringify(rows);
      return { seq, run, at, sum: crc32(text), rows: text };
    });
  }
}

/** The rows of a block. Throws `data_damaged` when the block is not as it was written (reliability-security.md 0.7). */
export function rowsOf({ seq, run, at, sum, rows }: TraceBlock): TraceRow[] {
  if (crc32(rows) !== sum)
    throw new SwitchyardError('data_damaged', `The record of run ${run} is damaged at row ${seq}.`, {
      fix: 'Restore a backup in Settings.',
    });
  const packed = JSON.parse(rows) as Packed; // written by TraceBuffer, as the sum shows
  return packed.map(([step, event], index) => ({ seq: seq + index, run, at, step, event }));
}
