import { describe, expect, test } from 'vitest';
import { furtherOrigins } from '../../../app/kit/define.ts';
import { addressOf, type GoogleService } from './client.ts';
import { google } from './definition.ts';
import { freeSlots } from './free-slots.ts';
import { instantOf, localIn, zoneOf } from './times.ts';

const SERVICES: readonly GoogleService[] = [
  'directory',
  'licensing',
  'calendar',
  'account',
  'sign-in',
  'ordering',
];

describe('where calls go', () => {
  test('at Google every part goes to an origin that the tool lists, and to no other', () => {
    const listed = [google.baseUrl, ...furtherOrigins(google, google.baseUrl)];
    const called = SERVICES.map((service) => new URL(addressOf(google.baseUrl, service)).origin);
    expect(new Set(called)).toEqual(new Set(listed));
    for (const origin of listed) expect(origin).toMatch(/^https:\/\/[a-z0-9]+\.googleapis\.com$/);
  });

  test('at another address everything stays there, and no further origin may be called', () => {
    const other = 'http://127.0.0.1:9/google';
    expect(furtherOrigins(google, other)).toEqual([]);
    for (const service of SERVICES)
      expect(addressOf(other, service)).toMatch(/^http:\/\/127\.0\.0\.1:9\/google/);
  });
});

describe('times', () => {
  test('a time without an offset is what the clocks of the zone show, in summer and in winter', () => {
    expect(instantOf('2026-07-01T10:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 6, 1, 8));
    expect(instantOf('2026-12-01 10:00', 'America/New_York')).toBe(Date.UTC(2026, 11, 1, 15));
    expect(instantOf('2026-12-01T10:00:00+02:00', 'UTC')).toBe(Date.UTC(2026, 11, 1, 8));
    // Just before and just after the clocks go back.
    expect(localIn(instantOf('2026-10-25T01:30', 'Europe/Berlin'), 'Europe/Berlin')).toBe('2026-10-25T01:30');
    expect(localIn(instantOf('2026-10-25T03:30', 'Europe/Berlin'), 'Europe/Berlin')).toBe('2026-10-25T03:30');
  });

  test.each(['', 'tomorrow', '2026-13-01T10:00', '2026-02-30T10:00', '2026-03-29T02:30'])(
    '“%s” is no time that can be met in Berlin',
    (text) => {
      expect(() => instantOf(text, 'Europe/Berlin')).toThrow(/is not a time/);
    },
  );

  test('a zone that nobody knows is refused', () => {
    expect(zoneOf(' Europe/London ')).toBe('Europe/London');
    expect(() => zoneOf('Mars/Base')).toThrow(/is not a time zone/);
  });
});

test('free time keeps to working hours of the zone, skips the weekend, and never overlaps what is busy', () => {
  const at = (text: string): number => instantOf(text, 'America/New_York');
  const slots = freeSlots({
    busy: [{ start: at('2026-11-13T16:00'), end: at('2026-11-13T16:50') }],
    from: at('2026-11-13T15:40'),
    until: at('2026-11-17T00:00'),
    minutes: 30,
    zone: 'America/New_York',
    most: 2,
  });
  expect(slots.map(({ start }) => localIn(start, 'America/New_York'))).toEqual([
    '2026-11-16T09:00',
    '2026-11-16T09:30',
  ]);
});
