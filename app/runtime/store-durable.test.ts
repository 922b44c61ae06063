import { expect, test } from 'vitest';
import type { StepKey } from '../base/ids.ts';
import type { Transaction } from '../store/store.ts';
import type { DurableWork } from './durable-port.ts';
import type { RunContext } from './run-context.ts';
import { RunState } from './run-state.ts';
import { durableOf } from './store-durable.ts';

test('a run that makes a durable call before its last one is done is told so, and may call again after it', async () => {
  let commit = (): void => {};
  const written = new Promise<string>((resolve) => (commit = () => resolve('parked')));
  const context = { state: new RunState(), write: () => written } as unknown as RunContext; // all that it uses here
  const wait = (node: string) =>
    durableOf(context).waitAny('wait.begin', `${node}#1` as StepKey, { until: 1 }); // fits the pattern
  const first = wait('a');
  await expect(wait('b')).rejects.toThrow('before its last one was done');
  commit();
  expect(await first).toBe('parked');
  expect(await wait('b')).toBe('parked');
});

test('a child that ended between the last look and the parking is heard: nobody would wake its parent', async () => {
  const put: string[] = [];
  const tx = {
    branches: () => [{ end: {} }, { end: {} }, {}],
    putWait: () => put.push('wait'),
  };
  const context = {
    state: new RunState(),
    run: {},
    now: () => 0,
    write: async (_edge: string, work: DurableWork<unknown>) =>
      work(
        tx as unknown as Transaction,
        () => {},
        () => put.push('waiting'),
      ),
  } as unknown as RunContext; // as above
  const wait = (heard: number) =>
    durableOf(context).waitAny('branch.park', 'a#1' as StepKey, { child: { heard } }); // as above
  expect(await wait(1)).toEqual({ by: 'child' });
  expect(put).toEqual([]);
  expect(await wait(2)).toBe('parked');
  expect(put).toEqual(['wait', 'waiting']);
});
