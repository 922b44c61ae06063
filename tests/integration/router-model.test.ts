import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createOpenAiModel } from '../../app/agents/openai-model.ts';
import { askModelToRoute } from '../../app/agents/routing/ask-model.ts';
import { ManualClock } from '../../app/base/clock.ts';
import { createNet, type OpenNet } from '../../main/adapters/net.ts';
import { openOpenAiServer, type OpenAiServer, type WireReply } from '../doubles/openai-server.ts';

// A busy computer takes its time over a socket.
vi.setConfig({ testTimeout: 60_000 });

let server: OpenAiServer;
let net: OpenNet;
beforeAll(async () => {
  server = await openOpenAiServer(() => ({ text: '' }));
  net = createNet();
});
afterAll(async () => {
  net.close();
  await server.close();
});

const TEXT = 'I was charged twice, and the app crashes.';
const DIRECTIVES = [
  { id: 'billing', text: 'Billing questions go to Finance.' },
  { id: 'technical', text: 'Technical problems go to Engineering.' },
  { id: 'legal', text: 'Legal matters go to a person.' },
];
const route = (reply: WireReply) => {
  server.answer(() => reply);
  const model = createOpenAiModel({
    baseUrl: server.baseUrl,
    model: 'some-model',
    apiKey: 'sk-test',
    fetch: net.fetchFor({ origin: new URL(server.baseUrl).origin, allowsPrivate: true }),
    clock: new ManualClock(),
  });
  return askModelToRoute(model, { text: TEXT, directives: DIRECTIVES }, new AbortController().signal);
};
const applies = (...list: readonly unknown[]): WireReply => ({ text: JSON.stringify({ applies: list }) });
const one = (directive: string, confidence: unknown, words: unknown = []) => ({
  directive,
  confidence,
  words,
});

describe('a router that asks a model over the wire', () => {
  test('asks for the fixed form, with only the directives it has', async () => {
    await route(applies(one('billing', 0.9)));
    const asked = server.asked.at(-1)?.request as unknown as Record<string, unknown>; // fields the double does not name
    expect(JSON.stringify(asked['response_format'])).toContain('"enum":["billing","technical","legal"]');
    expect(asked['tools']).toBeUndefined();
  });

  test('takes every directive that applies, the surest first, and shows only words of the message', async () => {
    const result = await route(
      applies(one('technical', 0.7, ['crashes', 'explodes']), one('billing', 0.95, ['charged twice'])),
    );
    expect(result).toMatchObject({
      chosen: ['billing', 'technical'],
      band: 'sure',
      ranked: [
        { id: 'billing', probability: 0.95, matched: ['charged twice'] },
        { id: 'technical', probability: 0.7, matched: ['crashes'] },
        { id: 'legal', probability: 0 },
      ],
    });
  });

  test('leaves out what the model doubts, and chooses none when it doubts all', async () => {
    expect((await route(applies(one('billing', 0.9), one('legal', 0.2)))).chosen).toEqual(['billing']);
    expect(await route(applies(one('billing', 0.3)))).toMatchObject({ chosen: [], band: 'not-sure' });
    expect(await route(applies())).toMatchObject({ chosen: [], band: 'not-sure' });
  });

  test('goes by the lower confidence when a model contradicts itself', async () => {
    const result = await route(applies(one('billing', 0.1), one('billing', 0.9)));
    expect(result).toMatchObject({ chosen: [], band: 'not-sure' });
  });

  test.each<readonly [string, WireReply]>([
    ['talks', { text: 'This is about billing.' }],
    ['says nothing', { text: '' }],
    [
      'talks around the form',
      { text: 'Sure! {"applies":[{"directive":"billing","confidence":1,"words":[]}]}' },
    ],
    ['names a directive that is not there', applies(one('vault', 1))],
    ['names a sentence instead of a directive', applies(one('Billing questions go to Finance.', 1))],
    ['is surer than sure', applies(one('billing', 1.5))],
    ['is less than unsure', applies(one('billing', -1))],
    ['puts its confidence in words', applies(one('billing', 'high'))],
    ['leaves the words out', applies({ directive: 'billing', confidence: 1 })],
    ['gives another form', { text: '{"route":"billing"}' }],
    ['gives a list', { text: '[]' }],
    ['gives null', { text: 'null' }],
    ['stops in the middle', { text: '{"applies":[{"directive":"bil', finish: 'length' }],
    ['repeats itself without end', applies(...Array.from({ length: 60 }, () => one('billing', 1)))],
    ['calls a tool instead', { calls: [{ name: 'refund_charge', input: {} }] }],
    ['refuses', { refusal: 'I cannot help with that.' }],
    ['is filtered', { text: '{"applies":[]}', finish: 'content_filter' }],
    ['breaks off', { text: '{"applies":[]}', cutAfter: 2 }],
    ['has no such address', { status: 404, body: '{"error":{"message":"no such model"}}' }],
    ['answers with a page', { status: 200, body: '<html>Sign in</html>' }],
  ])('gives no decision when the model %s', async (_what, reply) => {
    await expect(route(reply)).rejects.toMatchObject({ code: expect.stringMatching(/^model_/) });
  });
});
