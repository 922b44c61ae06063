import { crc32 } from 'node:zlib';
import { SwitchyardError } from '../../base/errors.ts';
import { nodeOfStep, type RunId, type StepKey } from '../../base/ids.ts';
import type { RunEvent, TraceRow } from '../trace.ts';

/**
 * Rows that one run wrote in one commit are stored as one block: a JSON list of `[step, event]`, with a CRC-32 of its
 * text. The rows of a block have consecutive sequence numbers, the first of which is the block's key. One insert and
 * one index entry for several rows is most of what makes a step cheap. A step that began in the same commit says so with
 * a third member on the row that follows its beginning.
 */
export interface TraceBlock {
  readonly seq: number;
  readonly run: RunId;
  readonly at: number;
  readonly sum: number;
  readonly rows: string;
}

type PackedRow = readonly [StepKey | null, RunEvent] | readonly [StepKey, RunEvent, typeof BEGAN];
const BEGAN = 1;

/** Leaves out what the row after it says too. */
function pack(rows: readonly (readonly [StepKey | null, RunEvent])[]): readonly PackedRow[] {
  const packed: PackedRow[] = [];
  for (let n = 0; n < rows.length; n += 1) {
    const row = rows[n];
    const next = rows[n + 1];
    if (!row) continue;
    const [step, event] = row;
    if (
      event.type === 'step_started' &&
      step !== null &&
      next?.[0] === step &&
      event.node === nodeOfStep(step)
    ) {
      packed.push([step, next[1], BEGAN]);
      n += 1;
    } else packed.push(row);
  }
  return packed;
}

function* unpack(packed: readonly PackedRow[]): Iterable<readonly [StepKey | null, RunEvent]> {
  for (const row of packed) {
    if (row.length === 3) yield [row[0], { type: 'step_started', node: nodeOfStep(row[0]) }];
    yield [row[0], row[1]];
  }
}

/** Over what a block says and where it belongs: a time or a run that rots is noticed as well as a word. */
const sumOf = ({ seq, run, at, rows }: Omit<TraceBlock, 'sum'>): number =>
  crc32(rows, crc32(`${seq} ${run} ${at}`));

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
      const text = JSON.stringify(pack(rows));
      return { seq, run, at, sum: sumOf({ seq, run, at, rows: text }), rows: text };
    });
  }
}

/** The rows of a block. Throws `data_damaged` when the block is not as it was written (reliability-security.md 0.7). */
export function rowsOf({ seq, run, at, sum, rows }: TraceBlock): TraceRow[] {
  // Blocks of earlier versions have a sum of their text alone.
  if (sum !== sumOf({ seq, run, at, rows }) && sum !== crc32(rows))
    throw new SwitchyardError('data_damaged', `The record of run ${run} is damaged at row ${seq}.`, {
      fix: 'Restore a backup in Settings.',
    });
  const packed = JSON.parse(rows) as readonly PackedRow[]; // written by TraceBuffer, as the sum shows
  return Array.from(unpack(packed), ([step, event], index) => ({ seq: seq + index, run, at, step, event }));
}
