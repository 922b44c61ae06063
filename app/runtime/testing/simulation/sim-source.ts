import { SwitchyardError } from '../../../base/errors.ts';
import type { Json } from '../../../base/json.ts';
import type { FoundEvent, Polled, TriggerContext } from '../../../kit/implement.ts';
import type { AnyTriggerRunner } from '../../../kit/runners.ts';
import type { Catalog } from '../../../kit/catalog.ts';
import type { Chance } from './chance.ts';
import type { SimClock } from './sim-clock.ts';

interface Item {
  /** When the list shows it, in the world's time: some things turn up later than they say they happened. */
  readonly shownAt: number;
  readonly event: FoundEvent;
}

const PAGE = 5;
/** How far the look goes back behind the newest item it has seen; later than this nothing turns up. */
const OVERLAP_MS = 120_000;
export const LATEST_MS = 90_000;

interface Cursor {
  /** Newest item that is fully read. */
  readonly at: number;
  /** Newest item on the pages so far. */
  readonly top: number;
  readonly page: number;
  /** When the first of these pages was read: what turned up since then may stand on a page that is behind us. */
  readonly began: number;
}

/**
 * A list at a vendor, with the quirks of real ones: pages that shift while they are read, items that turn up late,
 * several in one second, the same one twice on a page. In half of the seeds it can only be asked for by time; in the
 * others it is a log with numbers, of which nothing is shown again once the cursor is past it.
 */
export class SimSource {
  readonly #clock: SimClock;
  readonly #chance: Chance;
  readonly #began: number;
  readonly #isLog: boolean;
  /** When this list was last asked for, whatever came of it. */
  readonly #askedAt = new Map<string, number>();
  /** When a look at this list last came to its end. */
  readonly #lookedAt = new Map<string, number>();
  readonly #items = new Map<string, Item[]>();
  /** Is the vendor away, or does a look fail? */
  fault: () => 'away' | 'slow-down' | 'hang' | undefined = () => undefined;

  constructor(clock: SimClock, chance: Chance) {
    this.#clock = clock;
    this.#chance = chance;
    this.#began = clock.now();
    this.#isLog = chance.percent(50);
  }

  /** The vendor's own clock, in whole seconds. Nobody sets it. */
  vendorNow(): number {
    return Math.floor((this.#began + this.#clock.elapsed) / 1_000) * 1_000;
  }
  add(type: string, event: FoundEvent, lateMs: number): void {
    const list = this.#items.get(type) ?? [];
    list.push({ shownAt: this.#clock.elapsed + lateMs, event });
    this.#items.set(type, list);
  }
  /** Has everything that is there been looked at? By the world's time: the computer's clock may be set. */
  isRead(type: string): boolean {
    const newest = Math.max(0, ...(this.#items.get(type) ?? []).map((item) => item.shownAt));
    return (this.#lookedAt.get(type) ?? 0) > newest;
  }
  /** When the product last asked for this list, in the world's time. */
  askedAt(type: string): number {
    return this.#askedAt.get(type) ?? 0;
  }
  keys(type: string): readonly string[] {
    return (this.#items.get(type) ?? []).map((item) => item.event.key);
  }

  runner(type: string, catalog: Catalog, alive: () => boolean): AnyTriggerRunner | undefined {
    const definition = catalog.find(type);
    if (definition?.kind !== 'trigger') return undefined;
    return {
      definition,
      seed: (context) =>
        this.#answer(type, context, alive, (): Json => ({
          at: this.vendorNow(),
          top: this.vendorNow(),
          page: 0,
          began: 0,
        })),
      poll: (context, _config, cursor) =>
        // Made by `seed` or by the look before.
        this.#answer(type, context, alive, () => this.#look(type, cursor as unknown as Cursor)),
    };
  }

  /** Everything that is shown, in the order in which it came to be. */
  #log(type: string): readonly FoundEvent[] {
    return (this.#items.get(type) ?? [])
      .filter((item) => item.shownAt <= this.#clock.elapsed)
      .toSorted((a, b) => a.shownAt - b.shownAt)
      .map((item) => item.event);
  }

  #look(type: string, cursor: Cursor): Polled {
    if (this.#isLog) {
      const log = this.#log(type);
      const events = log.slice(cursor.page, cursor.page + PAGE);
      const page = cursor.page + events.length;
      if (page === log.length) this.#lookedAt.set(type, this.#clock.elapsed);
      return { events, cursor: { ...cursor, page }, more: page < log.length };
    }
    const shown = (this.#items.get(type) ?? [])
      .filter((item) => item.shownAt <= this.#clock.elapsed && item.event.at >= cursor.at - OVERLAP_MS)
      .toSorted((a, b) => a.event.at - b.event.at || (a.event.key < b.event.key ? -1 : 1));
    // One item back: what came in before the page shifts it by one.
    const from = Math.max(0, cursor.page * PAGE - 1);
    const page = shown.slice(from, from + PAGE + 1).map((item) => item.event);
    const more = from + PAGE + 1 < shown.length;
    const top = Math.max(cursor.top, ...page.map((event) => event.at));
    const events = page.flatMap((event) => (this.#chance.percent(15) ? [event, event] : [event]));
    const began = cursor.page === 0 ? this.vendorNow() : cursor.began;
    const at = Math.min(top, began);
    if (!more) this.#lookedAt.set(type, this.#clock.elapsed);
    const next: Cursor = more
      ? { ...cursor, top, page: cursor.page + 1, began }
      : { at, top: at, page: 0, began };
    return { events, cursor: { ...next }, more };
  }

  #answer<T>(type: string, context: TriggerContext, alive: () => boolean, give: () => T): Promise<T> {
    this.#askedAt.set(type, this.#clock.elapsed);
    return new Promise<T>((resolve, reject) => {
      const fault = this.fault();
      if (fault === 'hang') {
        context.signal.addEventListener('abort', () => reject(new Error('called off')));
        this.#clock.world(90_000, () => reject(new SwitchyardError('temporary', 'No answer in time.')));
        return;
      }
      this.#clock.world(this.#chance.whole(20, 900), () => {
        if (!alive()) return;
        if (fault === 'away') reject(new SwitchyardError('temporary', 'The tool is away.'));
        else if (fault === 'slow-down')
          reject(
            new SwitchyardError('rate_limited', 'Too fast.', {
              retryAt: context.clock.now() + this.#chance.whole(5, 90) * 1_000,
            }),
          );
        else resolve(give());
      });
    });
  }
}
