import { expect, test } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import type { RunId } from '../base/ids.ts';
import type { RunRecord } from '../store/records.ts';
import type { RuntimeParts } from './parts.ts';
import { Recovery, RECOVERED } from './recovery.ts';
import { testStore } from './testing/desks.ts';

// Any ids will do, and nothing but the id of a run is looked at here.
const [A, B, C] = ['run_a', 'run_b', 'run_c'] as [RunId, RunId, RunId];
const run = (id: RunId) => ({ id }) as RunRecord;

async function afterDeaths(counts: Readonly<Record<string, number>>) {
  const store = testStore();
  await store.write('test', (tx) => {
    for (const [id, times] of Object.entries(counts)) tx.count(RECOVERED, id, times);
  });
  const recovery = new Recovery({ store, clock: new ManualClock() } as unknown as RuntimeParts); // all that it uses here
  await recovery.begin([]);
  return { store, recovery };
}

test('of those who would be set aside the next time, one at a time is taken up; nobody else waits for it', async () => {
  const { recovery, store } = await afterDeaths({ [A]: 2, [B]: 2 });
  expect(await recovery.takeUp(run(A))).toBe(true);
  expect([A, B, C].map((id) => recovery.mayTakeUp(id))).toEqual([false, false, true]);
  await recovery.putDown(A);
  recovery.letGo(A);
  expect(recovery.mayTakeUp(B)).toBe(true);
  expect(store.read.counts(RECOVERED)).toEqual({ [B]: 2 });
});

test('being taken up is counted before anything is done, and survives an end', async () => {
  const { recovery, store } = await afterDeaths({ [A]: 1 });
  await recovery.takeUp(run(A));
  expect(store.read.counts(RECOVERED)).toEqual({ [A]: 2 });
});

test('in ordinary work nothing is counted', async () => {
  const { recovery, store } = await afterDeaths({});
  await recovery.takeUp(run(C));
  await recovery.putDown(C);
  expect(store.read.counts(RECOVERED)).toEqual({});
  expect(store.read.lastSeq()).toBe(0);
});
