import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import type { Priority } from '../store/records.ts';
import { Lanes, type LaneLimits } from './lanes.ts';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that stops at each timer, so that what it sets off happens at that time. */
class StoppingClock extends ManualClock {
  #due: number[] = [];
  override after(ms: number, callback: () => void): () => void {
    this.#due.push(this.now() + ms);
    return super.after(ms, callback);
  }
  async pass(ms: number): Promise<void> {
    const until = this.now() + ms;
    for (;;) {
      const next = Math.min(until, ...this.#due);
      this.#due = this.#due.filter((at) => at > next);
      this.advance(next - this.now());
      await settle();
      if (next >= until) return;
    }
  }
}

/** Calls that end when the test says so, and a diary of when each began. */
class Calls {
  readonly clock = new StoppingClock();
  readonly lanes: Lanes;
  readonly begun: string[] = [];
  readonly times: number[] = [];
  readonly refused = new Map<string, unknown>();
  readonly #ends = new Map<string, () => void>();
  constructor(limits: LaneLimits | ((name: string) => LaneLimits | undefined) = {}) {
    this.lanes = new Lanes(this.clock, typeof limits === 'function' ? limits : () => limits);
  }
  call(name: string, options: { lane?: string; priority?: Priority; signal?: AbortSignal } = {}): void {
    const { lane = 'desk', priority = 'normal', signal } = options;
    const work = () =>
      new Promise<void>((resolve) => {
        this.begun.push(name);
        this.times.push(this.clock.now());
        this.#ends.set(name, resolve);
      });
    this.lanes
      .within(lane, priority, work, signal)
      .catch((reason: unknown) => this.refused.set(name, reason));
  }
  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    await settle();
  }
  async advance(ms: number): Promise<void> {
    await this.clock.pass(ms);
  }
}

describe('places', () => {
  test('a lane has room for a few; the rest stand in line, the most urgent first', async () => {
    const calls = new Calls({ concurrency: 2 });
    for (const [name, priority] of [
      ['a', 'normal'],
      ['b', 'normal'],
      ['low', 'low'],
      ['c', 'normal'],
      ['d', 'normal'],
      ['fire', 'urgent'],
    ] as const)
      calls.call(name, { priority });
    await settle();
    expect(calls.begun).toEqual(['a', 'b']);
    expect(calls.lanes.states()).toEqual([{ name: 'desk', busy: 2, waiting: 4, nextAt: null }]);
    expect(calls.lanes.waiting).toBe(4);
    for (const name of ['a', 'b', 'fire', 'c', 'd', 'low']) await calls.end(name);
    expect(calls.begun).toEqual(['a', 'b', 'fire', 'c', 'd', 'low']);
    expect(calls.lanes.states()).toEqual([]);
    expect(calls.lanes.waiting).toBe(0);
  });

  test('a low one is not held back for ever by those who come later', async () => {
    const calls = new Calls({ concurrency: 1 });
    calls.call('first');
    calls.call('low', { priority: 'low' });
    await calls.advance(18 * 60_000);
    calls.call('later', { priority: 'urgent' });
    await calls.end('first');
    expect(calls.begun).toEqual(['first', 'low']);
  });

  test('an urgent one goes before those that have stood in line for ten minutes', async () => {
    const calls = new Calls({ concurrency: 1 });
    calls.call('first');
    calls.call('normal');
    await calls.advance(10 * 60_000);
    calls.call('high', { priority: 'high' });
    calls.call('fire', { priority: 'urgent' });
    for (const name of ['first', 'fire', 'normal']) await calls.end(name);
    expect(calls.begun).toEqual(['first', 'fire', 'normal', 'high']);
  });

  test('a call that hangs holds its own lane only', async () => {
    const calls = new Calls({ concurrency: 1 });
    calls.call('hangs', { lane: 'stuck' });
    for (let i = 0; i < 20; i += 1) calls.call(`behind ${i}`, { lane: 'stuck' });
    for (let i = 0; i < 20; i += 1) {
      calls.call(`other ${i}`, { lane: 'fine' });
      await calls.end(`other ${i}`);
    }
    expect(calls.begun).toEqual(['hangs', ...Array.from({ length: 20 }, (_, i) => `other ${i}`)]);
  });

  test('work that fails gives its place back', async () => {
    const lanes = new Lanes(new ManualClock(), () => ({ concurrency: 1 }));
    const failing = lanes.within('desk', 'normal', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    await expect(lanes.within('desk', 'normal', async () => 'yes')).resolves.toBe('yes');
  });

  test('never more at once than there is room for, and everybody has a turn', async () => {
    const plan = fc.array(fc.record({ urgent: fc.boolean(), calledOff: fc.boolean() }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(plan, fc.integer({ min: 1, max: 4 }), async (people, concurrency) => {
        const lanes = new Lanes(new ManualClock(), () => ({ concurrency }));
        let busy = 0;
        let most = 0;
        const endings = people.map(async ({ urgent, calledOff }) => {
          const leaving = new AbortController();
          const work = async () => {
            most = Math.max(most, (busy += 1));
            await settle();
            busy -= 1;
          };
          const call = lanes.within('desk', urgent ? 'urgent' : 'normal', work, leaving.signal);
          if (calledOff) leaving.abort(new Error('called off'));
          return call.then(
            () => 'done',
            () => 'called off',
          );
        });
        await Promise.all(endings);
        expect(most).toBeLessThanOrEqual(concurrency);
        expect(lanes.states()).toEqual([]);
        expect(lanes.waiting).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('called off', () => {
  test('who leaves the line never begins, and holds up nobody', async () => {
    const calls = new Calls({ concurrency: 1 });
    const leaving = new AbortController();
    calls.call('a');
    calls.call('leaves', { signal: leaving.signal });
    calls.call('b');
    leaving.abort(new Error('stopped by a person'));
    await settle();
    expect(calls.refused.get('leaves')).toMatchObject({ message: 'stopped by a person' });
    await calls.end('a');
    expect(calls.begun).toEqual(['a', 'b']);
  });

  test('once everything is stopped no call begins, not even one that was just given its place', async () => {
    const calls = new Calls({ concurrency: 1 });
    const stopped = new Error('everything is stopped');
    calls.call('a');
    calls.call('in line');
    const ended = calls.end('a');
    calls.lanes.refuse(stopped);
    await ended;
    calls.call('new');
    await settle();
    expect(calls.begun).toEqual(['a']);
    expect([...calls.refused]).toEqual([
      ['in line', stopped],
      ['new', stopped],
    ]);
    calls.lanes.admit();
    calls.call('after');
    await settle();
    expect(calls.begun).toEqual(['a', 'after']);
  });

  test('a place given in the very turn of the stop is not used', async () => {
    const calls = new Calls({ concurrency: 1 });
    calls.call('a');
    calls.call('next');
    await settle();
    // The place passes on inside this microtask chain; the stop comes before the work of the next one begins.
    void calls.end('a');
    await Promise.resolve();
    calls.lanes.refuse(new Error('stop'));
    await settle();
    expect(calls.begun).toEqual(['a']);
    expect(calls.lanes.states()).toEqual([]);
  });
});

describe('rate', () => {
  test('in no minute, wherever it begins, do more calls begin than the limit says; and the limit is used', async () => {
    const gap = fc.oneof(fc.constant(0), fc.nat(2_000), fc.nat(70_000));
    await fc.assert(
      fc.asyncProperty(
        fc.array(gap, { minLength: 5, maxLength: 60 }),
        fc.integer({ min: 1, max: 30 }),
        async (gaps, perMinute) => {
          const calls = new Calls({ concurrency: 1_000, perMinute });
          for (const [i, ms] of gaps.entries()) {
            calls.call(String(i));
            await calls.advance(ms);
          }
          await calls.advance(gaps.length * 61_000);
          expect(calls.times).toHaveLength(gaps.length);
          for (const start of calls.times)
            expect(calls.times.filter((t) => t >= start && t < start + 60_000).length).toBeLessThanOrEqual(
              perMinute,
            );
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a full line goes at nearly the rate that is allowed', async () => {
    const calls = new Calls({ concurrency: 1_000, perMinute: 60 });
    for (let i = 0; i < 300; i += 1) calls.call(String(i));
    await calls.advance(5 * 60_000);
    expect(calls.begun.length).toBeGreaterThan(5 * 60 * 0.75);
  });

  test('it says when the next one may begin, and a change of the limit holds from the next call on', async () => {
    let limits: LaneLimits = { perMinute: 1 };
    const calls = new Calls(() => limits);
    calls.call('a');
    calls.call('b');
    await calls.end('a');
    expect(calls.lanes.states()).toMatchObject([{ waiting: 1, nextAt: calls.clock.now() + 60_000 }]);
    limits = {};
    calls.lanes.limitsChanged();
    await settle();
    expect(calls.begun).toEqual(['a', 'b']);
  });

  test('a clock that is set back by a year holds nobody for a year', async () => {
    const calls = new Calls({ perMinute: 1 });
    calls.call('a');
    await calls.end('a');
    const back = new ManualClock(calls.clock.now() - 365 * 86_400_000);
    calls.clock.now = () => back.now();
    calls.call('b');
    expect(calls.lanes.states()[0]?.nextAt).toBeLessThanOrEqual(back.now() + 60_000);
  });
});
