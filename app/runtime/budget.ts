import type { AgentId, FlowId } from '../base/ids.ts';
import { isJsonObject } from '../base/json.ts';
import type { Money } from '../base/money.ts';
import { CAP_NAMES, type CapName, type CapReached, type CapScope } from '../store/records.ts';
import type { Reader, Store, Transaction } from '../store/store.ts';
import { capReached, DEFAULT_CAPS, type Caps, type Used } from './caps.ts';

const DAY_MS = 86_400_000;

/** What one call is about to use, as far as that is known, or has used. */
export interface Use {
  readonly counts?: Readonly<Partial<Record<CapName, number>>>;
  readonly money?: Money | undefined;
}

/** A call that was let out. */
export interface Admitted {
  /** What it really used, once that is known; it is held back until it is counted. */
  used(counts: NonNullable<Use['counts']>): void;
  /** What it used is counted, or it came to nothing. */
  done(): void;
}

let lastDay = { number: -1, name: '' };

/** The day of a time in UTC, "2026-11-25". It is asked for at every call, and changes once a day. */
function dayOf(now: number): string {
  const number = Math.floor(now / DAY_MS);
  if (lastDay.number !== number) lastDay = { number, name: new Date(now).toISOString().slice(0, 10) };
  return lastDay.name;
}

/** Where the counts of a scope are kept. Those of a run are the fold of its trace. */
const scopeKey = (scope: DayScope, owner: Owner, now: number): string => {
  const day = dayOf(now);
  return scope === 'day' ? `spent/${day}` : `spent/${owner}/${day}`;
};

type DayScope = 'flow' | 'agent' | 'day';
/** Whose the caps are: of a run and a flow the flow, of an agent the agent; of a whole day nobody's. */
type Owner = FlowId | AgentId;

/** When the counts of a day begin anew (epoch ms): midnight in UTC. */
export const nextDay = (now: number): number => (Math.floor(now / DAY_MS) + 1) * DAY_MS;

/** The setting that holds the caps a person chose. Caps of a run are chosen for its flow. */
export const capSetting = (scope: Exclude<CapScope, 'visit'>, owner: Owner): string =>
  scope === 'day' ? 'caps/day' : `caps/${scope}/${owner}`;

/** The caps that hold: what a person chose, and the generous defaults for the rest. */
export function capsOf(read: Reader, scope: Exclude<CapScope, 'visit'>, owner: Owner): Caps {
  const chosen = read.setting(capSetting(scope, owner));
  if (!isJsonObject(chosen)) return DEFAULT_CAPS[scope];
  const own = CAP_NAMES.flatMap((name) => {
    const value = chosen[name];
    return value === null || typeof value === 'number' ? [[name, value]] : [];
  });
  return { ...DEFAULT_CAPS[scope], ...(Object.fromEntries(own) as Partial<Caps>) }; // names and values as checked above
}

/** What a flow, an agent, or everything has used today, and what was added to its caps. */
export function usedToday(
  read: Reader,
  scope: DayScope,
  owner: Owner,
  now: number,
): { readonly used: Used; readonly raised: Partial<Record<CapName, number>> } {
  const counts: Partial<Record<CapName, number>> = {};
  const money: Record<string, number> = {};
  const raised: Partial<Record<CapName, number>> = {};
  const rows = read.counts(scopeKey(scope, owner, now));
  for (const name of CAP_NAMES) {
    if (rows[name] !== undefined) counts[name] = rows[name];
    const more = rows[`more ${name}`];
    if (more !== undefined) raised[name] = more;
  }
  for (const [name, amount] of Object.entries(rows))
    if (name.startsWith('money ')) money[name.slice('money '.length)] = amount;
  return { used: { counts, money }, raised };
}

/** Adds to the day's caps of a flow, an agent or of everything, inside the transaction in which a person allowed it. */
export function raiseToday(
  tx: Transaction,
  { scope, name, more }: CapReached,
  { flow, agent }: Whose,
  now: number,
): void {
  if (scope === 'flow' || scope === 'day') tx.count(scopeKey(scope, flow, now), `more ${name}`, more);
  if (scope === 'agent' && agent) tx.count(scopeKey(scope, agent, now), `more ${name}`, more);
}

/** Whose caps a call counts against, beside those of the whole day. */
export interface Whose {
  readonly flow: FlowId;
  readonly agent?: AgentId | null | undefined;
}

/** The days a call counts against. */
const daysOf = ({ flow, agent }: Whose): readonly (readonly [DayScope, Owner])[] => [
  ['flow', flow],
  ...(agent ? [['agent', agent] as const] : []),
  ['day', flow],
];

/**
 * Keeps the caps of runs, flows and days (M7). Counts are rows, so a restart refills nothing. Several calls may be out at
 * once: what they are about to use is held back meanwhile, so that together they overdraw a cap by one call at most.
 */
export class Budget {
  readonly #store: Store;
  readonly #now: () => number;
  /** What calls that are out may use, by scope key and name. */
  readonly #held = new Map<string, number>();
  #waiting: (() => void)[] = [];

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Lets a call out, or says which cap stands in its way. Waits while only calls that are still out stand in the way.
   * @param use what it may use at most
   * @param settle writes down what this very run has used and not written yet; called before it waits for others
   * @param ofRun what its run has used and was allowed
   */
  async admit(
    whose: Whose,
    use: Use,
    ofRun: { readonly used: Used; readonly raised: Readonly<Partial<Record<CapName, number>>> },
    settle: () => Promise<void> = async () => {},
  ): Promise<Admitted | CapReached> {
    for (let isSettled = false; ; isSettled = true) {
      const reached = this.#reached(whose, use, ofRun, false);
      if (reached) return reached;
      if (!this.#reached(whose, use, ofRun, true)) return this.#hold(whose, use);
      if (isSettled) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      else await settle();
    }
  }

  /** Counts what a call has used, inside the transaction that writes down what it gave. */
  count(tx: Transaction, whose: Whose, use: Use): void {
    for (const [scope, owner] of daysOf(whose)) {
      const key = scopeKey(scope, owner, this.#now());
      for (const [name, by] of entriesOf(use)) if (by > 0) tx.count(key, name, by);
    }
  }

  #reached(
    whose: Whose,
    use: Use,
    ofRun: Parameters<Budget['admit']>[2],
    withHeld: boolean,
  ): CapReached | undefined {
    const now = this.#now();
    for (const [scope, owner] of [['run', whose.flow] as const, ...daysOf(whose)]) {
      const { used, raised } = scope === 'run' ? ofRun : usedToday(this.#store.read, scope, owner, now);
      const all = withHeld && scope !== 'run' ? this.#plusHeld(used, scopeKey(scope, owner, now)) : used;
      const reached = capReached(scope, capsOf(this.#store.read, scope, owner), all, raised, use.money);
      if (reached) return reached;
    }
    return undefined;
  }

  #plusHeld(used: Used, key: string): Used {
    const counts = { ...used.counts };
    const money = { ...used.money };
    for (const [held, amount] of this.#held) {
      if (!held.startsWith(`${key} `)) continue;
      const name = held.slice(key.length + 1);
      if (name.startsWith('money ')) {
        const currency = name.slice('money '.length);
        money[currency] = (money[currency] ?? 0) + amount;
      } else {
        const known = CAP_NAMES.find((n) => n === name);
        if (known) counts[known] = (counts[known] ?? 0) + amount;
      }
    }
    return { counts, money };
  }

  #hold(whose: Whose, use: Use): Admitted {
    const now = this.#now();
    const keys = daysOf(whose).map(([scope, owner]) => scopeKey(scope, owner, now));
    let held = entriesOf(use);
    const add = (sign: 1 | -1): void => {
      for (const key of keys)
        for (const [name, by] of held) {
          const amount = (this.#held.get(`${key} ${name}`) ?? 0) + sign * by;
          if (amount > 0) this.#held.set(`${key} ${name}`, amount);
          else this.#held.delete(`${key} ${name}`);
        }
    };
    add(1);
    return {
      used: (counts) => {
        add(-1);
        held = entriesOf({ ...use, counts });
        add(1);
        this.#lookAgain();
      },
      done: () => {
        add(-1);
        held = [];
        this.#lookAgain();
      },
    };
  }

  #lookAgain(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look();
  }
}

const entriesOf = ({ counts = {}, money }: Use): readonly (readonly [string, number])[] => [
  ...Object.entries(counts),
  ...(money ? [[`money ${money.currency}`, money.amount] as const] : []),
];
