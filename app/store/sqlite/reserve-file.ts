import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { hash } from 'node:crypto';

/**
 * Space that is set aside for the worst moment: more than twice the most that the log of the database grows to, because
 * with less the last checkpoint does not come to its end (reliability-security.md section 1b).
 */
export const RESERVE_BYTES = 40 * 1024 * 1024;
const PIECE = 1024 * 1024;

/** A file that only takes up space, to be given free when the disk is full. */
export class ReserveFile {
  readonly #file: string;
  readonly #bytes: number;
  constructor(file: string, bytes: number = RESERVE_BYTES) {
    this.#file = file;
    this.#bytes = bytes;
  }

  /** Makes it, when it is not there in its full length. False when the disk has no space for it. */
  fill(): boolean {
    try {
      if (statSync(this.#file, { throwIfNoEntry: false })?.size === this.#bytes) return true;
      const file = openSync(this.#file, 'w', 0o600);
      try {
        // One piece of memory for all of them: this is done at the first start, and a start should not leave 40 MB behind.
        const piece = Buffer.alloc(PIECE);
        for (let at = 0; at < this.#bytes; at += PIECE) {
          makeNoise(piece, at);
          writeSync(file, piece.subarray(0, Math.min(PIECE, this.#bytes - at)));
        }
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      return true;
    } catch {
      this.release();
      return false;
    }
  }

  /** Gives the space free. */
  release(): void {
    rmSync(this.#file, { force: true });
  }

  /** Is there space for it and as much again beside it? */
  hasRoom(): boolean {
    const free = freeBytes(this.#file);
    const held = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
    return free === null || free + held >= this.#bytes * 1.25;
  }
}

/** Bytes free on the disk of a file or its folder; null where the system does not say. */
export function freeBytes(file: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(file.replace(/[/\\][^/\\]*$/, '') || '/');
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Fills it with bytes that no file system packs into less. */
function makeNoise(piece: Buffer, seed: number): void {
  const block = Buffer.from(hash('sha512', `reserve ${seed}`, 'hex').repeat(64));
  for (let at = 0; at < PIECE; at += block.length) {
    block.writeUInt32LE(at, 0);
    block.copy(piece, at);
  }
}
