import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RuleGroup } from '../kit/condition/rules.ts';
import { evaluate } from '../kit/condition/evaluate.ts';
import { EFFECTS } from '../kit/effects.ts';
import type { AutonomyRule, PermissionRecord } from '../store/records.ts';
import type { Check } from './gate-conditions.ts';
import { gate, neverRule, policyDigest, type GateFacts, type Policy } from './gate.ts';
import { covers } from './permissions.ts';

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

const check: Check = (condition, data) => evaluate(condition, data, 0);
const yes = (field: string, value = true): RuleGroup => ({
  combinator: 'and',
  rules: [{ field, operator: '=', as: 'yes-no', value }],
});
const over = (amount: number, currency = 'usd'): RuleGroup => ({
  combinator: 'and',
  rules: [{ field: 'amount', operator: '>', as: 'money', value: amount, currency }],
});
const rule = (change: Partial<AutonomyRule>): AutonomyRule => ({
  id: 'x',
  action: '*',
  decision: 'run',
  ...change,
});

describe('rules with conditions', () => {
  const decide = (rules: readonly AutonomyRule[], facts: Partial<GateFacts> = {}) =>
    gate({ rules }, refund(facts), check);

  test('the first rule whose condition holds decides, and is named', () => {
    const rules = [
      rule({ decision: 'never', when: yes('outside-working-hours') }),
      rule({ decision: 'ask', when: over(5_000) }),
      rule({}),
    ];
    const at = (data: GateFacts['data']) => decide(rules, { data });
    expect(at({ amount: 4_000, currency: 'usd', 'outside-working-hours': false }).decision).toBe('run');
    expect(at({ amount: 6_000, currency: 'usd', 'outside-working-hours': false })).toMatchObject({
      decision: 'ask',
      rule: 'Fin asks before "Refund" when amount is over $50.00',
    });
    expect(at({ amount: 6_000, currency: 'usd', 'outside-working-hours': true })).toMatchObject({
      decision: 'refuse',
      rule: 'Fin may never do "Refund" when it is outside working hours',
    });
  });

  test('a limit in one currency says nothing of another: a person is asked', () => {
    const rules = [rule({ decision: 'ask', when: over(20_000) }), rule({})];
    expect(decide(rules, { data: { amount: 100, currency: 'eur' } })).toMatchObject({
      decision: 'ask',
      cause: 'not-known',
    });
    expect(decide(rules, { data: { amount: 100, currency: 'usd' } }).decision).toBe('run');
  });

  test('what nobody knows asks, where knowing it could have asked or refused', () => {
    const rules = [rule({ decision: 'never', when: yes('customer-is-vip') }), rule({})];
    expect(decide(rules, { data: {} })).toMatchObject({ decision: 'ask', cause: 'not-known' });
    expect(decide(rules, { data: { 'customer-is-vip': false } }).decision).toBe('run');
    // Nothing runs because of what nobody knows.
    const runs = [rule({ when: yes('customer-is-vip', false) }), rule({ decision: 'ask' })];
    expect(decide(runs, { data: {} }).decision).toBe('ask');
    // Whatever it is, the other half settles it.
    const either: RuleGroup = { combinator: 'or', rules: [yes('customer-is-vip'), over(5_000)] };
    expect(
      decide([rule({ decision: 'ask', when: either }), rule({})], {
        data: { amount: 9_000, currency: 'usd' },
      }),
    ).toMatchObject({ decision: 'ask', cause: 'rule' });
  });

  test('looking somebody up is how people get to know, so it is not held up by what is not known', () => {
    const rules = [rule({ decision: 'ask', when: yes('customer-is-vip') }), rule({})];
    expect(decide(rules, { effect: 'read', data: {} }).decision).toBe('run');
  });

  test('a customer nobody has looked up is asked for where VIPs are', () => {
    expect(gate(upTo100, refund({ vip: undefined }))).toMatchObject({ decision: 'ask', cause: 'vip' });
  });

  test('a rule that came first may be why it was allowed, so a later "never" takes nothing back', () => {
    const facts = refund();
    const never = rule({ decision: 'never' });
    expect(neverRule({ rules: [never] }, facts)).toBeDefined();
    expect(neverRule({ rules: [rule({ when: yes('first-use') }), never] }, facts)).toBeUndefined();
    expect(
      neverRule({ rules: [rule({ decision: 'never', when: yes('first-use') }), never] }, facts),
    ).toBeDefined();
  });
});

describe('for any policy and any facts', () => {
  const path = fc.constantFrom('customer-is-vip', 'first-contact', 'first-use', 'outside-working-hours');
  const when = fc.oneof(
    fc.tuple(path, fc.boolean()).map(([field, value]) => yes(field, value)),
    fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom('usd', 'eur')).map(([n, c]) => over(n, c)),
  );
  const anyRule: fc.Arbitrary<AutonomyRule> = fc
    .record({
      action: fc.constantFrom('stripe.refund', '*', 'other'),
      decision: fc.constantFrom('run' as const, 'ask' as const, 'never' as const),
      askForVip: fc.boolean(),
      upTo: fc.option(fc.record({ amount: fc.nat(20_000), currency: fc.constantFrom('usd', 'eur') }), {
        nil: undefined,
      }),
      when: fc.option(when, { nil: undefined }),
    })
    .map(({ upTo, when: condition, ...rest }) => ({
      id: 'r',
      ...rest,
      ...(upTo ? { upTo } : {}),
      ...(condition ? { when: condition } : {}),
    }));
  const permission: fc.Arbitrary<PermissionRecord> = fc.record({
    id: fc.constant('perm_1' as PermissionRecord['id']), // any text will do
    agent: fc.constant('agent_1' as PermissionRecord['agent']), // as above
    action: fc.constantFrom('stripe.refund', 'other'),
    who: fc.constantFrom(null, 'pat@example.test', 'lee@example.test'),
    upTo: fc.option(fc.record({ amount: fc.nat(20_000), currency: fc.constantFrom('usd', 'eur') }), {
      nil: null,
    }),
    until: fc.nat(200),
    most: fc.integer({ min: 1, max: 5 }),
    used: fc.nat(5),
    givenBy: fc.constant('Dana'),
    givenAt: fc.constant(0),
    from: fc.constant('ask_1' as PermissionRecord['from']), // as above
    revokedAt: fc.constantFrom(null, 5),
    revokedBy: fc.constant(null),
  });
  const known = fc.constantFrom(true, false, undefined);
  const facts: fc.Arbitrary<GateFacts> = fc
    .record({
      effect: fc.constantFrom(...EFFECTS, undefined),
      money: fc.option(fc.record({ amount: fc.nat(30_000), currency: fc.constantFrom('usd', 'eur') }), {
        nil: undefined,
      }),
      vip: known,
      firstContact: known,
      outside: fc.constantFrom<readonly string[]>([], ['Charge']),
      allowed: fc.boolean(),
      who: fc.constantFrom(null, 'pat@example.test'),
    })
    .map(({ money, vip, firstContact, ...rest }) =>
      refund({
        ...rest,
        money,
        vip,
        now: 100,
        data: {
          ...(money ? { amount: money.amount, currency: money.currency } : {}),
          ...(vip === undefined ? {} : { 'customer-is-vip': vip }),
          ...(firstContact === undefined ? {} : { 'first-contact': firstContact }),
        },
      }),
    );
  const policy = fc.record({
    rules: fc.array(anyRule, { maxLength: 4 }),
    permissions: fc.array(permission, { maxLength: 2 }),
  });
  const runs = process.env['SWITCHYARD_FULL'] === '1' ? 20_000 : 1_000;
  const holds = (property: (policy: Policy, facts: GateFacts) => boolean): void =>
    fc.assert(fc.property(policy, facts, property), { numRuns: runs });

  test('what cannot be undone, and what comes from outside, never runs without a person', () => {
    holds((p, f) => {
      const { decision } = gate(p, f, check);
      const isWorst =
        (f.effect ?? 'destructive') === 'destructive' || (f.outside.length > 0 && f.effect !== 'read');
      return !isWorst || decision !== 'run';
    });
  });
  test('a tool that was not given is refused, whatever the rules say', () => {
    holds((p, f) => f.allowed || gate(p, f, check).decision === 'refuse');
  });
  test('with only rules that refuse or ask, nothing that reaches outside runs but by a permission in force', () => {
    holds((p, f) => {
      const strict = { ...p, rules: p.rules.filter((one) => one.decision !== 'run') };
      const answer = gate(strict, f, check);
      if (answer.decision !== 'run' || f.effect === 'read' || f.effect === 'write') return true;
      const used = p.permissions?.find(
        (one) => one.id === answer.permission && covers(one, answer.cause ?? 'destructive', f),
      );
      return used !== undefined && used.used < used.most && used.until > f.now && used.revokedAt === null;
    });
  });
  test('money runs only below a limit or a permission in its own currency', () => {
    holds((p, f) => {
      const answer = gate(
        { ...p, rules: p.rules.map((one) => ({ ...one, upTo: one.upTo ?? { amount: 0, currency: 'usd' } })) },
        f,
        check,
      );
      if (answer.decision !== 'run' || f.effect !== 'money') return true;
      const limits = [
        ...p.rules.map((one) => one.upTo ?? { amount: 0, currency: 'usd' }),
        ...(p.permissions ?? []).map((one) => one.upTo),
      ];
      return limits.some(
        (limit) => limit && f.money && limit.currency === f.money.currency && f.money.amount <= limit.amount,
      );
    });
  });
  test('nothing runs because of what nobody knows: it would run whatever they find out', () => {
    holds((p, f) => {
      const { 'customer-is-vip': _vip, ...less } = f.data;
      const before = gate(p, { ...f, vip: undefined, data: less }, check).decision;
      // A look-up is how people get to know, so it is let through before.
      if (before !== 'run' || f.effect === 'read') return true;
      // What ran while nobody knew runs whatever they find out.
      return [true, false].every(
        (vip) => gate(p, { ...f, vip, data: { ...less, 'customer-is-vip': vip } }, check).decision === 'run',
      );
    });
  });
  test('the same policy and facts give the same answer, with a reason', () => {
    holds((p, f) => {
      const answer = gate(p, f, check);
      return answer.rule.length > 0 && JSON.stringify(gate(p, f, check)) === JSON.stringify(answer);
    });
  });
});
