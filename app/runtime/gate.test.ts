import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EFFECTS } from '../kit/effects.ts';
import { gate, policyDigest, type GateFacts, type Policy } from './gate.ts';

const refund = (change: Partial<GateFacts> = {}): GateFacts => ({
  action: 'stripe.refund',
  actionTitle: 'Refund',
  agentName: 'Fin',
  effect: 'money',
  money: { amount: 4_000, currency: 'usd' },
  vip: false,
  outside: [],
  allowed: true,
  who: null,
  data: {},
  now: 0,
  ...change,
});
const upTo100: Policy = {
  rules: [
    {
      id: 'r1',
      action: 'stripe.refund',
      decision: 'run',
      upTo: { amount: 10_000, currency: 'usd' },
      askForVip: true,
    },
  ],
};

describe('the gate', () => {
  test('lets a small refund run and asks above the limit', () => {
    expect(gate(upTo100, refund()).decision).toBe('run');
    expect(gate(upTo100, refund({ money: { amount: 10_000, currency: 'usd' } })).decision).toBe('run');
    const above = gate(upTo100, refund({ money: { amount: 10_001, currency: 'usd' } }));
    expect(above).toEqual({ decision: 'ask', rule: 'Fin asks first above $100.00', cause: 'limit' });
  });
  test('asks for a VIP, for another currency, and when the amount is not known', () => {
    expect(gate(upTo100, refund({ vip: true })).decision).toBe('ask');
    expect(gate(upTo100, refund({ money: { amount: 1, currency: 'eur' } })).decision).toBe('ask');
    expect(gate(upTo100, refund({ money: undefined })).decision).toBe('ask');
  });
  test('asks when a destination comes from outside, whatever a rule says', () => {
    expect(gate(upTo100, refund({ outside: ['Charge'] })).decision).toBe('ask');
  });
  test('without a rule: small things run, what leaves the house is asked', () => {
    const decide = (effect: GateFacts['effect']) => gate({ rules: [] }, refund({ effect })).decision;
    expect(EFFECTS.map(decide)).toEqual(['run', 'run', 'ask', 'ask', 'ask']);
  });
  test('what it does not know counts as the highest effect', () => {
    expect(
      gate({ rules: [{ id: 'a', action: '*', decision: 'run' }] }, refund({ effect: undefined })).decision,
    ).toBe('ask');
  });
  test('"never" and a tool that was not given are refused', () => {
    expect(gate({ rules: [{ id: 'n', action: '*', decision: 'never' }] }, refund()).decision).toBe('refuse');
    expect(gate(upTo100, refund({ allowed: false })).decision).toBe('refuse');
  });
  const anything: Policy = { rules: [{ id: 'all', action: '*', decision: 'run' }] };
  const asksFirst: Policy = {
    rules: [
      { id: 'a', action: 'stripe.refund', decision: 'ask' },
      { id: 'all', action: '*', decision: 'run' },
    ],
  };
  const never: Policy = { rules: [{ id: 'n', action: 'stripe.refund', decision: 'never' }] };
  const limitInEuro: Policy = {
    rules: [{ id: 'e', action: '*', decision: 'run', upTo: { amount: 10_000, currency: 'eur' } }],
  };
  test.each<readonly [string, Policy, Partial<GateFacts>, 'run' | 'ask' | 'refuse', RegExp]>([
    [
      'an action our table does not know is the worst there is',
      anything,
      { effect: undefined },
      'ask',
      /cannot be undone/,
    ],
    [
      'what cannot be undone is asked even when everything is allowed',
      anything,
      { effect: 'destructive' },
      'ask',
      /cannot be undone/,
    ],
    [
      'an outside value is asked for money',
      anything,
      { outside: ['Charge'] },
      'ask',
      /"Charge" comes from outside/,
    ],
    [
      'an outside value is asked for a message outside',
      anything,
      { effect: 'external', outside: ['Ticket'] },
      'ask',
      /"Ticket"/,
    ],
    [
      'an outside value is asked inside the company too',
      anything,
      { effect: 'write', outside: ['Channel'] },
      'ask',
      /"Channel"/,
    ],
    [
      'an outside value in a look-up changes nothing',
      anything,
      { effect: 'read', outside: ['E-mail'] },
      'run',
      /by itself/,
    ],
    [
      'outside beats the limit',
      upTo100,
      { outside: ['Charge'], money: { amount: 1, currency: 'usd' } },
      'ask',
      /outside/,
    ],
    [
      'a VIP is asked for below the limit',
      upTo100,
      { vip: true, money: { amount: 1, currency: 'usd' } },
      'ask',
      /VIP/,
    ],
    [
      'one cent above the limit is above',
      upTo100,
      { money: { amount: 10_001, currency: 'usd' } },
      'ask',
      /above \$100\.00/,
    ],
    [
      'another currency than the limit is asked',
      limitInEuro,
      { money: { amount: 1, currency: 'usd' } },
      'ask',
      /limit is in EUR, and this is in USD/,
    ],
    [
      'a limit on something without an amount is asked',
      limitInEuro,
      { effect: 'write', money: undefined },
      'ask',
      /names none/,
    ],
    ['the first rule that names the action counts', asksFirst, {}, 'ask', /asks before/],
    [
      'never is never, below any limit',
      never,
      { money: { amount: 1, currency: 'usd' } },
      'refuse',
      /may never do/,
    ],
    ['never is never for what cannot be undone', never, { effect: 'destructive' }, 'refuse', /may never do/],
    [
      'a tool that was not given is refused before anything else',
      anything,
      { allowed: false, effect: 'read' },
      'refuse',
      /not given the tool/,
    ],
  ])('%s', (_what, policy, facts, decision, rule) => {
    const answer = gate(policy, refund(facts));
    expect(answer).toMatchObject({ decision, rule: expect.stringMatching(rule) });
  });
  test('no policy makes something destructive run by itself', () => {
    const rule = fc.record({
      id: fc.string(),
      action: fc.constantFrom('stripe.refund', '*'),
      decision: fc.constantFrom('run', 'ask', 'never'),
    });
    fc.assert(
      fc.property(
        fc.array(rule),
        (rules) => gate({ rules }, refund({ effect: 'destructive' })).decision !== 'run',
      ),
    );
  });
  test('another policy has another digest', () => {
    expect(policyDigest(upTo100)).not.toBe(policyDigest({ rules: [] }));
  });
});
