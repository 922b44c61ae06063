import { seededRandom, type Random } from '../../../base/random.ts';

/** Draws of a simulation. Each part of the world has its own, so that one part's draws do not shift another's. */
export class Chance {
  readonly random: Random;
  constructor(seed: number, part: string) {
    let mixed = seed >>> 0;
    for (const letter of part) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193) >>> 0;
    this.random = seededRandom(mixed);
  }
  /** True this often, out of 100. */
  percent(often: number): boolean {
    return this.random.next() * 100 < often;
  }
  /** A whole number from `from` up to and with `to`. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.random.next() * (to - from + 1));
  }
  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.whole(0, list.length - 1)] ?? list[0];
  }
  /** One of several by weight. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries<number>(weights);
    let rest = this.random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      rest -= weight;
      if (rest < 0) return name as T; // a key of the record
    }
    return entries[0]?.[0] as T; // as above: rounding left nothing over
  }
}
