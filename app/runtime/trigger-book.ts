import { DueHeap } from '../base/due-heap.ts';
import type { TriggerId } from '../base/ids.ts';
import type { TriggerRecord } from '../store/records.ts';
import type { Committed, Store } from '../store/store.ts';

/**
 * The triggers that are on, in memory, with who is due next. It follows the commits: the store is read for a trigger
 * only when its record changed, however many are watched.
 */
export class TriggerBook {
  readonly #store: Store;
  readonly #on = new Map<TriggerId, TriggerRecord>();
  readonly #due = new DueHeap<TriggerId>();
  /** Being looked at: not due again before that has ended. */
  readonly #out = new Set<TriggerId>();
  readonly #changed: () => void;

  readonly #isPolled: (type: string) => boolean;

  /**
   * `changed` is called after each commit that changed a trigger. One whose last look failed is looked at at once: its
   * pause may have been worked out by a clock that was set back since, and who starts Switchyard wants to know. Those that
   * are called themselves are not looked at.
   */
  constructor(
    store: Store,
    now: number,
    changed: () => void,
    isPolled: (type: string) => boolean = () => true,
  ) {
    this.#store = store;
    this.#changed = changed;
    this.#isPolled = isPolled;
    for (const trigger of store.read.triggers())
      this.#note(
        trigger.id,
        trigger.failures > 0 ? { ...trigger, nextPollAt: Math.min(trigger.nextPollAt, now) } : trigger,
      );
    store.onCommit((committed) => this.#follow(committed));
  }

  get(id: TriggerId): TriggerRecord | undefined {
    return this.#on.get(id);
  }
  nextAt(): number | undefined {
    return this.#due.nextAt();
  }
  /** Takes out what is due. Each must be given back. */
  takeDue(now: number): readonly TriggerRecord[] {
    return this.#due.takeDue(now).flatMap((id) => {
      const trigger = this.#on.get(id);
      if (!trigger) return [];
      this.#out.add(id);
      return [trigger];
    });
  }
  /** Its look has ended; it is due again at its own time, and not before `notBefore`. */
  giveBack(id: TriggerId, notBefore = 0): void {
    this.#out.delete(id);
    const trigger = this.#on.get(id);
    if (trigger) this.#due.set(id, Math.max(trigger.nextPollAt, notBefore));
  }

  #follow({ triggers }: Committed): void {
    if (triggers.size === 0) return;
    for (const id of triggers) this.#note(id, this.#store.read.trigger(id));
    this.#changed();
  }
  #note(id: TriggerId, trigger: TriggerRecord | undefined): void {
    if (trigger?.state !== 'on' || !this.#isPolled(trigger.type)) {
      this.#on.delete(id);
      this.#due.delete(id);
      return;
    }
    this.#on.set(id, trigger);
    if (!this.#out.has(id)) this.#due.set(id, trigger.nextPollAt);
  }
}
