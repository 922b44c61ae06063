import { errorData, SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { RunId } from '../base/ids.ts';
import type { ConnectionRecord, TriggerRecord } from '../store/records.ts';
import type { TriggerContext } from '../kit/implement.ts';
import type { AnyTriggerRunner } from '../kit/runners.ts';
import { takeIn } from './deliver.ts';
import { isWanted } from './sync-triggers.ts';
import { callOut } from './call-out.ts';
import type { RuntimeParts } from './parts.ts';

/** Polling stops above this many runs that want a worker; what waits, waits at its source (M6). */
export const HIGH_WATER = 2_000;
const DEFAULT_PAUSE_MS = 60_000;
/** Pause after failures: doubles up to ten minutes, or as long as the vendor says. */
const MOST_PAUSE_MS = 600_000;
/** Pause when not even the failure can be written down (the disk is full): the tool is not asked in a busy loop. */
const UNWRITTEN_PAUSE_MS = 3_000;

/**
 * Looks at every trigger that is due. Each poll ends in one transaction: events, cursor and the runs they start (M2).
 * One trigger's trouble never holds up another. Returns the runs that became ready.
 */
export class Poller {
  readonly #parts: RuntimeParts;
  readonly #busy = new Set<string>();
  readonly #onReady: (runs: readonly RunId[]) => void;
  constructor(parts: RuntimeParts, onReady: (runs: readonly RunId[]) => void) {
    this.#parts = parts;
    this.#onReady = onReady;
  }

  /** Starts a poll of each trigger that is due. Returns when they are done; a hung one only holds up its own. */
  async tick(): Promise<void> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    const due = store.read
      .triggers()
      .filter((t) => t.state === 'on' && t.nextPollAt <= now && !this.#busy.has(t.id));
    await Promise.all(due.map((trigger) => this.#poll(trigger)));
  }

  /** Milliseconds until the next trigger is due; undefined when nothing is watched. */
  untilNext(): number | undefined {
    const times = this.#parts.store.read
      .triggers()
      .flatMap((t) => (t.state === 'on' && !this.#busy.has(t.id) ? [t.nextPollAt] : []));
    return times.length === 0 ? undefined : Math.max(0, Math.min(...times) - this.#parts.clock.now());
  }

  async #poll(trigger: TriggerRecord): Promise<void> {
    const { store, clock, runners, log } = this.#parts;
    this.#busy.add(trigger.id);
    let isUnwritten = false;
    try {
      const runner = runners.trigger(trigger.type);
      if (!runner) throw new SwitchyardError('internal', `This build cannot watch "${trigger.type}".`);
      const connection = this.#connectionOf(trigger, runner);
      const context = this.#context(connection);
      const look = async (): Promise<void> => {
        if (trigger.cursor === null) {
          const cursor = await runner.seed(context, trigger.config);
          await this.#note(trigger, { cursor, nextPollAt: clock.now(), failures: 0, problem: null });
          return;
        }
        const polled = await runner.poll(context, trigger.config, trigger.cursor);
        const woken = await store.write('trigger.take-in', (tx) => {
          const current = tx.trigger(trigger.id);
          // Turned off while the answer was on its way: the cursor stays, nothing is lost.
          if (!current || current.state !== 'on') return [];
          const taken = takeIn(this.#parts, tx, current, polled.events);
          const now = clock.now();
          const pause = connection?.pollEveryMs ?? runner.definition.everyMs ?? DEFAULT_PAUSE_MS;
          tx.putTrigger({
            ...current,
            cursor: polled.cursor,
            lastPollAt: now,
            lastNewAt: taken.fresh > 0 ? now : current.lastNewAt,
            nextPollAt: polled.more ? now : (polled.nextPollAt ?? now + pause),
            failures: 0,
            problem: null,
            // A watcher that outlived its flow for runs that waited has nobody to deliver to any more.
            state: isWanted(tx, current, this.#parts.catalog) ? 'on' : 'off',
          });
          return taken.woken;
        });
        if (woken.length > 0) this.#onReady(woken);
      };
      await (connection ? callOut(this.#parts, connection.id, 'normal', look) : look());
    } catch (thrown) {
      if (this.#parts.signal.aborted) return;
      const error = errorData(thrown);
      log.warn('poll_failed', { trigger: trigger.type, code: error.code });
      // When not even this can be written, the trigger stays due and is looked at again.
      await this.#failed(trigger, error).catch((again: unknown) => {
        log.error('poll_not_noted', { trigger: trigger.type, error: String(again) });
        isUnwritten = true;
      });
    } finally {
      if (isUnwritten) clock.after(UNWRITTEN_PAUSE_MS, () => this.#busy.delete(trigger.id));
      else this.#busy.delete(trigger.id);
    }
  }

  #connectionOf(trigger: TriggerRecord, runner: AnyTriggerRunner): ConnectionRecord | undefined {
    const { tool, title } = runner.definition;
    if (!tool) return undefined;
    const connection = trigger.agent && this.#parts.store.read.connectionOf(trigger.agent, tool);
    if (connection) return connection;
    throw new SwitchyardError('no_connection', `"${title}" has no account to watch with.`, {
      fix: 'Connect the tool for this agent in Connections.',
    });
  }

  #context(connection: ConnectionRecord | undefined): TriggerContext {
    const own = this.#parts.store.read
      .connections()
      .flatMap((c) => (c.tool === connection?.tool && c.account ? [c.account.vendorUserId] : []));
    return {
      connection: connection && this.#parts.connectionHandle(connection),
      clock: this.#parts.clock,
      signal: this.#parts.signal,
      ownAccounts: new Set(own),
    };
  }

  async #failed(trigger: TriggerRecord, problem: ErrorData): Promise<void> {
    const now = this.#parts.clock.now();
    const failures = trigger.failures + 1;
    const pause = Math.min(1_000 * 2 ** Math.min(failures, 10), MOST_PAUSE_MS);
    await this.#note(trigger, { failures, problem, nextPollAt: Math.max(now + pause, problem.retryAt ?? 0) });
  }

  async #note(trigger: TriggerRecord, change: Partial<TriggerRecord>): Promise<void> {
    await this.#parts.store.write('trigger.note', (tx) => {
      const current = tx.trigger(trigger.id);
      if (current) tx.putTrigger({ ...current, ...change });
    });
  }
}
