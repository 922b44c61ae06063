import { stem } from './words.ts';

const SIZE = 100;
const MOST_REMEMBERED = 4_000;

/** What single words mean beside each other, and how rare they are. */
export interface WordVectors {
  /** From near 0 (in every text) to 1 (rare or unknown). */
  rarity(word: string): number;
  /** From 0 (unrelated or unknown) to 1 (the same stem). */
  likeness(a: string, b: string): number;
}

/**
 * @param words `words.txt` as text: one word a line, the most frequent first
 * @param vectors `words.q8.bin`: a scale for every word, then 100 8-bit numbers for every word
 */
export function createWordVectors(words: string, vectors: ArrayBuffer): WordVectors {
  const all = words.trimEnd().split('\n');
  const at = new Map(all.map((word, i) => [word, i]));
  const numbers = new Int8Array(vectors, 4 * all.length); // a direction needs no scale
  if (numbers.length !== all.length * SIZE)
    throw new RangeError('The word vectors do not fit the list of words.');
  const lengths = Float32Array.from(all, (_, i) => {
    let square = 0;
    for (let k = i * SIZE; k < (i + 1) * SIZE; k++) square += numbers[k]! ** 2;
    return Math.sqrt(square) || 1;
  });
  const remembered = new Map<string, number>();

  const compare = (a: string, b: string): number => {
    if (stem(a) === stem(b)) return 1;
    const i = at.get(a);
    const j = at.get(b);
    if (i === undefined || j === undefined) return 0;
    let sum = 0;
    for (let k = 0; k < SIZE; k++) sum += numbers[i * SIZE + k]! * numbers[j * SIZE + k]!;
    return Math.max(0, sum / lengths[i]! / lengths[j]!);
  };

  return {
    rarity: (word) => Math.log(2 + (at.get(word) ?? all.length)) / Math.log(2 + all.length),
    likeness(a, b) {
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      const known = remembered.get(key);
      if (known !== undefined) return known;
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      const value = compare(a, b);
      remembered.set(key, value);
      return value;
    },
  };
}
