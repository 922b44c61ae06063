import { randomFillSync } from 'node:crypto';
import type { Random } from '../../app/base/random.ts';

/** 32 letters, so that five bits make one and none is likelier than another. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Asking the system costs more than a kilobyte of it, so it is asked for that much; what is used is wiped. */
const pool = Buffer.alloc(1_024);
let used = pool.length;

/** Where in the pool the next bytes lie, so many. They are the caller's to wipe. */
function take(count: number): number {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return used - count;
}

const LETTER_CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));

/** Chance from the operating system, fit for secrets. */
export const realRandom: Random = {
  next: () => {
    // 53 bits, as many as a number in [0, 1) can hold.
    const at = take(8);
    const eight = pool.readBigUInt64BE(at);
    pool.fill(0, at, at + 8);
    return Number(eight >> 11n) / 2 ** 53;
  },
  letters: (count) => {
    if (count > pool.length) return realRandom.letters(pool.length) + realRandom.letters(count - pool.length);
    const at = take(count);
    // Turned into letters where they lie, and wiped at once.
    for (let n = at; n < at + count; n += 1) pool[n] = LETTER_CODES[(pool[n] ?? 0) & 31] ?? 0;
    const text = pool.toString('latin1', at, at + count);
    pool.fill(0, at, at + count);
    return text;
  },
};
