import { spanInWords } from '../base/duration.ts';
import { moneyInWords, type Money } from '../base/money.ts';
import { CAP_NAMES, type CapName, type CapReached, type CapScope } from '../store/records.ts';

/**
 * Caps of one scope. `time`: milliseconds in which a model or a tool was at work. `bytes`: of what models and tools
 * answered. `money`: in the smallest unit; a cap holds for each currency by itself, at the same figure. `hops`: hand-offs
 * and questions from one agent to another, in the whole chain that a run began. `turns`: of one agent. Null: no cap.
 */
export type Caps = Readonly<Record<CapName, number | null>>;

/** The caps a person can set, by scope. An agent's own caps are in its record. */
export const CAPPED: Readonly<Record<Exclude<CapScope, 'visit'>, readonly CapName[]>> = {
  run: ['steps', 'calls', 'tokens', 'money', 'hops', 'time', 'bytes'],
  flow: ['calls', 'tokens', 'money'],
  agent: ['calls', 'tokens', 'money'],
  day: ['calls', 'tokens', 'money'],
};

export const NO_CAPS: Caps = {
  steps: null,
  calls: null,
  tokens: null,
  money: null,
  hops: null,
  time: null,
  bytes: null,
  turns: null,
};

/** Generous: they stop what has run away, not what works. */
export const DEFAULT_CAPS: Readonly<Record<Exclude<CapScope, 'visit'>, Caps>> = {
  run: {
    ...NO_CAPS,
    steps: 1_000,
    calls: 500,
    tokens: 500_000,
    money: 1_000_000,
    hops: 25,
    time: 2 * 3_600_000,
    bytes: 50_000_000,
  },
  flow: { ...NO_CAPS, tokens: 10_000_000, money: 5_000_000 },
  agent: NO_CAPS,
  day: { ...NO_CAPS, tokens: 25_000_000, money: 10_000_000 },
};

/** What was used so far. Money by currency (lower case). */
export interface Used {
  readonly counts: Readonly<Partial<Record<CapName, number>>>;
  readonly money: Readonly<Record<string, number>>;
}

/**
 * The first cap that what was used has reached, or that a payment would pass. A call is let out while there is anything
 * left, so a cap on tokens, time or bytes is overdrawn by one call at most; money is known before and never overdrawn.
 * @param raised what people have added to each cap
 */
export function capReached(
  scope: CapScope,
  caps: Caps,
  used: Used,
  raised: Readonly<Partial<Record<CapName, number>>>,
  payment?: Money,
): CapReached | undefined {
  for (const name of CAP_NAMES) {
    const cap = caps[name];
    if (cap === null) continue;
    const limit = cap + (raised[name] ?? 0);
    if (name === 'money') {
      if (!payment) continue;
      const spent = used.money[payment.currency] ?? 0;
      if (spent + payment.amount <= limit) continue;
      // What is added must at least let this one payment through.
      const more = Math.max(cap, spent + payment.amount - limit);
      return { scope, name, limit, used: spent, more, currency: payment.currency };
    }
    const count = used.counts[name] ?? 0;
    if (count >= limit) return { scope, name, limit, used: count, more: Math.max(cap, 1) };
  }
  return undefined;
}

const figure = new Intl.NumberFormat('en-US');

/** "60,000 tokens", "$500.00", "2 hours". */
export function amountInWords(name: CapName, amount: number, currency = 'usd'): string {
  switch (name) {
    case 'money':
      return moneyInWords({ amount, currency });
    case 'time':
      return spanInWords(amount);
    case 'bytes':
      return `${figure.format(Math.round(amount / 1_000_000))} MB`;
    case 'calls':
      return `${figure.format(amount)} ${amount === 1 ? 'call' : 'calls'} to tools`;
    case 'hops':
      return `${figure.format(amount)} ${amount === 1 ? 'hand-off' : 'hand-offs'}`;
    case 'steps':
    case 'turns':
    case 'tokens':
      return `${figure.format(amount)} ${amount === 1 ? name.slice(0, -1) : name}`;
  }
}

/** The heading and the reason of the card: what is used up, and what letting it go on means. */
export function capInWords(
  { scope, name, limit, used, more, currency }: CapReached,
  flowName: string,
  agentName = 'The agent',
): { readonly title: string; readonly reason: string } {
  const words = (amount: number) => amountInWords(name, amount, currency);
  const who = {
    visit: agentName,
    run: 'This run',
    flow: `“${flowName}”`,
    agent: agentName,
    day: 'Switchyard',
  }[scope];
  const whose = { visit: 'its', run: 'its', flow: 'the day’s', agent: 'the day’s', day: 'the day’s' }[scope];
  const title =
    name === 'money'
      ? `${who} would move more than ${whose} ${words(limit)}`
      : `${who} has used ${whose} ${words(limit)}`;
  const sofar = name === 'money' ? `${words(used)} moved so far. ` : '';
  const until = scope === 'run' || scope === 'visit' ? '' : ' Tomorrow it goes on by itself.';
  return { title, reason: `${sofar}Letting it go on adds ${words(more)}.${until}` };
}
