import { expect, test } from 'vitest';
import { SwitchyardError } from '../base/errors.ts';
import type { BoundFetch } from '../kit/net.ts';
import { scriptedModel } from '../runtime/testing/scripted-model.ts';
import { modelsAt, whyNotUsable } from './local-models.ts';

const { signal } = new AbortController();
const answering =
  (body: string, status = 200): BoundFetch =>
  async () =>
    new Response(body, { status });

test('the models of a server on this computer are listed by name', async () => {
  expect(await modelsAt('ollama', answering('{"data":[{"id":"qwen3:8b"},{"id":"llama"},{}]}'))).toEqual([
    'qwen3:8b',
    'llama',
  ]);
});

test('where nothing listens, or something else does, there are none', async () => {
  const nobody: BoundFetch = () => Promise.reject(new SwitchyardError('temporary', 'No answer.'));
  expect(await modelsAt('lm-studio', nobody)).toEqual([]);
  expect(await modelsAt('lm-studio', answering('<html>', 200))).toEqual([]);
  expect(await modelsAt('lm-studio', answering('{"data":[{"id":"a"}]}', 500))).toEqual([]);
});

test('a model is usable when it calls the tool as it was asked', async () => {
  const model = scriptedModel(() => ({ calls: [{ name: 'add', input: { a: 2, b: 3 } }] }));
  expect(await whyNotUsable(model, signal)).toBeUndefined();
});

test('one that talks, miscalculates or fails is not, and it is said why', async () => {
  expect(
    await whyNotUsable(
      scriptedModel(() => ({ text: 'The sum is 5.' })),
      signal,
    ),
  ).toContain('called no tool');
  expect(
    await whyNotUsable(
      scriptedModel(() => ({ calls: [{ name: 'add', input: { a: 3, b: 3 } }] })),
      signal,
    ),
  ).toContain('other values');
  expect(
    await whyNotUsable(
      scriptedModel(() => new SwitchyardError('model_refused', 'It refused.')),
      signal,
    ),
  ).toBe('It refused.');
});
