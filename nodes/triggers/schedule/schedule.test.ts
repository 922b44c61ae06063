import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../app/base/clock.ts';
import { schedule } from './definition.ts';
import { nextInstant } from './instants.ts';
import { runSchedule } from './run.ts';

const at = (text: string): number => Date.parse(text);
const context = (now: string) => ({
  connection: undefined,
  clock: new ManualClock(at(now)),
  signal: new AbortController().signal,
  ownAccounts: new Set<string>(),
});
const nine = (zone: string) => ({ at: '09:00', days: [0, 1, 2, 3, 4, 5, 6], zone });

describe('schedule', () => {
  test('keeps local time over both clock changes', () => {
    expect(nextInstant(nine('Europe/Berlin'), at('2026-03-28T12:00:00Z'))).toBe(at('2026-03-29T07:00:00Z'));
    expect(nextInstant(nine('Europe/Berlin'), at('2026-10-24T12:00:00Z'))).toBe(at('2026-10-25T08:00:00Z'));
    expect(nextInstant(nine('America/New_York'), at('2026-03-07T20:00:00Z'))).toBe(
      at('2026-03-08T13:00:00Z'),
    );
    expect(nextInstant(nine('America/New_York'), at('2026-10-31T20:00:00Z'))).toBe(
      at('2026-11-01T14:00:00Z'),
    );
  });
  test('a pause is counted from midnight, also on a day of 23 hours', () => {
    const every = { every: '6h', zone: 'Europe/Berlin' };
    const seen: number[] = [];
    for (let t = at('2026-03-28T23:00:00Z'); seen.length < 5;) seen.push((t = nextInstant(every, t)));
    expect(seen.map((t) => new Date(t).toISOString().slice(5, 16))).toEqual([
      '03-29T05:00',
      '03-29T11:00',
      '03-29T17:00',
      '03-29T22:00',
      '03-30T04:00',
    ]);
  });
  test('after a gap it fires once, with the newest instant, and never the same one again', async () => {
    const c = context('2026-11-24T09:00:30Z');
    const config = { when: { every: '1m', zone: 'UTC' }, missed: 'once' } as const;
    const first = await runSchedule.poll(c, config, at('2026-11-24T08:00:00Z'));
    expect(first.events.map((e) => e.key)).toEqual(['2026-11-24T09:00:00.000Z']);
    expect(first.events[0]?.data).toMatchObject({ schedule: { missed: 59 } });
    const again = await runSchedule.poll(c, config, first.cursor);
    expect(again.events).toEqual([]);
    expect(again.nextPollAt).toBe(at('2026-11-24T09:01:00Z'));
  });
  test('says in words what it does', () => {
    const names = { agent: () => '', node: () => '' };
    expect(schedule.sentence({ when: { at: '09:00', days: [1, 2, 3, 4, 5], zone: 'UTC' } }, names)).toBe(
      'Starts every weekday at 09:00 (UTC)',
    );
    expect(schedule.sentence({ when: { every: '15m', zone: 'UTC' } }, names)).toBe(
      'Starts every 15 minutes (UTC)',
    );
  });
});
