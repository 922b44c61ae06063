import { describe, expect, it } from 'vitest';
import type { BillingCustomer, ChatMessage } from '../../app/api/contract/practice.ts';
import { subscriptionInWords } from './billing-words.ts';
import { inThreads } from './chat-threads.ts';
import { guestsInWords, seatsInWords } from './office-words.ts';

const message = (ts: string, thread: string | null = null): ChatMessage => ({
  ts,
  at: 0,
  who: { kind: 'person', name: 'Dana' },
  icon: 'D',
  text: ts,
  thread,
});

describe('the chat of the made-up company', () => {
  it('puts an answer below what it answers, not where it came in time', () => {
    const shown = inThreads([message('1'), message('2'), message('3', '1')]);
    expect(shown.map(({ message: m, answer }) => [m.ts, answer])).toEqual([
      ['1', false],
      ['3', true],
      ['2', false],
    ]);
  });

  it('loses no message: one whose beginning is gone, or that names itself, stands alone', () => {
    expect(
      inThreads([message('2', '1'), message('3', '3')]).map(({ message: m, answer }) => [m.ts, answer]),
    ).toEqual([
      ['2', false],
      ['3', false],
    ]);
  });
});

describe('a subscription in words', () => {
  const base = {
    id: 'sub_1',
    amount: 7_900,
    currency: 'usd',
    periodEnd: 1_764_000_000_000,
    endedAt: null,
    discount: null,
  } as const;
  const words = (subscription: BillingCustomer['subscription']) =>
    subscriptionInWords({ plan: 'Team', subscription });

  it('says the price, the discount, and whether it ends', () => {
    expect(words({ ...base, state: 'active', discount: '20% off for 3 months' })).toBe(
      'Team, $79.00 a month, 20% off for 3 months, active',
    );
    expect(words({ ...base, state: 'ends at the end of the period' })).toMatch(
      /^Team, \$79\.00 a month, ends on .*2025/,
    );
    expect(words({ ...base, state: 'cancelled', endedAt: 1_764_000_000_000 })).toMatch(
      /^Team, cancelled on /,
    );
    expect(words(null)).toBe('No subscription');
  });
});

describe('the office of the made-up company in words', () => {
  it('says when no licence is left, and how many are', () => {
    expect(seatsInWords({ seats: 8, used: 8 })).toBe('8 of 8 in use, none left');
    expect(seatsInWords({ seats: 5, used: 2 })).toBe('2 of 5 in use, 3 left');
  });

  it('says what each guest answered', () => {
    expect(guestsInWords([])).toBe('Nobody');
    expect(
      guestsInWords([
        { email: 'a@x.example', answer: 'declined' },
        { email: 'b@x.example', answer: 'needsAction' },
      ]),
    ).toBe('a@x.example declined, b@x.example has not answered');
  });
});
