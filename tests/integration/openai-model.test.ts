import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createOpenAiModel } from '../../app/agents/openai-model.ts';
import type { Model, ModelRequest } from '../../app/agents/model.ts';
import { ManualClock } from '../../app/base/clock.ts';
import { createNet, type OpenNet } from '../../main/adapters/net.ts';
import {
  openOpenAiServer,
  type OpenAiServer,
  type WireReply,
  type WireScript,
} from '../doubles/openai-server.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const KEY = 'sk-test-do-not-show';
let server: OpenAiServer;
let net: OpenNet;
const clock = new ManualClock();
beforeAll(async () => {
  server = await openOpenAiServer(() => ({ text: 'Hello' }));
  net = createNet();
});
afterAll(async () => {
  net.close();
  await server.close();
});

const model = (apiKey = KEY): Model =>
  createOpenAiModel({
    baseUrl: server.baseUrl,
    model: 'some-model',
    apiKey,
    fetch: net.fetchFor({ origin: new URL(server.baseUrl).origin, allowsPrivate: true }),
    clock,
  });
const TOOL = {
  name: 'refund_charge',
  description: 'Refunds.',
  parameters: { type: 'object', properties: { charge: { type: 'string' } } },
} as const;
const question = (change: Partial<ModelRequest> = {}): ModelRequest => ({
  messages: [
    { role: 'system', content: 'You are Fin.' },
    { role: 'user', content: 'Task: help.' },
  ],
  tools: [TOOL],
  maxTokens: 500,
  timeoutMs: 5_000,
  signal: new AbortController().signal,
  ...change,
});
const ask = (script: WireScript | WireReply, change: Partial<ModelRequest> = {}) => {
  server.answer(typeof script === 'function' ? script : () => script);
  return model().answer(question(change));
};
const lastAsked = () => server.asked.at(-1);

describe('a model behind an OpenAI-compatible address', () => {
  test('is asked with the messages, tools, limits and key it should get', async () => {
    await ask(
      { text: 'Hello' },
      {
        messages: [
          { role: 'system', content: 'You are Fin.' },
          { role: 'user', content: 'Task: help.' },
          {
            role: 'assistant',
            content: '',
            calls: [{ id: 'call_1', name: 'refund_charge', arguments: '{"charge":"ch_1"}' }],
          },
          { role: 'tool', callId: 'call_1', content: '{"refund":"re_1"}' },
        ],
      },
    );
    expect(lastAsked()).toMatchObject({
      path: '/v1/chat/completions',
      authorization: `Bearer ${KEY}`,
      request: {
        model: 'some-model',
        stream: true,
        max_completion_tokens: 500,
        stream_options: { include_usage: true },
        messages: [
          { role: 'system', content: 'You are Fin.' },
          { role: 'user', content: 'Task: help.' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'call_1', function: { name: 'refund_charge', arguments: '{"charge":"ch_1"}' } },
            ],
          },
          { role: 'tool', tool_call_id: 'call_1', content: '{"refund":"re_1"}' },
        ],
        tools: [{ function: { name: 'refund_charge', parameters: TOOL.parameters } }],
      },
    });
  });

  test.each([1, 2, 3, 7, 1_000])(
    'text and calls are put together from pieces of %i characters',
    async (piece) => {
      const text = 'Grüße – “quoted” 😀 and a long enough sentence to be shown in between.';
      const answer = await ask({
        text,
        piece,
        tokens: 321,
        calls: [
          { name: 'refund_charge', input: { charge: 'ch_ä😀"\\', amount: 4_000 } },
          { name: 'reply_to_customer', input: { text: 'b' }, id: 'own' },
        ],
      });
      expect(answer).toEqual({
        text,
        tokens: 321,
        model: 'some-model',
        calls: [
          { id: 'call_1', name: 'refund_charge', arguments: '{"charge":"ch_ä😀\\"\\\\","amount":4000}' },
          { id: 'own', name: 'reply_to_customer', arguments: '{"text":"b"}' },
        ],
      });
    },
  );

  test('words are shown while they arrive', async () => {
    const shown: string[] = [];
    const text = 'One two three four five six seven eight nine ten eleven twelve.';
    await ask({ text }, { onText: (soFar) => shown.push(soFar) });
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.every((soFar) => text.startsWith(soFar))).toBe(true);
  });

  test('tokens are estimated, never zero, where the server counts none', async () => {
    const { tokens } = await ask({ text: 'x'.repeat(400) });
    expect(tokens).toBeGreaterThanOrEqual(100);
  });

  test('calls without ids get some that differ', async () => {
    const { calls } = await ask({
      calls: [
        { name: 'a', input: {}, id: '' },
        { name: 'b', input: {}, id: '' },
      ],
    });
    expect(new Set(calls.map((c) => c.id)).size).toBe(2);
  });

  test('a server that does not know stream_options is asked once more without, and then always without', async () => {
    const picky: WireScript = ({ stream_options }) =>
      stream_options
        ? { status: 400, body: '{"error":{"message":"Unrecognized request argument: stream_options"}}' }
        : { text: 'Hello' };
    server.answer(picky);
    const before = server.asked.length;
    const one = model();
    expect((await one.answer(question())).text).toBe('Hello');
    expect((await one.answer(question())).text).toBe('Hello');
    expect(server.asked.length - before).toBe(3);
  });

  test('no key is fine where none is asked for', async () => {
    server.answer(() => ({ text: 'Hello' }));
    expect((await model('').answer(question())).text).toBe('Hello');
  });
});

const error = (
  status: number,
  message = 'no',
  headers: Readonly<Record<string, string>> = {},
): WireReply => ({ status, headers, body: JSON.stringify({ error: { message, type: 'x' } }) });

describe('an answer that is none', () => {
  test.each<readonly [string, WireReply, string, RegExp]>([
    ['a wrong key', error(401), 'auth_revoked', /does not accept the model's key/],
    ['a key without permission', error(403), 'auth_revoked', /does not accept/],
    ['a model that is not there', error(404), 'model_refused', /has no model called "some-model"/],
    ['a question that is not accepted', error(400), 'model_refused', /did not accept the question \(400\)/],
    ['a fault of the server', error(500), 'model_unreachable', /answered with an error \(500\)/],
    ['an overloaded server', error(503), 'model_unreachable', /\(503\)/],
    [
      'a web page instead',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Please sign in</html>' },
      'model_nonsense',
      /sent a web page instead of an answer/,
    ],
    [
      'nothing at all',
      { status: 200, headers: { 'content-type': 'text/event-stream' }, body: '' },
      'model_unreachable',
      /./,
    ],
    [
      'lines that are no JSON',
      { status: 200, headers: { 'content-type': 'text/event-stream' }, body: 'data: {oops\n\n' },
      'model_nonsense',
      /./,
    ],
    [
      'an answer of another shape',
      {
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: 'data: {"hello":1}\n\ndata: [DONE]\n\n',
      },
      'model_nonsense',
      /./,
    ],
    [
      'an error within the stream',
      {
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: 'data: {"error":{"message":"overloaded"}}\n\n',
      },
      'model_nonsense',
      /./,
    ],
    [
      'an answer that breaks off',
      { text: 'I will now refund the whole amount.', cutAfter: 3 },
      'model_unreachable',
      /./,
    ],
    [
      'a call that breaks off',
      { calls: [{ name: 'refund_charge', input: { charge: 'ch_1', amount: 4_000 } }], cutAfter: 4 },
      'model_unreachable',
      /./,
    ],
    ['an empty answer', { text: '' }, 'model_nonsense', /empty answer/],
    [
      'an answer that ran out of room',
      { text: 'I will', finish: 'length' },
      'model_nonsense',
      /ran out of room/,
    ],
    ['a filtered answer', { text: 'I', finish: 'content_filter' }, 'model_refused', /refused to answer/],
    [
      'a refusal',
      { refusal: 'I cannot help with that.' },
      'model_refused',
      /refused to answer: I cannot help with that\./,
    ],
    [
      'an address that sends us on',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
      'address_refused',
      /./,
    ],
  ])(
    '%s is an error with its own name and a sentence, and the key is not in it',
    async (_what, reply, code, sentence) => {
      const thrown = await ask(reply).then(
        (answer) => answer,
        (why: unknown) => why,
      );
      expect(thrown).toMatchObject({ code, message: expect.stringMatching(sentence) });
      expect(JSON.stringify(thrown)).not.toContain(KEY);
    },
  );

  test('a pause that is asked for is given on, in seconds or as a date', async () => {
    await expect(ask(error(429, 'slow down', { 'retry-after': '30' }))).rejects.toMatchObject({
      code: 'rate_limited',
      retryAt: clock.now() + 30_000,
    });
    await expect(
      ask(error(429, 'slow down', { 'retry-after': new Date(clock.now() + 60_000).toUTCString() })),
    ).rejects.toMatchObject({ code: 'rate_limited', retryAt: clock.now() + 60_000 });
    await expect(ask(error(429))).rejects.toMatchObject({ code: 'rate_limited' });
  });

  test('silence ends at the time limit and counts as unreachable', async () => {
    await expect(ask('silence', { timeoutMs: 150 })).rejects.toMatchObject({ code: 'model_unreachable' });
  });

  test('a question that is called off ends at once', async () => {
    const stop = new AbortController();
    const asked = ask('silence', { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(asked).rejects.toMatchObject({ code: 'model_unreachable' });
  });

  test('a server that is not there is unreachable', async () => {
    const gone = createOpenAiModel({
      baseUrl: 'http://127.0.0.1:1/v1',
      model: 'm',
      apiKey: KEY,
      fetch: net.fetchFor({ origin: 'http://127.0.0.1:1', allowsPrivate: true }),
      clock,
    });
    await expect(gone.answer(question())).rejects.toMatchObject({ code: 'model_unreachable' });
  });
});
