import type { Clock } from '../base/clock.ts';
import { errorData, SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Backup, Integrity, Progress, SetBack, Storage } from '../store/storage.ts';
import type { Store } from '../store/store.ts';
import { policyOf } from './policy.ts';
import { tidy, type Tidied } from './tidy.ts';

const HOUR_MS = 3_600_000;
/** How often is looked whether something is to be done. */
const TICK_MS = 60_000;
/** How often the head outside of the database is brought up to date while there are commits. */
const HEAD_MS = 2_000;
/** How often is looked for space while the disk is full: work goes on within five seconds. */
const LOOK_FOR_SPACE_MS = 2_000;
/** How long running calls may take to end before a backup is put back. */
const REST_MS = 15_000;
/** How often the window hears how far a task is. */
const TELL_MS = 250;

export type TaskKind = 'backup' | 'check' | 'restore' | 'tidy';

/** The long task that is under way. */
export interface Task {
  readonly kind: TaskKind;
  /** From 0 to 1. */
  readonly share: number;
}

export interface HousekeepingParts {
  readonly store: Store;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly runtime: { start(): Promise<void>; stop(): Promise<void> };
  /** What the window shows of this has changed. */
  changed(): void;
}

/**
 * Looks after the one database while the product runs: an hourly backup, what has ended long ago, and the disk. When
 * the disk is full the runtime rests and goes on by itself once there is space; when what is written is not certain any
 * more, it rests until somebody starts Switchyard again.
 */
export class Housekeeping {
  readonly #parts: HousekeepingParts;
  readonly #cancels = new Map<string, () => void>();
  #started = false;
  #task: { readonly kind: TaskKind; share: number; readonly stop: AbortController } | undefined;
  #toldAt = 0;
  #changedSinceBackup = true;
  #headIsOld = false;
  /** Why the last hourly backup or tidying did not come to its end. */
  problem: ErrorData | null = null;

  constructor(parts: HousekeepingParts) {
    this.#parts = parts;
    parts.store.onCommit(() => {
      this.#changedSinceBackup = true;
      if (this.#headIsOld || !this.#started) return;
      this.#headIsOld = true;
      this.#later('head', HEAD_MS, () => this.#noteHead());
    });
    parts.storage.onChange(() => this.#stateChanged());
  }

  get task(): Task | null {
    return this.#task ? { kind: this.#task.kind, share: this.#task.share } : null;
  }

  /** Begins to look after things. The runtime runs already. */
  start(): void {
    this.#started = true;
    this.#stateChanged();
    this.#later('tick', TICK_MS, () => void this.#tick());
  }

  stop(): void {
    this.#started = false;
    this.#task?.stop.abort();
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }

  backUp(): Promise<Backup> {
    return this.#long('backup', (signal, progress) =>
      this.#parts.storage.backUp('by-hand', signal, progress),
    );
  }

  /** Reads every row. The result is kept, so that it can be shown later. */
  async check(): Promise<Integrity> {
    const found = await this.#long('check', (signal, progress) =>
      this.#parts.storage.check(signal, progress),
    );
    // Into a database that is damaged nothing is written any more.
    if (found.ok)
      await this.#parts.store.write('storage.settings', (tx) => tx.putSetting('last_check', { ...found }));
    return found;
  }

  tidy(): Promise<Tidied> {
    const { store, storage, clock } = this.#parts;
    return this.#long('tidy', (signal, progress) =>
      tidy({
        store,
        storage,
        now: clock.now(),
        policy: policyOf(store.read),
        pause: () => new Promise((resolve) => clock.after(5, resolve)),
        signal,
        progress,
      }),
    );
  }

  /**
   * Puts a backup back: the runtime comes to rest, the database is replaced, and the runtime goes on with what a person
   * lets go on. Throws `conflict` when a call is out that does not end.
   */
  async restore(id: string, by: string): Promise<SetBack> {
    const { storage, runtime } = this.#parts;
    return this.#long('restore', async () => {
      try {
        await this.#atRest();
        return await storage.restore(id, by);
      } finally {
        if (storage.state.is === 'ok') await runtime.start();
      }
    });
  }

  stopTask(): void {
    this.#task?.stop.abort();
  }

  async #atRest(): Promise<void> {
    const { runtime, clock } = this.#parts;
    const late = new Promise<'late'>((resolve) => clock.after(REST_MS, () => resolve('late')));
    if ((await Promise.race([runtime.stop(), late])) !== 'late') return;
    throw new SwitchyardError('conflict', 'A call to a tool is still out, so nothing was changed.', {
      fix: 'Try again when it has ended.',
    });
  }

  async #long<T>(kind: TaskKind, work: (signal: AbortSignal, progress: Progress) => Promise<T>): Promise<T> {
    if (this.#task)
      throw new SwitchyardError('conflict', 'Another task is under way here.', {
        fix: 'Wait until it is done, or stop it.',
      });
    const task = { kind, share: 0, stop: new AbortController() };
    this.#task = task;
    this.#parts.changed();
    try {
      return await work(task.stop.signal, (share) => {
        task.share = share;
        const now = this.#parts.clock.now();
        if (now - this.#toldAt < TELL_MS) return;
        this.#toldAt = now;
        this.#parts.changed();
      });
    } finally {
      this.#task = undefined;
      this.#parts.changed();
    }
  }

  async #tick(): Promise<void> {
    const { store, storage, clock, log } = this.#parts;
    if (storage.state.is === 'ok' && !this.#task) {
      try {
        const last = storage.backups().find((b) => b.why !== 'before-upgrade');
        if (this.#changedSinceBackup && clock.now() - (last?.at ?? 0) >= HOUR_MS) {
          this.#changedSinceBackup = false;
          await this.#long('backup', (signal, progress) => storage.backUp('hourly', signal, progress));
        }
        const tidied = store.read.setting('tidied') as { readonly at: number } | undefined; // written by `tidy` alone
        if (clock.now() - (tidied?.at ?? 0) >= 24 * HOUR_MS) await this.tidy();
        this.problem = null;
      } catch (thrown) {
        this.problem = errorData(thrown);
        if (this.problem.code !== 'stopped')
          log.error('housekeeping_failed', { error: this.problem.sentence });
        this.#changedSinceBackup = true;
        this.#parts.changed();
      }
    }
    this.#later('tick', TICK_MS, () => void this.#tick());
  }

  #noteHead(): void {
    this.#headIsOld = false;
    try {
      this.#parts.storage.noteHead();
    } catch (thrown) {
      // The head is only a witness; what it would say is noted with the next commit.
      this.#parts.log.warn('head_not_noted', { error: String(thrown) });
    }
  }

  #stateChanged(): void {
    const { storage, runtime, log } = this.#parts;
    const { state } = storage;
    this.#parts.changed();
    if (state.is === 'ok') return;
    log.error('storage_trouble', { state: state.is, code: state.error.code });
    void runtime.stop();
    if (state.is === 'full') this.#later('space', LOOK_FOR_SPACE_MS, () => void this.#lookForSpace());
  }

  async #lookForSpace(): Promise<void> {
    const { storage, runtime, log } = this.#parts;
    if (storage.state.is !== 'full') return;
    if (await storage.goOn()) {
      log.info('space_found', {});
      if (this.#started) await runtime.start();
    } else this.#later('space', LOOK_FOR_SPACE_MS, () => void this.#lookForSpace());
  }

  #later(name: string, ms: number, callback: () => void): void {
    if (!this.#started) return;
    this.#cancels.get(name)?.();
    this.#cancels.set(name, this.#parts.clock.after(ms, callback));
  }
}
