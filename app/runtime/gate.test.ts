import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EFFECTS } from '../kit/effects.ts';
import { gate, policyDigest, type GateFacts, type Policy } from './gate.ts';

const refund = (change: Partial<GateFacts> = {}): GateFacts => ({
  action: 'stripe.refund', actionTitle: 'Refund', agentName: 'Fin', effect: 'money', money: { amount: 4_000, currency: 'usd' }, vip: false, outside: [], allowed: true, ...change,
});
const upTo100: Policy = { rules: [{ id: 'r1', action: 'stripe.refund', decision: 'run', upTo: { amount: 10_000, currency: 'usd' }, askForVip: true }] };

describe('the gate', () => {
  test('lets a small refund run and asks above the limit', () => {
    expect(gate(upTo100, refund()).decision).toBe('run');
    expect(gate(upTo100, refund({ money: { amount: 10_000, currency: 'usd' } })).decision).toBe('run');
    const above = gate(upTo100, refund({ money: { amount: 10_001, currency: 'usd' } }));
    expect(above).toEqual({ decision: 'ask', rule: 'Fin asks first above $100.00' });
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
    expect(gate({ rules: [{ id: 'a', action: '*', decision: 'run' }] }, refund({ effect: undefined })).decision).toBe('ask');
  });
  test('"never" and a tool that was not given are refused', () => {
    expect(gate({ rules: [{ id: 'n', action: '*', decision: 'never' }] }, refund()).decision).toBe('refuse');
    expect(gate(upTo100, refund({ allowed: false })).decision).toBe('refuse');
  });
  test('no policy makes something destructive run by itself', () => {
    const rule = fc.record({ id: fc.string(), action: fc.constantFrom('stripe.refund', '*'), decision: fc.constantFrom('run', 'ask', 'never') });
    fc.assert(fc.property(fc.array(rule), (rules) => gate({ rules } as Policy, refund({ effect: 'destructive' })).decision !== 'run'));
  });
  test('another policy has another digest', () => {
    expect(policyDigest(upTo100)).not.toBe(policyDigest({ rules: [] }));
  });
});
