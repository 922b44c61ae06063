import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScoredResult } from '../../app/agents/routing/decide.ts';
import { createOfflineRouter } from '../../app/agents/routing/offline-router.ts';
import { readAssets } from '../../main/routing/read-assets.ts';

/**
 * Labelled messages of others, kept beside the checkout and not in it. A directive's examples are not read: this measures
 * what the sentences alone do.
 */
const DATA = path.resolve(import.meta.dirname, '../../../shared/data/routing');
const WORKSPACES = ['bank-helpdesk', 'office-desk', 'saas-support'] as const;
/** Of a long file every second row: enough for the figures, and short enough for every test run. */
const MOST_ROWS = 300;

interface Row {
  readonly text: string;
  readonly labels: readonly string[];
}

const isThere = existsSync(DATA);
if (!isThere)
  console.log(
    'left out: routing figures, because the labelled messages (shared/data/routing) are not beside this checkout',
  );

describe.skipIf(!isThere)('labelled messages of three workspaces', () => {
  it('go the right way as often as promised', { timeout: 120_000 }, () => {
    const router = createOfflineRouter(
      readAssets(path.resolve(import.meta.dirname, '../../resources/router')),
    );
    const figures = WORKSPACES.map((name) => {
      const file = JSON.parse(readFileSync(path.join(DATA, `${name}.directives.json`), 'utf8')) as {
        directives: { id: string; text: string }[]; // the shape its README describes
      };
      const directives = file.directives.map(({ id, text }) => ({ id, text }));
      const decided = rowsOf(name).map((row) => ({
        row,
        result: router.route({ text: row.text, directives }),
      }));
      return { name, ...figuresOf(decided) };
    });
    const macro = (key: keyof ReturnType<typeof figuresOf>): number =>
      figures.reduce((sum, figure) => sum + figure[key], 0) / figures.length;
    for (const { name, ...figure } of figures) console.log(`${name.padEnd(14)} ${inWords(figure)}`);
    console.log(
      `${'macro'.padEnd(14)} ${inWords({ top1: macro('top1'), routed: macro('routed'), heldBack: macro('heldBack'), sureRight: macro('sureRight') })}`,
    );
    expect(macro('top1')).toBeGreaterThanOrEqual(0.9);
    expect(macro('routed')).toBeGreaterThanOrEqual(0.8);
    expect(macro('heldBack')).toBeGreaterThanOrEqual(0.8);
    expect(macro('sureRight')).toBeGreaterThanOrEqual(0.9);
  });
});

function rowsOf(name: string): Row[] {
  const rows = readFileSync(path.join(DATA, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row); // the shape its README describes
  const step = Math.ceil(rows.length / MOST_ROWS);
  return rows.filter((_, i) => i % step === 0);
}

interface Decided {
  readonly row: Row;
  readonly result: ScoredResult;
}

function figuresOf(decided: readonly Decided[]) {
  const inside = decided.filter(({ row }) => row.labels.length > 0);
  const outside = decided.filter(({ row }) => row.labels.length === 0);
  const sure = decided.filter(({ result }) => result.band === 'sure');
  const isRight = ({ row, result }: Decided): boolean => row.labels.includes(result.ranked[0]?.id ?? '');
  const share = (part: readonly Decided[], all: readonly Decided[]): number => part.length / all.length;
  return {
    top1: share(inside.filter(isRight), inside),
    routed: share(
      inside.filter((one) => isRight(one) && one.result.chosen.length > 0),
      inside,
    ),
    heldBack: share(
      outside.filter(({ result }) => result.chosen.length === 0),
      outside,
    ),
    sureRight: share(sure.filter(isRight), sure),
  };
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

const inWords = (figures: ReturnType<typeof figuresOf>): string =>
  `best one right ${percent(figures.top1)}, routed and right ${percent(figures.routed)}, ` +
  `out of scope held back ${percent(figures.heldBack)}, sure ones right ${percent(figures.sureRight)}`;
