import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScoredResult } from '../../app/agents/routing/decide.ts';
import { openRouter } from '../../app/agents/routing/testing/open-router.ts';

/**
 * Own messages of six trades that no parameter of the router was written for: what a new user can expect on the first day,
 * from the sentences alone.
 */
const DIR = path.resolve(import.meta.dirname, '../samples/routing');

interface Row {
  readonly text: string;
  readonly labels: readonly string[];
}
interface Decided {
  readonly row: Row;
  readonly result: ScoredResult;
}

const share = (part: number, all: number): number => part / Math.max(1, all);
const isRight = ({ row, result }: Decided): boolean => row.labels.includes(result.ranked[0]?.id ?? '');

describe('messages of trades that the router does not know', { timeout: 120_000 }, () => {
  let all: readonly Decided[] = [];
  beforeAll(() => {
    const router = openRouter();
    all = readdirSync(DIR)
      .filter((file) => file.endsWith('.directives.json'))
      .flatMap((file) => {
        const { directives } = JSON.parse(readFileSync(path.join(DIR, file), 'utf8')) as {
          directives: { id: string; text: string }[]; // our own files
        };
        return readFileSync(path.join(DIR, file.replace('.directives.json', '.jsonl')), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Row) // as above
          .map((row) => ({ row, result: router.route({ text: row.text, directives }) }));
      });
  }, 120_000);

  it('find the right directive first four times out of five', () => {
    const inside = all.filter(({ row }) => row.labels.length > 0);
    expect(inside.length).toBeGreaterThan(100);
    expect(share(inside.filter(isRight).length, inside.length)).toBeGreaterThanOrEqual(0.81);
    const routed = inside.filter((one) => isRight(one) && one.result.chosen.length > 0);
    expect(share(routed.length, inside.length)).toBeGreaterThanOrEqual(0.54);
  });

  it('that belong to none are held back, and what is routed is nearly always right', () => {
    const outside = all.filter(({ row }) => row.labels.length === 0);
    const held = outside.filter(({ result }) => result.chosen.length === 0);
    expect(share(held.length, outside.length)).toBeGreaterThanOrEqual(0.85);
    const routed = all.filter(({ result }) => result.chosen.length > 0);
    expect(share(routed.filter(isRight).length, routed.length)).toBeGreaterThanOrEqual(0.87);
  });

  it('that name a danger in exact words always call the person', () => {
    const dangers = all.filter(({ row }) =>
      /\b(?:bullying|violence|phishing|virus|stolen|gas)\b/.test(row.text),
    );
    expect(dangers.length).toBeGreaterThanOrEqual(5);
    expect(dangers.filter((one) => !isRight(one)).map(({ row }) => row.text)).toEqual([]);
  });
});
