import { expect, test } from 'vitest';
import type { Names } from '../../../app/kit/names.ts';
import { approval } from './definition.ts';

const names = {} as Names; // this sentence names no agent and no step
const over = {
  combinator: 'and',
  rules: [{ field: 'steps.fin.refund', operator: '>', as: 'money', value: 20_000, currency: 'usd' }],
} as const;

test('the card says who is asked, when, and who is next after how long', () => {
  const people = [{ person: 'Dana', within: '2h' }, { person: 'Lee' }];
  expect(approval.sentence({ question: 'Refund this?', people, when: over }, names)).toBe(
    'Asks Dana when refund is over $200.00, then Lee after 2 hours: Refund this?',
  );
  expect(approval.sentence({ question: 'Refund this?', people: [] }, names)).toBe(
    'Asks a person: Refund this?',
  );
  expect(approval.sentence({ people }, names)).toBe('Write what Dana, then Lee after 2 hours should decide');
});
