import type { Clock } from '../base/clock.ts';
import type { ApprovalId } from '../base/ids.ts';
import type { ApprovalRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Call } from './contract/views.ts';

/** Cards that come together are told of together. */
const TOGETHER_MS = 300;
/** Cards that are looked at; beyond these nobody reads single calls. */
const MOST = 500;

/** What was told of a card last. */
interface Told {
  readonly reminded: number;
  readonly askedNow: number;
  readonly putOff: boolean;
}

const toldOf = ({ reminded = 0, askedNow, snoozedUntil = null }: ApprovalRecord): Told => ({
  reminded,
  askedNow,
  putOff: snoozedUntil !== null,
});

/**
 * What has happened since with the cards that wait: one came, somebody was reminded, the next one is asked, or one is back
 * after it was put off.
 */
export function callsAmong(
  known: ReadonlyMap<ApprovalId, Told>,
  cards: readonly ApprovalRecord[],
): readonly Call[] {
  return cards.flatMap((card): readonly Call[] => {
    const before = known.get(card.id);
    const now = toldOf(card);
    const call = (what: Call['what']): readonly Call[] => [
      { card: card.id, title: card.title, what, to: card.asked[card.askedNow]?.person ?? 'you' },
    ];
    if (!before) return now.putOff ? [] : call('new');
    if (now.askedNow !== before.askedNow) return call('passed-on');
    if (now.reminded > before.reminded) return call('reminded');
    return before.putOff && !now.putOff ? call('back') : [];
  });
}

/** Watches the inbox and calls whoever is to be told, wherever they sit. What waited before is no news. */
export class Bell {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #listeners = new Set<(calls: readonly Call[]) => void>();
  #known: ReadonlyMap<ApprovalId, Told>;
  #callOff: (() => void) | undefined;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#known = this.#look().known;
    store.onCommit(({ touched }) => {
      if (touched.has('inbox')) this.#callOff ??= this.#clock.after(TOGETHER_MS, () => this.#ring());
    });
  }

  /** Calls nobody any more: the store is about to be closed. */
  stop(): void {
    this.#callOff?.();
    this.#callOff = () => {};
  }

  onCalls(listener: (calls: readonly Call[]) => void): void {
    this.#listeners.add(listener);
  }

  #look(): { readonly cards: readonly ApprovalRecord[]; readonly known: ReadonlyMap<ApprovalId, Told> } {
    const cards = this.#store.read.approvals('pending', MOST);
    return { cards, known: new Map(cards.map((card) => [card.id, toldOf(card)])) };
  }

  #ring(): void {
    this.#callOff = undefined;
    const { cards, known } = this.#look();
    const calls = callsAmong(this.#known, cards);
    this.#known = known;
    if (calls.length > 0) for (const listener of this.#listeners) listener(calls);
  }
}
