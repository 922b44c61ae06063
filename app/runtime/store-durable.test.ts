import { expect, test } from 'vitest';
import type { StepKey } from '../base/ids.ts';
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
