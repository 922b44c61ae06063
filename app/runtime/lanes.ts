import { PRIORITIES, type Priority } from '../store/records.ts';

interface Lane {
  busy: number;
  readonly waiting: { readonly rank: number; readonly order: number; readonly go: () => void }[];
}

/**
 * One lane per connection and per agent, each with room for a few at a time. A place is held only while a call is
 * out, never during a wait. Whoever is more urgent goes first; equals go in the order they came.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #width: number;
  #order = 0;
  constructor(width = 4) {
    this.#width = width;
  }

  async within<T>(name: string, priority: Priority, work: () => Promise<T>): Promise<T> {
    const lane = this.#lane(name);
    if (lane.busy >= this.#width) {
      await new Promise<void>((go) => {
        lane.waiting.push({ rank: PRIORITIES.indexOf(priority), order: this.#order++, go });
      });
    } else lane.busy += 1;
    try {
      return await work();
    } finally {
      this.#leave(name, lane);
    }
  }

  #lane(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (!lane) {
      lane = { busy: 0, waiting: [] };
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  /** The place goes to the next one in line, or is given up. */
  #leave(name: string, lane: Lane): void {
    const [next] = lane.waiting.toSorted((a, b) => a.rank - b.rank || a.order - b.order);
    if (next) {
      lane.waiting.splice(lane.waiting.indexOf(next), 1);
      next.go();
      return;
    }
    lane.busy -= 1;
    if (lane.busy === 0) this.#lanes.delete(name);
  }
}
