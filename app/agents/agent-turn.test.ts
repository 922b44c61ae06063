import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineAction } from '../kit/define.ts';
import { field } from '../kit/fields.ts';
import { nextAgentTurn, type AgentWork } from './agent-turn.ts';
import type { TranscriptEntry } from './transcript.ts';

const pay = defineAction({
  type: 'test.pay',
  version: 1,
  title: 'Pay',
  summary: '',
  icon: 'money',
  tool: 'stripe',
  toolName: 'pay',
  toolHelp: 'Pays.',
  fields: {
    agent: field.agent({ label: 'As' }),
    to: field.text({ label: 'To' }),
    amount: field.amount({ label: 'Amount', currency: 'usd' }),
    speed: field.choice({ label: 'Speed', default: 'slow', options: [{ value: 'slow', label: 'Slow' }] }),
  },
  gives: [],
  effect: () => 'money',
  idempotency: 'key',
  output: z.strictObject({}),
  sample: { input: { agent: 'a', to: 'b', amount: 1, speed: 'slow' }, output: {} },
  sentence: () => '',
  proposes: () => '',
  did: () => '',
  card: () => [],
});
const actions = { action: (type: string) => (type === pay.type ? pay : undefined) };
const work: AgentWork = {
  agent: { name: 'Fin', role: '', directives: [] },
  task: '',
  subject: '',
  facts: {},
  tools: [pay.type, 'test.gone'],
  caps: { turns: 4, tokens: 1_000, timeMs: 10_000 },
};
const reply = (
  calls: readonly (readonly [string, string, unknown])[],
  more: { text?: string; tokens?: number; ms?: number } = {},
): TranscriptEntry => ({
  kind: 'reply',
  text: more.text ?? '',
  tokens: more.tokens ?? 10,
  ms: more.ms ?? 100,
  calls: calls.map(([id, name, input]) => ({
    id,
    name,
    arguments: typeof input === 'string' ? input : JSON.stringify(input),
  })),
});
const done = (callId: string, output = {}): TranscriptEntry => ({ kind: 'tool-done', callId, output });
const turn = (...transcript: TranscriptEntry[]) => nextAgentTurn(work, transcript, actions);
const GOOD = { to: 'ch_1', amount: 5 };

describe('an agent', () => {
  test('begins with a question that offers its tools and a way to a person, never "as whom"', () => {
    const first = turn();
    expect(first).toMatchObject({ do: 'ask-model', turn: 1, timeoutMs: 10_000, maxTokens: 1_000 });
    const tools = first.do === 'ask-model' ? first.tools : [];
    expect(tools.map((t) => t.name)).toEqual(['pay', 'note_fact', 'need_a_person']);
    expect(Object.keys((tools[0]?.parameters['properties'] ?? {}) as object)).toEqual([
      'to',
      'amount',
      'speed',
    ]); // a JSON Schema has an object there
  });

  test('makes the calls of an answer one by one, in their order, with defaults filled in', () => {
    const two = reply(
      [
        ['a', 'pay', GOOD],
        ['b', 'pay', { ...GOOD, amount: 6 }],
      ],
      { text: 'I pay.' },
    );
    expect(turn(two)).toMatchObject({
      do: 'call-tool',
      index: 1,
      input: { to: 'ch_1', amount: 5, speed: 'slow' },
      says: 'I pay.',
    });
    expect(turn(two, done('a'))).toMatchObject({ do: 'call-tool', index: 2, input: { amount: 6 } });
    expect(turn(two, done('a'), done('b'))).toMatchObject({ do: 'ask-model', turn: 2 });
  });

  test('is told what came back: results, faults, refusals and a rejection with its reason', () => {
    const call = (id: string, amount: number) => reply([[id, 'pay', { ...GOOD, amount }]]);
    const next = turn(
      call('a', 1),
      { kind: 'tool-refused', callId: 'a', rule: 'Fin may never pay' },
      call('b', 2),
      { kind: 'tool-rejected', callId: 'b', by: 'Dana', note: 'Too much.' },
      call('c', 3),
      {
        kind: 'tool-failed',
        callId: 'c',
        error: { code: 'tool_not_found', actor: 'operator', sentence: 'Not there.' },
      },
    );
    const told =
      next.do === 'ask-model' ? next.messages.flatMap((m) => (m.role === 'tool' ? [m.content] : [])) : [];
    expect(told).toEqual([
      '{"error":"This is not allowed: Fin may never pay.","code":"refused_by_policy"}',
      '{"error":"Dana rejected this.","note":"Too much.","code":"rejected"}',
      '{"error":"Not there.","code":"tool_not_found"}',
    ]);
  });

  test.each<readonly [string, string, unknown, string]>([
    ['a tool that is not there', 'drain', {}, 'There is no tool called \\"drain\\".'],
    ['a tool of this build that the agent was not given', 'test.gone', {}, 'There is no tool called'],
    ['no JSON', 'pay', '{oops', 'not a JSON object'],
    ['a list', 'pay', '[]', 'not a JSON object'],
    ['something missing', 'pay', { to: 'x' }, '\\"amount\\" is missing'],
    ['an amount with cents', 'pay', { to: 'x', amount: 1.5 }, '\\"amount\\" needs'],
    ['an amount below zero', 'pay', { to: 'x', amount: -1 }, '\\"amount\\" needs'],
    ['a choice that is none', 'pay', { ...GOOD, speed: 'now' }, '\\"speed\\" needs'],
    ['another name to act under', 'pay', { ...GOOD, agent: 'boss' }, 'There is no argument \\"agent\\"'],
    ['more than there is', 'pay', { ...GOOD, approved: true }, 'There is no argument \\"approved\\"'],
  ])('that calls with %s is told so, and nothing is called', (_what, name, input, problem) => {
    const next = turn(reply([['a', name, input]]));
    expect(next.do).toBe('ask-model');
    expect(next.do === 'ask-model' && next.messages.at(-1)).toMatchObject({
      role: 'tool',
      callId: 'a',
      content: expect.stringContaining(problem),
    });
  });

  test('ends with what it says, or with a person when it asks for one', () => {
    expect(turn(reply([], { text: ' All done. ' }))).toEqual({
      do: 'finish',
      port: 'done',
      summary: 'All done.',
    });
    expect(turn(reply([['a', 'need_a_person', { reason: 'Not covered.' }]]))).toEqual({
      do: 'finish',
      port: 'stuck',
      summary: 'Not covered.',
    });
    expect(turn(reply([['a', 'need_a_person', '{oops']]))).toMatchObject({ do: 'finish', port: 'stuck' });
    expect(turn(reply([], { text: '  ' }))).toMatchObject({ do: 'fail', error: { code: 'model_nonsense' } });
  });

  test('is stopped at its turns, tokens and time, and what it has used before a restart counts', () => {
    const round = (n: number, more = {}) => [
      reply([[`c${n}`, 'pay', { ...GOOD, amount: n }]], more),
      done(`c${n}`),
    ];
    expect(turn(...[1, 2, 3, 4].flatMap((n) => round(n)))).toEqual({
      do: 'capped',
      cap: { scope: 'visit', name: 'turns', limit: 4, used: 4, more: 4 },
    });
    expect(turn(...round(1, { tokens: 1_000 }))).toMatchObject({
      do: 'capped',
      cap: { name: 'tokens', limit: 1_000, used: 1_000 },
    });
    expect(turn(...round(1, { ms: 10_000 }))).toMatchObject({
      do: 'capped',
      cap: { name: 'time', limit: 10_000, used: 10_000 },
    });
    expect(turn(...round(1, { tokens: 900, ms: 9_000 }))).toMatchObject({
      do: 'ask-model',
      maxTokens: 100,
      timeoutMs: 1_000,
    });
  });

  test('that asks for exactly the same a third time is in a loop, in whatever order it writes the arguments', () => {
    const first = [
      reply([['a', 'pay', GOOD]]),
      done('a'),
      reply([['a', 'pay', { amount: 5, to: 'ch_1' }]]),
      done('a'),
    ];
    expect(turn(...first)).toMatchObject({ do: 'ask-model' });
    expect(turn(...first, reply([['a', 'pay', GOOD]]))).toMatchObject({
      do: 'fail',
      error: { code: 'model_capped' },
    });
  });

  test('does the same after every restart: the same transcript gives the same turn', () => {
    const transcript = [
      reply([
        ['a', 'pay', GOOD],
        ['b', 'pay', { ...GOOD, amount: 9 }],
      ]),
      done('a', { ok: true }),
    ];
    expect(turn(...transcript)).toEqual(turn(...structuredClone(transcript)));
  });
});
