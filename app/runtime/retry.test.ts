import { expect, test } from 'vitest';
import { SwitchyardError } from '../base/errors.ts';
import { RETRY, retryAt } from './retry.ts';

const passing = new SwitchyardError('temporary', 'Away.').toData();

test('what a person must mend is not tried again', () => {
  expect(retryAt(new SwitchyardError('auth_revoked', 'No.').toData(), 1, 0, 0.5)).toBeNull();
});
test('pauses grow, carry jitter, and end', () => {
  expect(retryAt(passing, 1, 0, 0)).toBe(RETRY.firstMs / 2);
  expect(retryAt(passing, 1, 0, 1)).toBe(RETRY.firstMs);
  expect(retryAt(passing, 3, 0, 1)).toBe(32_000);
  expect(retryAt(passing, RETRY.tries, 0, 1)).toBeNull();
});
test("the vendor's Retry-After is kept", () => {
  const busy = new SwitchyardError('rate_limited', 'Busy.', { retryAt: 90_000 }).toData();
  expect(retryAt(busy, 1, 0, 0.5)).toBe(90_000);
});
test('a step that says how it is tried is tried so', () => {
  const away = new SwitchyardError('temporary', 'Away.').toData();
  expect(retryAt(away, 1, 0, 1, { tries: 2, firstMs: 60_000 })).toBe(60_000);
  expect(retryAt(away, 2, 0, 1, { tries: 2, firstMs: 60_000 })).toBeNull();
});
