import { expect, test } from 'vitest';
import { withoutQuote } from './without-quote.ts';

test.each([
  ['Yes, please.\n\nOn Tue, Cleo wrote:\n> Shall we?\n>\n> Cleo\n', 'Yes, please.'],
  ['Yes.\n\n-----Original Message-----\nFrom: Cleo\nShall we?', 'Yes.'],
  ['> Shall we?\nYes.\n> Friday?\nNo.', '> Shall we?\nYes.\n> Friday?\nNo.'],
  ['What I need:\n- a desk\n- a chair', 'What I need:\n- a desk\n- a chair'],
  ['> only a quote', '> only a quote'],
])('of %j, %j is what was written', (text, own) => {
  expect(withoutQuote(text)).toBe(own);
});
