import type { Clock } from '../base/clock.ts';
import { SwitchyardError } from '../base/errors.ts';
import { isJsonObject } from '../base/json.ts';
import type { Store } from '../store/store.ts';
import type { Lanes } from './lanes.ts';
import type { Runtime } from './runtime.ts';

/** Calls that do not end when they are called off hold up *resume* no longer than this. */
const LET_GO_MS = 2_000;

/** When it cannot be written down that everything is stopped, it is tried again this often. */
const AGAIN_MS = 3_000;

const STOPPED = 'stopped';

/** When everything was stopped (epoch ms), and by whom. */
export interface Stopped {
  readonly at: number;
  readonly by: string;
}

/**
 * *Stop everything* (M7). From the call of `pull` on no call goes out: lanes give no place, what is out is called off, and
 * triggers, timers and runs rest. What a call that was out has done is settled after `release` like after any crash. The
 * state is a row that is looked at before anything runs, so it survives a restart.
 */
export class Brake {
  readonly #parts: { readonly store: Store; readonly clock: Clock; readonly lanes: Lanes };
  readonly #hostEnds: AbortSignal;
  #pulled = new AbortController();
  #signal: AbortSignal;
  #resting: Promise<void> | null = null;
  /** Pulled, and not written down yet: the disk is full, say. It holds as long as this process does. */
  #unwritten: Stopped | null = null;

  constructor(
    parts: { readonly store: Store; readonly clock: Clock; readonly lanes: Lanes },
    hostEnds: AbortSignal,
  ) {
    this.#parts = parts;
    this.#hostEnds = hostEnds;
    this.#signal = AbortSignal.any([hostEnds, this.#pulled.signal]);
    if (this.stopped()) parts.lanes.refuse(refusal());
  }

  /** Aborts when everything is stopped or the host ends. A new one begins with each `release`. */
  get signal(): AbortSignal {
    return this.#signal;
  }

  stopped(): Stopped | null {
    const row = this.#parts.store.read.setting(STOPPED);
    return isJsonObject(row) && typeof row['at'] === 'number' && typeof row['by'] === 'string'
      ? { at: row['at'], by: row['by'] }
      : this.#unwritten;
  }

  /**
   * Stops everything at once; resolves when that is durable. Again: nothing changes. Where it cannot be written it throws
   * and is stopped all the same; it is written as soon as that is possible, so that it survives a restart too.
   */
  async pull(runtime: Runtime, by: string): Promise<void> {
    const { clock, lanes } = this.#parts;
    // First what counts: nothing goes out from here on, even if the row cannot be written.
    lanes.refuse(refusal());
    this.#pulled.abort(refusal());
    this.#resting ??= runtime.stop();
    this.#unwritten ??= { at: clock.now(), by };
    try {
      await this.#write();
    } catch (error) {
      this.#writeLater();
      throw error;
    }
  }

  async #write(): Promise<void> {
    await this.#parts.store.write('control.stop', (tx) => {
      const stopped = this.#unwritten;
      if (!stopped || isJsonObject(tx.setting(STOPPED))) return;
      tx.putSetting(STOPPED, { ...stopped });
      tx.addAudit(stopped.at, stopped.by, 'everything_stopped', {});
    });
    this.#unwritten = null;
  }

  #writeLater(): void {
    this.#parts.clock.after(AGAIN_MS, () => {
      if (this.#unwritten && !this.#hostEnds.aborted) this.#write().catch(() => this.#writeLater());
    });
  }

  /** Goes on with what rested. */
  async release(runtime: Runtime, by: string): Promise<void> {
    const { store, clock, lanes } = this.#parts;
    const wasStopped = await store.write('control.resume', (tx) => {
      if (!isJsonObject(tx.setting(STOPPED)) && !this.#unwritten) return false;
      tx.putSetting(STOPPED, null);
      tx.addAudit(clock.now(), by, 'everything_resumed', {});
      return true;
    });
    if (!wasStopped) return;
    this.#unwritten = null;
    if (this.#resting)
      await Promise.race([this.#resting, new Promise<void>((go) => clock.after(LET_GO_MS, go))]);
    this.#resting = null;
    this.#pulled = new AbortController();
    this.#signal = AbortSignal.any([this.#hostEnds, this.#pulled.signal]);
    lanes.admit();
    await runtime.start();
  }
}

const refusal = (): SwitchyardError =>
  new SwitchyardError('stopped', 'Everything is stopped, so nothing was sent.', { fix: 'Resume first.' });
