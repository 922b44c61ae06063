import { describe, expect, test } from 'vitest';
import type { WorkingHours } from '../kit/people.ts';
import { afterWorkingTime, isAway, isWorkingTime } from './working-hours.ts';

const HOUR = 3_600_000;
const office: WorkingHours = { zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
const at = (text: string): number => new Date(text).getTime();
const shown = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

describe('working hours', () => {
  test.each([
    ['2026-11-25T07:59:59Z', false],
    ['2026-11-25T08:00:00Z', true], // nine in Berlin in winter
    ['2026-11-25T15:59:59Z', true],
    ['2026-11-25T16:00:00Z', false],
    ['2026-11-28T10:00:00Z', false], // a Saturday
    ['2026-07-01T07:00:00Z', true], // nine in summer
  ])('%s: %s', (text, open) => {
    expect(isWorkingTime(office, at(text))).toBe(open);
  });

  test.each([
    ['within a day', '2026-11-25T09:00:00Z', 2, '2026-11-25T11:00'],
    ['over the night', '2026-11-25T15:00:00Z', 2, '2026-11-26T09:00'],
    ['over the weekend', '2026-11-27T15:30:00Z', 1, '2026-11-30T08:30'],
    ['asked on a Sunday, it begins on Monday', '2026-11-29T12:00:00Z', 2, '2026-11-30T10:00'],
    ['several days', '2026-11-25T08:00:00Z', 24, '2026-11-27T16:00'],
  ])('time that is given counts only then: %s', (_what, from, hours, until) => {
    expect(shown(afterWorkingTime(office, at(from), hours * HOUR))).toBe(until);
  });

  test('the clocks change over the weekend: nine is nine by the clock on the wall', () => {
    // On 29 March 2026 Berlin goes from UTC+1 to UTC+2, on 25 October back.
    expect(shown(afterWorkingTime(office, at('2026-03-27T15:00:00Z'), 2 * HOUR))).toBe('2026-03-30T08:00');
    expect(shown(afterWorkingTime(office, at('2026-10-23T14:00:00Z'), 2 * HOUR))).toBe('2026-10-26T09:00');
  });

  test('a night shift over the change is as long as it is lived through', () => {
    const night: WorkingHours = { zone: 'Europe/Berlin', days: [0], from: '00:00', to: '06:00' };
    // Five hours on the day on which two o'clock is left out; the sixth is a week later.
    expect(shown(afterWorkingTime(night, at('2026-03-28T23:00:00Z'), 5 * HOUR))).toBe('2026-03-29T04:00');
    expect(shown(afterWorkingTime(night, at('2026-03-28T23:00:00Z'), 6 * HOUR))).toBe('2026-04-04T23:00');
    // Seven on the day that has it twice.
    expect(shown(afterWorkingTime(night, at('2026-10-24T22:00:00Z'), 7 * HOUR))).toBe('2026-10-25T05:00');
  });

  test('days of absence are those of the calendar where the person is', () => {
    const away = [{ from: '2026-12-24', to: '2026-12-24' }];
    expect(isAway(away, 'Europe/Berlin', at('2026-12-23T22:59:00Z'))).toBe(false);
    expect(isAway(away, 'Europe/Berlin', at('2026-12-23T23:00:00Z'))).toBe(true);
    expect(isAway(away, 'UTC', at('2026-12-23T23:00:00Z'))).toBe(false);
    expect(isAway(away, 'Europe/Berlin', at('2026-12-24T23:00:00Z'))).toBe(false);
  });
});
