import { errorData } from '../base/errors.ts';
import type { FlowId, RunId, TriggerId } from '../base/ids.ts';
import type { TriggerRecord } from '../store/records.ts';
import { PutOff } from './breakers.ts';
import type { RuntimeParts } from './parts.ts';
import { GivenUp } from './patience.ts';
import { TriggerBook } from './trigger-book.ts';
import { lookOf } from './trigger-context.ts';
import { noteFailed, noteGivenUp, noteHeldBack, noteSeed, takeInPolled } from './trigger-notes.ts';

/**
 * Above this many runs that want a worker, no more is fetched for flows that have many of them; what waits, waits at its
 * source (M6). A run in line is about a kilobyte in memory.
 */
export const HIGH_WATER = 2_000;
/** Above the mark it is asked this often whether there is room again. */
const ROOM_AGAIN_MS = 250;
/** A hint is never longer: a computer that sleeps stops its timers, and the rows are what counts (M5). */
const LOOK_AGAIN_MS = 15_000;
/** When not even the failure could be written (the disk is full), the trigger is left alone for this long. */
const UNWRITTEN_MS = 1_000;

/** What the poller needs to know of the rest of the runtime. */
export interface PollerOptions {
  onReady(runs: readonly RunId[]): void;
  /** Is there too much to do for this flow to be given more? */
  isHeldUp(flow: FlowId): boolean;
}

/**
 * Looks at every trigger when it is due, and never twice at a time. Each poll ends in one transaction: events, cursor
 * and the runs they start (M2). One trigger's trouble never holds up another: a tool that says nothing is given up.
 */
export class Poller {
  readonly #parts: RuntimeParts;
  readonly #options: PollerOptions;
  readonly #book: TriggerBook;
  readonly #looks = new Map<TriggerId, Promise<void>>();
  /** How long each tool has said nothing, over all looks that were given up one after the other. */
  readonly #silent = new Map<TriggerId, number>();
  #running = false;
  #hintedFor = Infinity;
  #callOff = (): void => {};

  constructor(parts: RuntimeParts, options: PollerOptions) {
    this.#parts = parts;
    this.#options = options;
    const isPolled = (type: string): boolean => {
      const definition = parts.catalog.find(type);
      return definition?.kind !== 'trigger' || definition.source !== 'call';
    };
    this.#book = new TriggerBook(parts.store, parts.clock.now(), () => this.#hint(), isPolled);
  }

  start(): void {
    this.#running = true;
    this.#tick();
  }
  stop(): void {
    this.#running = false;
    this.#callOff();
  }

  /** Looks at what is due now. Resolves when that, and every trigger that has never been looked at, has answered. */
  async look(): Promise<void> {
    const first = [...this.#looks].flatMap(([id, done]) =>
      this.#book.get(id)?.cursor === null ? [done] : [],
    );
    await Promise.all([...first, ...this.#lookAtDue()]);
  }

  #tick(): void {
    if (!this.#isOn()) return;
    void Promise.all(this.#lookAtDue());
    this.#hintedFor = Infinity;
    this.#hint();
  }
  #isOn(): boolean {
    return this.#running && !this.#parts.signal.aborted;
  }
  #lookAtDue(): readonly Promise<void>[] {
    if (!this.#isOn()) return [];
    const now = this.#parts.clock.now();
    return this.#book.takeDue(now).flatMap((trigger) => {
      if (this.#options.isHeldUp(trigger.flow)) {
        this.#book.giveBack(trigger.id, now + ROOM_AGAIN_MS);
        return [];
      }
      const done = this.#look(trigger).then((notBefore) => {
        this.#looks.delete(trigger.id);
        this.#book.giveBack(trigger.id, notBefore);
        this.#hint();
      });
      this.#looks.set(trigger.id, done);
      return [done];
    });
  }

  /** Sets the hint for exactly when the next trigger is due. */
  #hint(): void {
    if (!this.#isOn()) return;
    const now = this.#parts.clock.now();
    const at = Math.min(this.#book.nextAt() ?? Infinity, now + LOOK_AGAIN_MS);
    // A hint that rings sooner is set already; it looks again for itself. One from before the clock was set back is not.
    if (this.#hintedFor <= at) return;
    this.#callOff();
    this.#hintedFor = at;
    this.#callOff = this.#parts.clock.after(Math.max(0, at - now), () => this.#tick());
  }

  /** One look, with whatever comes of it written down. Gives the time before which not to look again. */
  async #look(trigger: TriggerRecord): Promise<number> {
    const { log, clock, signal } = this.#parts;
    try {
      const { runner, pauseMs, ask, inLane } = lookOf(this.#parts, trigger);
      const look = async (): Promise<void> => {
        if (trigger.cursor === null) {
          const cursor = await ask((context) => runner.seed(context, trigger.config));
          await noteSeed(this.#parts, trigger, cursor);
        } else {
          const polled = await ask((context) => runner.poll(context, trigger.config, trigger.cursor));
          const woken = await takeInPolled(this.#parts, trigger, polled, pauseMs);
          if (woken.length > 0) this.#options.onReady(woken);
        }
        this.#silent.delete(trigger.id);
      };
      await inLane(look);
      return 0;
    } catch (thrown) {
      if (signal.aborted) return 0;
      return this.#trouble(trigger, thrown).then(
        () => 0,
        (again: unknown) => {
          log.error('poll_not_noted', { trigger: trigger.type, error: String(again) });
          return clock.now() + UNWRITTEN_MS;
        },
      );
    }
  }

  async #trouble(trigger: TriggerRecord, thrown: unknown): Promise<void> {
    if (thrown instanceof GivenUp) {
      const before = this.#silent.get(trigger.id) ?? 0;
      const silentMs = before + thrown.silentMs;
      this.#silent.set(trigger.id, silentMs);
      await noteGivenUp(this.#parts, trigger, silentMs, before === 0);
      return;
    }
    const error = errorData(thrown);
    // Not its own failure: it has asked nobody, and comes back as soon as somebody may.
    if (thrown instanceof PutOff) return noteHeldBack(this.#parts, trigger, error, thrown.until);
    this.#parts.log.warn('poll_failed', { trigger: trigger.type, code: error.code });
    await noteFailed(this.#parts, trigger, error);
  }
}
