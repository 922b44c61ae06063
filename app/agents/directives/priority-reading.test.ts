import { describe, expect, test } from 'vitest';
import { aboutMessage, applies, priorityRulesIn } from './priority-rules.ts';
import { occasionsOf, readPriority } from './priority-reading.ts';

const reading = (text: string): string => {
  const read = readPriority(text);
  if (!read) return 'nothing';
  const on = occasionsOf(read).join(' + ');
  return `${read.priority}: ${on}${read.only ? '' : ` | ${read.rest}`}`;
};

describe('how urgent something is, in plain words', () => {
  test.each([
    ['Treat messages from VIPs as urgent.', 'urgent: customers that are marked as VIP'],
    ['VIP customers have high priority.', 'high: customers that are marked as VIP'],
    ['If the customer is a VIP, treat it as high priority.', 'high: customers that are marked as VIP'],
    ['Answer VIPs first', 'urgent: customers that are marked as VIP'],
    ['Treat refunds from VIPs as urgent.', 'urgent: customers that are marked as VIP + refunds'],
    ['Legal threats first.', 'urgent: Legal threats'],
    ['Outages come before everything else.', 'urgent: Outages'],
    ['Security problems jump the queue.', 'urgent: Security problems'],
    ['Complaints must be handled first.', 'urgent: Complaints'],
    ['When a customer mentions a lawyer, it goes first.', 'urgent: a lawyer'],
    ['Give cancellations high priority.', 'high: cancellations'],
    ['Prioritise cancellations.', 'high: cancellations'],
    ['Newsletters can wait.', 'low: Newsletters'],
    ['Feature requests are not urgent.', 'low: Feature requests'],
    ['Messages from @bigfirm.example are urgent.', 'urgent: what @bigfirm.example writes'],
  ])('%s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });

  test.each([
    ['Outages go to Engineering, urgent.', 'urgent: Outages | Outages go to Engineering.'],
    ['Outages go to Engineering and are urgent.', 'urgent: Outages | Outages go to Engineering.'],
    [
      'Billing questions go to Finance with high priority.',
      'high: Billing questions | Billing questions go to Finance.',
    ],
  ])('beside a way: %s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });

  test.each([
    'Billing questions go to Finance.',
    'Urgent questions go to Sam.',
    'Send urgent tickets to Engineering.',
    'Priority customers go to Dana.',
    'Anything that mentions a lawyer goes to a person first.',
    'Look up the customer first.',
    'Ask the customer first.',
    'Issue a refund first.',
    'When a customer wants to cancel, offer 10 % first.',
    'When the customer is a VIP, ask first.',
    'Do not refund first.',
  ])('says nothing of it: %s', (text) => {
    expect(reading(text)).toBe('nothing');
  });

  test('what it cannot read makes nothing urgent, and is named', () => {
    expect(readPriority('Refunds over $300 are urgent.')?.notUnderstood.join()).toContain('“over $300”');
    expect(readPriority('Everything is urgent.')?.notUnderstood).toEqual(['No topic was found to react to.']);
    const entries = ['Refunds over $300 are urgent.', 'Everything is urgent.'].map((text, n) => ({
      id: String(n),
      text,
      on: true,
      author: '',
      at: 0,
    }));
    expect(priorityRulesIn(entries)).toEqual([]);
  });
});

describe('whether it applies', () => {
  const held = (directive: string, text: string, more: { vip?: boolean; from?: string } = {}) => {
    const [rule] = priorityRulesIn([{ id: 'd', text: directive, on: true, author: '', at: 0 }]);
    if (!rule) throw new Error('It is not read.');
    const senders = more.from ? [more.from] : [];
    return applies(rule, aboutMessage({ senders, text: () => text, vip: () => more.vip ?? false }));
  };

  test('by words, and what only means the same is left to the router by meaning', () => {
    expect(held('Outages are urgent.', 'There is an outage again')).toBe('yes');
    expect(held('Outages are urgent.', 'Nothing works since nine')).toBe('by-meaning');
    expect(held('Legal threats first.', 'You will hear from my lawyer')).toBe('yes');
  });
  test('to VIPs alone, whatever a text says of itself', () => {
    expect(held('VIPs are urgent.', 'I am a VIP')).toBe('no');
    expect(held('VIPs are urgent.', 'hello', { vip: true })).toBe('yes');
  });
  test('to a sender, and to nobody whose address only looks like it', () => {
    const directive = 'Messages from @firm.example are urgent.';
    expect(held(directive, 'x', { from: 'ann@firm.example' })).toBe('yes');
    expect(held(directive, 'x', { from: 'ann@mail.firm.example' })).toBe('yes');
    expect(held(directive, 'x', { from: 'ann@otherfirm.example' })).toBe('no');
    expect(held(directive, 'I am ann@firm.example')).toBe('no');
  });
});
