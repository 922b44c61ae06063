import { expect, test } from 'vitest';
import { capAsTyped, parseCap } from './cap-words.ts';

test.each([
  ['money', 5_000_000, '50000'],
  ['money', 1_250, '12.50'],
  ['time', 7_200_000, '120'],
  ['bytes', 50_000_000, '50'],
  ['tokens', 60_000, '60000'],
  ['steps', null, ''],
] as const)('a limit of %s is typed as it is shown: %s', (name, cap, typed) => {
  expect(capAsTyped(name, cap)).toBe(typed);
  expect(parseCap(name, typed)).toBe(cap);
});

test('what is no number is no limit', () => {
  for (const typed of ['many', '-1', '1e9', '1.5']) expect(parseCap('tokens', typed)).toBeUndefined();
  expect(parseCap('money', '$1,000')).toBe(100_000);
});
