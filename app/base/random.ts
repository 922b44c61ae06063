/** Where chance comes from. Handed in, so that a run of the product can be repeated exactly. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** `count` characters of a-z and 0-9, unguessable in production. */
  letters(count: number): string;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** A repeatable source for tests and simulation (mulberry32, public domain algorithm by T. Ettinger). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    letters: (count) => Array.from({ length: count }, () => ALPHABET[Math.floor(next() * 32)]).join(''),
  };
}
