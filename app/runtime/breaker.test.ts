import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { ConnectionId } from '../base/ids.ts';
import type { BreakerRecord } from '../store/records.ts';
import { afterFailure, BREAKER, isAway, stateOf } from './breaker.ts';

const DESK = 'conn_desk1' as ConnectionId; // the brand is all that the cast adds
const away = new SwitchyardError('temporary', 'Help Scout is not answering.').toData();
const fail = (before: BreakerRecord | undefined, now: number, error: ErrorData = away) =>
  afterFailure(before, DESK, error, now, 0.5);

test('it opens at the fifth failure in a row, and not before', () => {
  let breaker: BreakerRecord | undefined;
  const states = [1, 2, 3, 4, 5].map((n) => {
    breaker = fail(breaker, n);
    return stateOf(breaker, n);
  });
  expect(states).toEqual(['closed', 'closed', 'closed', 'closed', 'open']);
  expect(BREAKER.failures).toBeLessThanOrEqual(5);
});

test('when its time is up one call may try; when that fails too it stays open for longer', () => {
  let breaker: BreakerRecord | undefined;
  for (let n = 0; n < 5; n += 1) breaker = fail(breaker, 0);
  const pauses: number[] = [];
  let now = 0;
  for (let tries = 0; tries < 8; tries += 1) {
    const until = breaker?.openUntil ?? 0;
    expect(stateOf(breaker, until - 1)).toBe('open');
    expect(stateOf(breaker, until)).toBe('half-open');
    pauses.push(until - now);
    now = until;
    breaker = fail(breaker, now);
  }
  expect(pauses.slice(0, 4)).toEqual([22_500, 45_000, 90_000, 180_000]);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(BREAKER.mostMs);
});

test('calls that were out already when it opened do not keep it open', () => {
  let breaker: BreakerRecord | undefined;
  for (let n = 0; n < 5; n += 1) breaker = fail(breaker, 0);
  const until = breaker?.openUntil;
  for (let n = 1; n < 50; n += 1) breaker = fail(breaker, n);
  expect(breaker?.openUntil).toBe(until);
});

test('a vendor that says when to come back is left alone until then, from the first time it says so', () => {
  const busy = new SwitchyardError('rate_limited', 'Help Scout asks to wait.', { retryAt: 90_000 }).toData();
  const breaker = fail(undefined, 1_000, busy);
  expect(stateOf(breaker, 89_999)).toBe('open');
  expect(breaker.openUntil).toBe(90_000);
  expect(stateOf(breaker, 90_000)).toBe('closed');
});

test('what a person must mend says that the tool answers', () => {
  expect(isAway(new SwitchyardError('auth_revoked', 'No.').toData())).toBe(false);
  expect(isAway(new SwitchyardError('tool_not_found', 'No.').toData())).toBe(false);
  expect(isAway(new SwitchyardError('cursor_lost', 'No.').toData())).toBe(false);
  expect(isAway(new SwitchyardError('unknown_outcome', 'No.').toData())).toBe(true);
  expect(isAway(away)).toBe(true);
});

test('whatever happens, it never opens for ever and never lets calls out while it says open', () => {
  const step = fc.record({
    ms: fc.nat(700_000),
    retryIn: fc.option(fc.nat(100_000)),
    chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let breaker: BreakerRecord | undefined;
      let now = 0;
      for (const { ms, retryIn, chance } of steps) {
        now += ms;
        const error = retryIn === null ? away : { ...away, retryAt: now + retryIn };
        breaker = afterFailure(breaker, DESK, error, now, chance);
        if (breaker.openUntil === null) continue;
        expect(breaker.openUntil).toBeGreaterThanOrEqual(error.retryAt ?? 0);
        expect(breaker.openUntil - now).toBeLessThanOrEqual(BREAKER.mostMs);
      }
    }),
  );
});
