import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFault } from './json-fault.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test.each([
  ['{"a": oops}', 6],
  ['{"a": 1,}', 8],
  ['[1, 2', 5],
  ['{"a" 1}', 5],
  ['{a: 1}', 1],
  ['{"a": "x\ny"}', 6],
  ['[1] [2]', 4],
  ['', 0],
  ['[01]', 2],
  ["{'a': 1}", 1],
])('%s stops being JSON at %i', (text, at) => {
  expect(jsonFault(text)).toBe(at);
});

test('it finds a fault exactly when there is one', () => {
  const spoilt = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', ':', '0', '-', '\\', '\n', 'e'))
    .map(
      ([text, at, put]) =>
        `${text.slice(0, at % (text.length + 1))}${put}${text.slice((at % (text.length + 1)) + 1)}`,
    );
  fc.assert(
    fc.property(
      fc.oneof(fc.json(), spoilt, fc.string()),
      (text) => (jsonFault(text) === undefined) === isJson(text),
    ),
    { numRuns: 2_000, seed: 7 },
  );
});
