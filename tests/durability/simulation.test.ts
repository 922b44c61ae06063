import { expect, test } from 'vitest';
import type { Mutant } from '../../app/runtime/testing/simulation/sim-world.ts';
import { tell } from '../drivers/counts.ts';
import { runSeeds } from '../drivers/run-seeds.ts';

const ONE = process.env['SWITCHYARD_SEED'];
const COUNT = Number(process.env['SWITCHYARD_SEEDS'] ?? (process.env['SWITCHYARD_FULL'] ? 10_000 : 12));
/** Other seeds every day, so that many are lived through in time; the same all day, so that a failure can be repeated. */
const FIRST = ONE === undefined ? (Math.floor(Date.now() / 86_400_000) % 10_000) * 1_000 + 1 : Number(ONE);
const seedsFrom = (first: number, count: number): readonly { readonly seed: number }[] =>
  Array.from({ length: count }, (_, n) => ({ seed: first + n }));

test(
  'nothing is lost, doubled, forgotten or stuck, whatever happens to the computer, the tools and the team',
  { timeout: COUNT * 5_000 + 60_000 },
  async () => {
    const results = await runSeeds(seedsFrom(FIRST, ONE === undefined ? COUNT : 1));
    const sum = (of: 'happenings' | 'lives' | 'runs' | 'deeds'): number =>
      results.reduce((total, result) => total + result[of], 0);
    tell(
      `Seeds ${FIRST} to ${FIRST + results.length - 1}: ${sum('happenings')} happenings, ${sum('lives')} lives of a host, ${sum('runs')} runs, ${sum('deeds')} effects. SWITCHYARD_SEED=n lives through one again.`,
    );
    expect(results.filter(({ findings }) => findings.length > 0)).toEqual([]);
    expect(sum('deeds')).toBeGreaterThan(results.length * 10);
  },
);

test(
  'the same seed is the same story, to the last row, and also where it fails',
  { timeout: 120_000 },
  async () => {
    const fails: Mutant = 'intent forgotten with its host';
    const jobs = [...seedsFrom(FIRST, 2), { seed: 1, mutant: fails }];
    const first = await runSeeds(jobs);
    // The other way round: what was kept in a file is kept in memory now, and each comes after other stories.
    const second = (await runSeeds(jobs.toReversed())).toReversed();
    expect(second).toEqual(first);
    expect(new Set(first.map((r) => r.hash)).size).toBe(jobs.length);
    expect(first.map(({ findings }) => findings.length > 0)).toEqual([false, false, true]);
  },
);

/** Each takes one guard of the product away, and what is then found first. */
const MUTANTS: Readonly<Record<Mutant, RegExp>> = {
  'look-up sees nothing': /^Done 2 times/,
  'a new key for every try': /^Done 2 times/,
  'intent after the call': /before its intent was written/,
  'intent forgotten with its host': /^Done 2 times/,
  'cursor apart from its events': /has 0 runs/,
  'no dedupe': /has 2 runs/,
  'runs take the newest version': /belongs to/,
};
test.each(Object.entries(MUTANTS))(
  'it is found within few seeds when a guard is gone: %s',
  { timeout: 240_000 },
  async (mutant, finding) => {
    const jobs = seedsFrom(1, 40).map((job) => ({ ...job, mutant: mutant as Mutant })); // a key of the record
    const results = await runSeeds(jobs, { untilFound: true });
    const found = results.flatMap((result) => result.findings);
    expect(
      found.some((text) => finding.test(text)),
      found.slice(0, 5).join('\n'),
    ).toBe(true);
  },
);
