import { expect, it } from 'vitest';
import { sentenceOf } from './audit-words.ts';

it('names an action by its title, and leaves other sentences and unknown actions as they are', () => {
  expect(sentenceOf({ sentence: 'Did stripe.refund as Fin', data: { action: 'stripe.refund' } })).toBe(
    'Did “Refund” as Fin',
  );
  expect(sentenceOf({ sentence: 'Did other.thing as Fin', data: { action: 'other.thing' } })).toBe(
    'Did other.thing as Fin',
  );
  expect(sentenceOf({ sentence: 'Turned the flow on', data: {} })).toBe('Turned the flow on');
});
