import { expect, test } from 'vitest';
import { ManualClock } from './clock.ts';
import { movableClock } from './movable-clock.ts';

const HOUR = 3_600_000;

test('moved ahead, it shows the later time and rings what fell due on the way, and nothing else', () => {
  const under = new ManualClock(1_000);
  const clock = movableClock(under);
  const rung: string[] = [];
  clock.after(30_000, () => rung.push('soon'));
  clock.after(2 * HOUR, () => rung.push('later'));
  clock.moveTo(HOUR);
  expect(clock.now()).toBe(1_000 + HOUR);
  under.advance(0);
  expect(rung).toEqual(['soon']);
  under.advance(HOUR - 1);
  expect(rung).toEqual(['soon']);
  under.advance(1);
  expect(rung).toEqual(['soon', 'later']);
});

test('moved back, a timer keeps the time that it has left', () => {
  const under = new ManualClock(0);
  const clock = movableClock(under, HOUR);
  const rung: number[] = [];
  clock.after(60_000, () => rung.push(clock.now()));
  clock.moveTo(0);
  under.advance(59_999);
  expect(rung).toEqual([]);
  under.advance(1);
  expect(rung).toEqual([60_000]);
  // What was moved back can be moved ahead again.
  clock.after(60_000, () => rung.push(clock.now()));
  clock.moveTo(HOUR);
  under.advance(0);
  expect(rung).toEqual([60_000, 60_000 + HOUR]);
});

test('what was called off does not ring', () => {
  const under = new ManualClock(0);
  const clock = movableClock(under);
  let rung = false;
  const callOff = clock.after(1_000, () => (rung = true));
  callOff();
  clock.moveTo(HOUR);
  under.advance(HOUR);
  expect(rung).toBe(false);
});
