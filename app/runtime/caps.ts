import { moneyInWords, type Money } from '../base/money.ts';
import { spanInWords } from '../base/duration.ts';

/**
 * What is counted against a cap. `time`: milliseconds in which a model or a tool was at work. `bytes`: of what models
 * and tools answered. `money`: in the smallest unit; a cap holds for each currency by itself, at the same figure.
 * `hops`: hand-offs and questions from one agent to another.
 */
export const CAP_NAMES = ['steps', 'calls', 'tokens', 'money', 'hops', 'time', 'bytes'] as const;
export type CapName = (typeof CAP_NAMES)[number];

/** A run as a whole; one flow in a day; everything in a day. Days are counted in UTC. */
export const CAP_SCOPES = ['run', 'flow', 'day'] as const;
export type CapScope = (typeof CAP_SCOPES)[number];

/** Null: no cap. */
export type Caps = Readonly<Record<CapName, number | null>>;

const NONE: Caps = {
  steps: null,
  calls: null,
  tokens: null,
  money: null,
  hops: null,
  time: null,
  bytes: null,
};

/** Generous: they stop what has run away, not what works. */
export const DEFAULT_CAPS: Readonly<Record<CapScope, Caps>> = {
  run: {
    steps: 1_000,
    calls: 500,
    tokens: 500_000,
    money: 1_000_000,
    hops: 25,
    time: 2 * 3_600_000,
    bytes: 50_000_000,
  },
  flow: { ...NONE, tokens: 10_000_000, money: 5_000_000 },
  day: { ...NONE, tokens: 25_000_000, money: 10_000_000 },
};

/** What was used so far. Money by currency (lower case). */
export interface Used {
  readonly counts: Readonly<Partial<Record<CapName, number>>>;
  readonly money: Readonly<Record<string, number>>;
}

/** A cap that stands in the way, as the card of it says. */
export interface CapReached {
  readonly scope: CapScope;
  readonly name: CapName;
  /** The cap with all that people have added to it. */
  readonly limit: number;
  readonly used: number;
  /** What letting it go on adds. */
  readonly more: number;
  /** For money. */
  readonly currency?: string;
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
    case 'tokens':
      return `${figure.format(amount)} ${amount === 1 ? name.slice(0, -1) : name}`;
  }
}

/** The heading and the reason of the card: what is used up, and what letting it go on means. */
export function capInWords(
  { scope, name, limit, used, more, currency }: CapReached,
  flowName: string,
): { readonly title: string; readonly reason: string } {
  const words = (amount: number) => amountInWords(name, amount, currency);
  const who = { run: 'This run', flow: `“${flowName}”`, day: 'Switchyard' }[scope];
  const whose = { run: 'its', flow: 'the day’s', day: 'the day’s' }[scope];
  const title =
    name === 'money'
      ? `${who} would move more than ${whose} ${words(limit)}`
      : `${who} has used ${whose} ${words(limit)}`;
  const sofar = name === 'money' ? `${words(used)} moved so far. ` : '';
  const until = scope === 'run' ? '' : ' Tomorrow it goes on by itself.';
  return { title, reason: `${sofar}Letting it go on adds ${words(more)}.${until}` };
}
