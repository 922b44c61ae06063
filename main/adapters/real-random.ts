import { randomFillSync } from 'node:crypto';
import type { Random } from '../../app/base/random.ts';

/** 32 letters, so that five bits make one and none is likelier than another. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Asking the system costs more than a kilobyte of it, so it is asked for that much; what is used is wiped. */
const pool = Buffer.alloc(1_024);
let used = pool.length;
function bytes(count: number): Uint8Array {
  if (count > pool.length) return randomFillSync(new Uint8Array(count));
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const taken = Uint8Array.from(pool.subarray(used, used + count));
  pool.fill(0, used, used + count);
  used += count;
  return taken;
}

/** Chance from the operating system, fit for secrets. */
export const realRandom: Random = {
  next: () => {
    // 53 bits, as many as a number in [0, 1) can hold.
    const eight = new DataView(bytes(8).buffer);
    return Number(eight.getBigUint64(0) >> 11n) / 2 ** 53;
  },
  letters: (count) => {
    let text = '';
    for (const byte of bytes(count)) text += ALPHABET[byte & 31];
    return text;
  },
};
