import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import type { FlowId } from '../base/ids.ts';
import type { CapReached } from '../store/records.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import { Budget, capSetting, nextDay, raiseToday, type Use } from './budget.ts';
import { capInWords, CAPPED, capReached, DEFAULT_CAPS, type Caps } from './caps.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'switchyard-budget-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

const DESK = 'flow_desk1' as FlowId; // the brand is all that the casts add
const OTHER = 'flow_other' as FlowId;
const nothing = { used: { counts: {}, money: {} }, raised: {} };
const usd = (amount: number) => ({ amount, currency: 'usd' });
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function open(file = path.join(folder, `${(files += 1)}.db`)) {
  const clock = new ManualClock();
  const store = new SqliteStore({ file, now: () => clock.now(), soon: (callback) => setImmediate(callback) });
  const budget = new Budget(store, () => clock.now());
  const cap = (scope: 'flow' | 'day', caps: Partial<Caps>, flow = DESK) =>
    store.write('test', (tx) => tx.putSetting(capSetting(scope, flow), { ...caps }));
  const spend = (use: Use, flow = DESK) => store.write('test', (tx) => budget.count(tx, { flow }, use));
  const admit = (use: Use, flow = DESK) => budget.admit({ flow }, use, nothing);
  return { file, clock, store, budget, cap, spend, admit };
}
const isReached = (answer: object): answer is CapReached => 'limit' in answer;

describe('a day', () => {
  test('what a flow has used today holds it back, and no other flow; tomorrow it begins anew', async () => {
    const { cap, spend, admit, clock } = open();
    await cap('flow', { tokens: 1_000 });
    await spend({ counts: { tokens: 1_000 } });
    expect(await admit({ counts: { tokens: 10 } })).toMatchObject({
      scope: 'flow',
      name: 'tokens',
      used: 1_000,
    });
    expect(isReached(await admit({ counts: { tokens: 10 } }, OTHER))).toBe(false);
    clock.advance(nextDay(clock.now()) - clock.now() - 1);
    expect(isReached(await admit({}))).toBe(true);
    clock.advance(1);
    expect(isReached(await admit({}))).toBe(false);
  });

  test('a restart refills nothing', async () => {
    const first = open();
    await first.cap('day', { tokens: 1_000 });
    await first.spend({ counts: { tokens: 999 } });
    await first.spend({ counts: { tokens: 5 } }, OTHER);
    await first.store.close();
    const { admit } = open(first.file);
    expect(await admit({})).toMatchObject({ scope: 'day', used: 1_004, limit: 1_000 });
  });

  test('a person lets it go on by the amount that was said, once', async () => {
    const { cap, spend, admit, store, clock } = open();
    await cap('flow', { calls: 10 });
    await spend({ counts: { calls: 10 } });
    const reached = await admit({ counts: { calls: 1 } });
    if (!isReached(reached)) throw new Error('It should have been held back.');
    expect(reached.more).toBe(10);
    await store.write('test', (tx) => raiseToday(tx, reached, { flow: DESK }, clock.now()));
    await spend({ counts: { calls: 9 } });
    expect(isReached(await admit({ counts: { calls: 1 } }))).toBe(false);
    await spend({ counts: { calls: 1 } });
    expect(await admit({ counts: { calls: 1 } })).toMatchObject({ limit: 20, used: 20 });
  });

  test('no cap means no cap', async () => {
    const { cap, spend, admit } = open();
    await cap('flow', { tokens: null });
    await cap('day', { tokens: null });
    await spend({ counts: { tokens: 900_000_000 } });
    expect(isReached(await admit({ counts: { tokens: 1 } }))).toBe(false);
  });
});

describe('money', () => {
  test('is never overdrawn: a payment that would pass the cap is held back before it is made', async () => {
    const { cap, spend, admit } = open();
    await cap('day', { money: 50_000 });
    await spend({ money: usd(30_000) });
    expect(isReached(await admit({ money: usd(20_000) }))).toBe(false);
    const reached = await admit({ money: usd(20_001) });
    expect(reached).toMatchObject({ scope: 'day', name: 'money', currency: 'usd', used: 30_000 });
  });

  test('a cap on money holds up what pays, and nothing else', async () => {
    const { cap, spend, admit } = open();
    await cap('day', { money: 100 });
    await spend({ money: usd(100) });
    expect(isReached(await admit({ counts: { tokens: 5 } }))).toBe(false);
  });

  test('each currency has the cap for itself', async () => {
    const { cap, spend, admit } = open();
    await cap('day', { money: 1_000 });
    await spend({ money: usd(1_000) });
    expect(isReached(await admit({ money: { amount: 1_000, currency: 'eur' } }))).toBe(false);
    expect(isReached(await admit({ money: usd(1) }))).toBe(true);
  });

  test('what is added lets at least the payment through that asked', () => {
    const caps: Caps = { ...DEFAULT_CAPS.run, money: 1_000 };
    const used = { counts: {}, money: { usd: 900 } };
    const reached = capReached('run', caps, used, {}, usd(700_000));
    expect(capReached('run', caps, used, { money: reached?.more ?? 0 }, usd(700_000))).toBeUndefined();
  });
});

describe('calls that are out at the same time', () => {
  test('overdraw a cap by one call at most, and go on when there turns out to be room', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            most: fc.integer({ min: 1, max: 400 }),
            part: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
          { minLength: 1, maxLength: 25 },
        ),
        fc.integer({ min: 1, max: 2_000 }),
        async (calls, limit) => {
          const { budget, cap, spend, store } = open(':memory:');
          await cap('day', { tokens: limit });
          let used = 0;
          let largest = 0;
          let refused = 0;
          await Promise.all(
            calls.map(async ({ most, part }) => {
              const answer = await budget.admit({ flow: DESK }, { counts: { tokens: most } }, nothing);
              if (isReached(answer)) {
                refused += 1;
                expect(used).toBeGreaterThanOrEqual(limit);
                return;
              }
              await settle();
              const tokens = Math.floor(most * part);
              await spend({ counts: { tokens } });
              used += tokens;
              largest = Math.max(largest, tokens);
              answer.done();
            }),
          );
          expect(used).toBeLessThan(limit + Math.max(1, largest));
          expect(refused === 0 || used >= limit).toBe(true);
          await store.close();
        },
      ),
      { numRuns: 30 },
    );
  });

  test('two payments do not pass one gap', async () => {
    const { cap, admit, spend } = open();
    await cap('day', { money: 100 });
    const first = await admit({ money: usd(60) });
    const second = admit({ money: usd(60) });
    await spend({ money: usd(60) });
    if (isReached(first)) throw new Error('The first should have been let out.');
    first.done();
    expect(isReached(await second)).toBe(true);
  });
});

test('the card says what is used up, what letting it go on adds, and when it goes on by itself', () => {
  const words = (reached: CapReached) => Object.values(capInWords(reached, 'Refunds')).join(' ');
  expect(words({ scope: 'run', name: 'tokens', limit: 60_000, used: 60_010, more: 60_000 })).toBe(
    'This run has used its 60,000 tokens Letting it go on adds 60,000 tokens.',
  );
  expect(
    words({ scope: 'flow', name: 'money', limit: 50_000, used: 45_000, more: 50_000, currency: 'usd' }),
  ).toBe(
    '“Refunds” would move more than the day’s $500.00 $450.00 moved so far. Letting it go on adds $500.00. Tomorrow it goes on by itself.',
  );
});

test('every default cap lets ordinary work through', () => {
  for (const scope of ['run', 'flow', 'day'] as const)
    for (const name of CAPPED[scope])
      expect(DEFAULT_CAPS[scope][name] ?? Infinity).toBeGreaterThanOrEqual(25);
});
