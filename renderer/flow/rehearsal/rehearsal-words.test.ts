import { expect, test } from 'vitest';
import { countsInWords } from './rehearsal-words.ts';

test('the counts name only what there is, in words that fit one and many', () => {
  expect(countsInWords([{ state: 'done' }])).toBe('1 example: 1 done');
  expect(
    countsInWords([
      { state: 'waits' },
      { state: 'needs-person' },
      { state: 'needs-person' },
      { state: 'failed' },
    ]),
  ).toBe('4 examples: 2 need a person, 1 waits, 1 failed');
});
