import type { Rehearsed } from '../../../app/api/contract/rehearsal.ts';

const WORDS: Readonly<Record<Rehearsed['state'], (count: number) => string>> = {
  done: (n) => `${n} done`,
  'needs-person': (n) => (n === 1 ? '1 needs a person' : `${n} need a person`),
  waits: (n) => (n === 1 ? '1 waits' : `${n} wait`),
  failed: (n) => `${n} failed`,
};

/** "17 examples: 9 done, 6 need a person, 2 wait". */
export function countsInWords(items: readonly Pick<Rehearsed, 'state'>[]): string {
  const parts = (['done', 'needs-person', 'waits', 'failed'] as const).flatMap((state) => {
    const count = items.filter((item) => item.state === state).length;
    return count === 0 ? [] : [WORDS[state](count)];
  });
  return `${items.length === 1 ? '1 example' : `${items.length} examples`}: ${parts.join(', ')}`;
}
