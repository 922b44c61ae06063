import { describe, expect, test } from 'vitest';
import type { PermissionRecord } from '../store/records.ts';
import type { GateFacts } from './gate.ts';
import { gate, type Policy } from './gate.ts';
import { covers } from './permissions.ts';

const given: PermissionRecord = {
  id: 'perm_1' as PermissionRecord['id'], // any text will do
  agent: 'agent_1' as PermissionRecord['agent'], // as above
  action: 'stripe.refund',
  who: null,
  upTo: { amount: 9_000, currency: 'usd' },
  until: 200,
  most: 3,
  used: 2,
  givenBy: 'Dana',
  givenAt: 0,
  from: 'ask_1' as PermissionRecord['from'], // as above
  revokedAt: null,
  revokedBy: null,
};
const facts: GateFacts = {
  action: 'stripe.refund',
  actionTitle: 'Refund',
  agentName: 'Fin',
  effect: 'money',
  money: { amount: 9_000, currency: 'usd' },
  vip: false,
  outside: [],
  allowed: true,
  who: 'pat@example.test',
  data: {},
  now: 100,
};

describe('a standing permission covers', () => {
  test.each<readonly [string, Partial<PermissionRecord>, Partial<GateFacts>, boolean]>([
    ['what it was given for', {}, {}, true],
    ['less than its amount', {}, { money: { amount: 1, currency: 'usd' } }, true],
    ['no cent more', {}, { money: { amount: 9_001, currency: 'usd' } }, false],
    ['no other currency', {}, { money: { amount: 1, currency: 'eur' } }, false],
    ['no money without an amount', { upTo: null }, {}, false],
    ['no payment of which nobody knows the amount', {}, { money: undefined }, false],
    ['something without money', { upTo: null }, { money: undefined, effect: 'external' }, true],
    ['no other action', { action: 'stripe.apply-offer' }, {}, false],
    ['the one it names', { who: 'pat@example.test' }, {}, true],
    ['nobody else', { who: 'lee@example.test' }, {}, false],
    ['nobody of whom it is not known who it is', { who: 'pat@example.test' }, { who: null }, false],
    ['nothing once it is over', { until: 100 }, {}, false],
    ['nothing once it is used up', { used: 3 }, {}, false],
    ['nothing once it is taken back', { revokedAt: 50 }, {}, false],
  ])('%s', (_what, change, of, covered) => {
    expect(covers({ ...given, ...change }, 'limit', { ...facts, ...of })).toBe(covered);
  });

  test('a VIP only where it names them, and never what cannot be undone or comes from outside', () => {
    const named = { ...given, who: 'pat@example.test' };
    for (const cause of ['vip', 'not-known'] as const) {
      expect(covers(given, cause, facts), cause).toBe(false);
      expect(covers(named, cause, facts), cause).toBe(true);
    }
    for (const cause of ['destructive', 'outside'] as const)
      expect(covers(named, cause, facts), cause).toBe(false);
  });
});

test('the gate names the permission, and asks where it does not reach', () => {
  const policy: Policy = { rules: [], permissions: [given] };
  expect(gate(policy, facts)).toEqual({
    decision: 'run',
    rule: 'Dana allowed this up to $90.00 (used 2 of 3 times before)',
    cause: 'usual',
    permission: given.id,
  });
  expect(gate(policy, { ...facts, outside: ['Charge'] }).decision).toBe('ask');
  expect(gate(policy, { ...facts, effect: 'destructive' }).decision).toBe('ask');
  expect(gate({ ...policy, rules: [{ id: 'n', action: '*', decision: 'never' }] }, facts).decision).toBe(
    'refuse',
  );
});
