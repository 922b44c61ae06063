import { errorData } from '../base/errors.ts';
import { PRIORITIES, type Priority, type RunRecord } from '../store/records.ts';
import type { RunId } from '../base/ids.ts';
import { executeRun } from './execute-run.ts';
import type { RuntimeParts } from './parts.ts';
import { Poller } from './poller.ts';
import { ringDue } from './timers.ts';

/** An hour of waiting is worth one step of priority, so that nothing starves (M6). */
const AGEING_MS = 3_600_000;
/** A timer is only a hint; the rows are looked at again at least this often. */
const LOOK_AGAIN_MS = 15_000;
/** When nothing can be written down, it is tried again this often: soon enough, and no busy loop on a full disk. */
const WRITE_AGAIN_MS = 3_000;

export interface RuntimeOptions {
  /** Most runs in hand at once. */
  readonly workers?: number;
}

/**
 * The durable runtime: polls what is due, rings what is due, and takes ready runs as far as they go. Everything it
 * knows is in the store; it can be dropped at any moment and started again.
 */
export class Runtime {
  readonly #parts: RuntimeParts;
  readonly #poller: Poller;
  readonly #workers: number;
  /** Ready runs that no worker has taken yet. */
  readonly #queues: Record<Priority, Map<RunId, RunRecord>> = {
    urgent: new Map(),
    high: new Map(),
    normal: new Map(),
    low: new Map(),
  };
  get #queued(): number {
    return PRIORITIES.reduce((sum, priority) => sum + this.#queues[priority].size, 0);
  }
  /** Runs in a worker's hands; `again` when they became ready once more meanwhile. */
  readonly #inHand = new Map<RunId, { again: boolean; readonly done: Promise<void> }>();
  #started = false;

  constructor(parts: RuntimeParts, options: RuntimeOptions = {}) {
    this.#parts = parts;
    this.#workers = options.workers ?? 50;
    this.#poller = new Poller(parts, {
      onReady: (runs) => this.wake(runs),
      backlog: () => this.#queued,
    });
  }

  /** Takes up what was under way when the host last stopped, then begins to look. */
  async start(): Promise<void> {
    this.#started = true;
    this.wake(this.#parts.store.read.readyRuns().map((run) => run.id));
    await this.ring();
    this.#poller.start();
  }

  /** Runs became ready: a wait ended, a person decided, an event came in. */
  wake(runs: readonly RunId[]): void {
    if (this.#parts.signal.aborted) return;
    for (const id of runs) {
      const held = this.#inHand.get(id);
      if (held) held.again = true;
      else {
        const run = this.#parts.store.read.run(id);
        if (run?.status === 'ready') this.#queues[run.priority].set(id, run);
      }
    }
    this.#assign();
  }

  /** Nothing is under way and nothing is ready. For tests: the virtual world has come to rest. */
  async settled(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.all([...this.#inHand.values()].map((held) => held.done));
  }

  /** Rings what is due, and sets the next hint. */
  async ring(): Promise<void> {
    if (!this.#started || this.#parts.signal.aborted) return;
    let woken: readonly RunId[] = [];
    try {
      woken = await ringDue(this.#parts);
    } catch (error) {
      // The disk is full, say. What is due stays due, and is looked at again below.
      this.#parts.log.error('ring_failed', { error: String(error) });
      if (this.#started) this.#hint('ring', WRITE_AGAIN_MS, () => void this.ring());
      return;
    }
    // The host may have been stopped while this was written, and its store closed.
    if (!this.#started || this.#parts.signal.aborted) return;
    this.wake(woken);
    const next = this.#parts.store.read.nextDue();
    this.#hintRing(next);
  }

  /** Never longer than a moment: a computer that sleeps stops its timers, and the rows are what counts (M5). */
  #hintRing(dueAt: number | undefined): void {
    const pause =
      dueAt === undefined
        ? LOOK_AGAIN_MS
        : Math.min(LOOK_AGAIN_MS, Math.max(5, dueAt - this.#parts.clock.now()));
    this.#hint('ring', pause, () => void this.ring());
  }

  /** Something may fall due sooner than the last look knew. */
  dueSooner(): void {
    const next = this.#parts.store.read.nextDue();
    if (next !== undefined && this.#started) this.#hintRing(next);
  }

  /** One look at every trigger that is due now; resolves when they have answered. */
  async look(): Promise<void> {
    if (!this.#started || this.#parts.signal.aborted) return;
    await this.#poller.look();
  }

  readonly #hints = new Map<string, () => void>();
  #hint(name: string, ms: number, callback: () => void): void {
    this.#hints.get(name)?.();
    this.#hints.set(name, this.#parts.clock.after(ms, callback));
  }

  #assign(): void {
    if (!this.#started) return;
    while (this.#inHand.size < this.#workers && this.#queued > 0) {
      const run = this.#mostUrgent();
      if (!run) return;
      this.#queues[run.priority].delete(run.id);
      const held = { again: false, done: this.#execute(run) };
      this.#inHand.set(run.id, held);
    }
  }

  /** Within a priority the oldest is first, so only the first of each is looked at. */
  #mostUrgent(): RunRecord | undefined {
    const now = this.#parts.clock.now();
    let best: { readonly run: RunRecord; readonly rank: number } | undefined;
    for (const priority of PRIORITIES) {
      const [run] = this.#queues[priority].values();
      if (!run) continue;
      const rank = PRIORITIES.indexOf(priority) - (now - run.updatedAt) / AGEING_MS;
      if (!best || rank < best.rank) best = { run, rank };
    }
    return best?.run;
  }

  async #execute(run: RunRecord): Promise<void> {
    let more = false;
    try {
      more = (await executeRun(this.#parts, run)) === 'more';
    } catch (error) {
      this.#parts.log.error('worker_failed', { run: run.id, error: String(error) });
      if (errorData(error).code === 'disk_full')
        this.#parts.clock.after(WRITE_AGAIN_MS, () => this.wake([run.id]));
    }
    const again = this.#inHand.get(run.id)?.again;
    this.#inHand.delete(run.id);
    if (this.#parts.signal.aborted) return;
    this.dueSooner();
    if (again || more) this.wake([run.id]);
    else this.#assign();
  }

  /** Takes no new work and waits for what is under way. Calls are ended by the parts' signal. */
  async stop(): Promise<void> {
    this.#started = false;
    this.#poller.stop();
    for (const cancel of this.#hints.values()) cancel();
    await this.settled();
  }
}
