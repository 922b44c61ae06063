import { expect, test } from 'vitest';
import type { CaseRow, Sayer } from '../store/records.ts';
import { factsForModel, factsOf } from './case-facts.ts';

const ANN: Sayer = { kind: 'person', name: 'Ann' };
const IVO: Sayer = { kind: 'agent', name: 'Ivo (IT)' };

const log = (...said: readonly (readonly [name: string, value: string, by: Sayer, outside?: boolean])[]) =>
  said.map(([name, value, by, outside = false], index): CaseRow => ({
    seq: index + 1,
    at: index * 1_000,
    run: null,
    entry: { type: 'fact', name, value, by, outside },
  }));

test('the last word counts, and what was said before is kept', () => {
  const [fact, ...more] = factsOf(log(['Plan', 'Basic', IVO], ['plan ', 'Pro', IVO]));
  expect(fact).toMatchObject({ value: 'Pro', others: [{ value: 'Basic', by: IVO, at: 0 }] });
  expect(more).toEqual([]);
});

test('what a person said stands until a person says otherwise; nothing is overwritten in silence', () => {
  const [fact] = factsOf(log(['Plan', 'Basic', ANN], ['Plan', 'Pro', IVO]));
  expect(fact).toMatchObject({ value: 'Basic', by: ANN, others: [{ value: 'Pro', by: IVO }] });
  const [corrected] = factsOf(log(['Plan', 'Basic', ANN], ['Plan', 'Pro', IVO], ['Plan', 'Team', ANN]));
  expect(corrected?.value).toBe('Team');
});

test('a person takes a fact away', () => {
  expect(factsOf(log(['Plan', 'Pro', IVO], ['Plan', '', ANN]))).toEqual([]);
});

test('a model is shown what came from outside apart from what is known', () => {
  const facts = factsOf(log(['Plan', 'Pro', ANN], ['Deadline', 'Friday', IVO, true]));
  expect(factsForModel(facts)).toEqual({
    known: { Plan: 'Pro' },
    toldFromOutside: { Deadline: 'Friday' },
  });
  expect(factsForModel([])).toEqual({});
});
