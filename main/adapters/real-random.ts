import { randomBytes } from 'node:crypto';
import type { Random } from '../../app/base/random.ts';

/** 32 letters, so that five bits make one and none is likelier than another. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Chance from the operating system, fit for secrets. */
export const realRandom: Random = {
  next: () => {
    const bytes = randomBytes(8);
    // 53 bits, as many as a number in [0, 1) can hold.
    return Number(bytes.readBigUInt64BE() >> 11n) / 2 ** 53;
  },
  letters: (count) => Array.from(randomBytes(count), (byte) => ALPHABET[byte & 31]).join(''),
};
