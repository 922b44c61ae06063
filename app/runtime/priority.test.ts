import { describe, expect, test } from 'vitest';
import type { CaseDue, CaseRecord, Priority, PriorityClaim, PriorityVoice } from '../store/records.ts';
import { claimsForNext, claimsOf, resolvePriority, withClaims } from './priority.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const says = (voice: PriorityVoice, priority: Priority): PriorityClaim => ({
  voice,
  priority,
  why: `${voice} says ${priority}`,
  at: 0,
});
const due = (at: number, since = 0): CaseDue => ({ at, since, by: 'trigger' });
const standing = (claims: readonly PriorityClaim[], by?: CaseDue, now = 0) => {
  const { priority, from } = resolvePriority(claims, by, now);
  return `${priority} (${from})`;
};

describe('whose word counts', () => {
  test.each([
    [[], 'normal (usual)'],
    [[says('tool', 'low')], 'low (tool)'],
    [[says('tool', 'urgent'), says('router', 'high')], 'high (router)'],
    [[says('router', 'urgent'), says('directive', 'low')], 'low (directive)'],
    [[says('directive', 'urgent'), says('person', 'low')], 'low (person)'],
    [[says('person', 'normal'), says('router', 'urgent'), says('tool', 'high')], 'normal (person)'],
  ] as const)('%j: %s', (claims, expected) => {
    expect(standing(claims)).toBe(expected);
  });

  test('the reason is told with it', () => {
    expect(resolvePriority([says('router', 'high')], undefined, 0).why).toBe('router says high');
  });
});

describe('a due time', () => {
  test.each([
    [4 * HOUR, 1.9 * HOUR, 'normal (usual)'],
    [4 * HOUR, 2 * HOUR, 'high (due)'],
    [4 * HOUR, 3.5 * HOUR, 'high (due)'],
    [4 * HOUR, 3.6 * HOUR, 'urgent (due)'],
    [4 * HOUR, 9 * HOUR, 'urgent (due)'],
    // A month is no reason to hurry for two weeks.
    [30 * DAY, 28.9 * DAY, 'normal (usual)'],
    [30 * DAY, 29 * DAY, 'high (due)'],
    [30 * DAY, 30 * DAY - 2.1 * HOUR, 'high (due)'],
    [30 * DAY, 30 * DAY - 2 * HOUR, 'urgent (due)'],
  ])('of %d ms, %d ms on: %s', (at, now, expected) => {
    expect(standing([], due(at), now)).toBe(expected);
  });

  test('only raises, and leaves a person’s word alone', () => {
    expect(standing([says('directive', 'urgent')], due(4 * HOUR), 2 * HOUR)).toBe('urgent (directive)');
    expect(standing([says('directive', 'low')], due(4 * HOUR), 2 * HOUR)).toBe('high (due)');
    expect(standing([says('person', 'low')], due(4 * HOUR), 9 * HOUR)).toBe('low (person)');
  });

  test('says when it raises next, and never again once it has', () => {
    const rises = (claims: readonly PriorityClaim[], now: number) =>
      resolvePriority(claims, due(10 * HOUR), now).risesAt;
    expect(rises([], 0)).toBe(5 * HOUR);
    expect(rises([], 5 * HOUR)).toBe(9 * HOUR);
    expect(rises([], 9 * HOUR)).toBeNull();
    expect(rises([says('router', 'high')], 0)).toBe(9 * HOUR);
    expect(rises([says('router', 'urgent')], 0)).toBeNull();
    expect(rises([says('person', 'low')], 0)).toBeNull();
  });

  test('that is over when it is set is urgent at once', () => {
    expect(standing([], due(HOUR, 2 * HOUR), 2 * HOUR)).toBe('urgent (due)');
  });
});

const record = (change: Partial<CaseRecord>): CaseRecord => ({
  id: 'case_1' as CaseRecord['id'], // any text will do
  key: 'k',
  subject: '',
  priority: 'normal',
  status: 'open',
  owner: null,
  openedAt: 0,
  updatedAt: 7,
  ...change,
});

describe('what is said later', () => {
  test('of one voice the more urgent word stays; a person’s last word counts', () => {
    const heard = withClaims([says('directive', 'high')], [says('directive', 'low'), says('router', 'low')]);
    expect(standing(heard)).toBe('high (directive)');
    expect(standing(withClaims(heard, [says('directive', 'urgent')]))).toBe('urgent (directive)');
    expect(standing(withClaims([says('person', 'urgent')], [says('person', 'low')]))).toBe('low (person)');
  });

  test('that an earlier message could wait says nothing of the next one', () => {
    const kept = claimsForNext(record({ claims: [says('directive', 'low'), says('router', 'high')] }));
    expect(standing(kept)).toBe('high (router)');
  });

  test('a case that was closed begins anew, except for a person’s word', () => {
    const claims = [says('directive', 'urgent'), says('person', 'high')];
    expect(standing(claimsForNext(record({ status: 'resolved', claims })))).toBe('high (person)');
  });

  test('a priority from before there were claims was a person’s', () => {
    expect(standing(claimsOf(record({ priority: 'urgent' })))).toBe('urgent (person)');
  });
});
