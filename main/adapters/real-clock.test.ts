import { expect, test, vi } from 'vitest';
import { realClock } from './real-clock.ts';
import { realRandom } from './real-random.ts';

test('a timer rings once, not before its time, and can be called off', async () => {
  const started = realClock.now();
  let rings = 0;
  let calledOff = 0;
  realClock.after(5, () => (calledOff += 1))();
  await new Promise<void>((resolve) => {
    realClock.after(25, () => {
      rings += 1;
      resolve();
    });
  });
  expect(realClock.now() - started).toBeGreaterThanOrEqual(25);
  expect([rings, calledOff]).toEqual([1, 0]);
});

test('a wait of a year does not ring at once', async () => {
  let rang = false;
  const off = realClock.after(365 * 86_400_000, () => (rang = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  off();
  expect(rang).toBe(false);
});

test('a timer rings in its own time, though the clock is set back meanwhile', async () => {
  const { now } = Date;
  try {
    const rang = new Promise<void>((resolve) => realClock.after(20, resolve));
    vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
    await rang;
    expect(realClock.now()).toBeLessThan(now());
  } finally {
    vi.restoreAllMocks();
  }
});

test('chance: numbers in [0, 1), letters that do not come twice', () => {
  const numbers = Array.from({ length: 1_000 }, () => realRandom.next());
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(new Set(numbers).size).toBe(1_000);
  expect(realRandom.letters(40)).toMatch(/^[a-z2-7]{40}$/);
  expect(new Set(Array.from({ length: 1_000 }, () => realRandom.letters(16))).size).toBe(1_000);
});
