import { errorData } from '../base/errors.ts';
import type { RunRecord } from '../store/records.ts';
import type { FlowId, RunId, TriggerId } from '../base/ids.ts';
import type { FoundEvent } from '../kit/implement.ts';
import { takeInCalled, type Accepted } from './accept.ts';
import { executeRun } from './execute-run.ts';
import type { RuntimeParts } from './parts.ts';
import { HIGH_WATER, Poller } from './poller.ts';
import { Recovery } from './recovery.ts';
import { Scheduler } from './scheduler.ts';
import { ringDue } from './timers.ts';

/** Most runs in memory, those that stand in line for a tool included. */
const MOST_IN_HAND = 1_000;
/** Most of one flow, so that a tool that hangs fills no more than this with those who want it. Urgent ones go beyond. */
const MOST_OF_A_FLOW = MOST_IN_HAND / 4;
/** A flow with no more than this in line is looked at even above the mark: the rush of another one holds nothing else up. */
const SHARE_OF_HIGH_WATER = HIGH_WATER / 10;
/** A timer is only a hint; the rows are looked at again at least this often. */
const LOOK_AGAIN_MS = 15_000;
/** When nothing can be written down, it is tried again this often: soon enough, and no busy loop on a full disk. */
const WRITE_AGAIN_MS = 3_000;

export interface RuntimeOptions {
  /** Most runs at work at once. One that stands in line for a tool is not at work. */
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
  readonly #queue = new Scheduler<RunRecord>();
  readonly #recovery: Recovery;
  /** Runs in a worker's hands; `again` when they became ready once more meanwhile. */
  readonly #inHand = new Map<RunId, { again: boolean; readonly done: Promise<void> }>();
  /** How many of them each flow has. */
  readonly #ofFlow = new Map<FlowId, number>();
  #started = false;

  constructor(parts: RuntimeParts, options: RuntimeOptions = {}) {
    this.#parts = parts;
    this.#workers = options.workers ?? 50;
    this.#recovery = new Recovery(parts);
    // Its worker is lent to another run meanwhile, so that a tool that hangs takes no workers away.
    parts.lanes.onWaiting = () => this.#assign();
    this.#poller = new Poller(parts, {
      onReady: (runs) => this.wake(runs),
      isHeldUp: (flow) => this.isHeldUp(flow),
    });
  }

  /** Takes up what was under way when the host last stopped, then begins to look. */
  async start(): Promise<void> {
    this.#started = true;
    const ready = this.#parts.store.read.readyRuns();
    await this.#recovery.begin(ready);
    this.wake(ready.map((run) => run.id));
    await this.ring();
    this.#poller.start();
  }

  /** Takes in events that came by themselves. Resolves when they, and the runs they start, are durable. */
  async accept(trigger: TriggerId, events: readonly FoundEvent[]): Promise<Accepted> {
    const accepted = await takeInCalled(this.#parts, trigger, events);
    if (accepted && accepted.woken.length > 0) this.wake(accepted.woken);
    return accepted;
  }

  /** Runs that want a worker and have none. While everything is stopped, all that would go on. */
  get backlog(): number {
    return this.#started ? this.#queue.size : this.#parts.store.read.runCount('ready');
  }

  /**
   * Is nothing more taken in for this flow for now, because so many stand in line (M6)? Only for a flow that has its share
   * of a line that is full: urgent news of another one is not left at its source.
   */
  isHeldUp(flow: FlowId): boolean {
    if (this.backlog <= HIGH_WATER) return false;
    return !this.#started || this.#queue.sizeOf(flow) > SHARE_OF_HIGH_WATER;
  }

  /** Not while everything rests, and not where a run may have brought Switchyard down. */
  mayBeginAtOnce(): boolean {
    return this.#started && !this.#parts.signal.aborted && !this.#recovery.isCareful();
  }

  /** Runs became ready: a wait ended, a person decided, an event came in. */
  wake(runs: readonly RunId[]): void {
    if (this.#parts.signal.aborted) return;
    for (const id of runs) {
      const held = this.#inHand.get(id);
      if (held) held.again = true;
      else {
        const run = this.#parts.store.read.run(id);
        if (run?.status === 'ready') this.#queue.enqueue(run);
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
    const held: RunRecord[] = [];
    while (this.#hasWorker()) {
      const run = this.#queue.take(this.#parts.clock.now());
      if (!run) break;
      if (!this.#recovery.mayTakeUp(run.id)) held.push(run);
      else {
        this.#countOf(run.flow, 1);
        this.#inHand.set(run.id, { again: false, done: this.#execute(run) });
      }
    }
    for (const run of held) this.#queue.enqueue(run);
  }

  #countOf(flow: FlowId, by: number): void {
    const count = (this.#ofFlow.get(flow) ?? 0) + by;
    if (count === 0) this.#ofFlow.delete(flow);
    else this.#ofFlow.set(flow, count);
    if (count >= MOST_OF_A_FLOW) this.#queue.hold(flow);
    else if (by < 0) this.#queue.release(flow);
  }

  #hasWorker(): boolean {
    const atWork = this.#inHand.size - this.#parts.lanes.waiting;
    return atWork < this.#workers && this.#inHand.size < MOST_IN_HAND;
  }

  async #execute(run: RunRecord): Promise<void> {
    let more = false;
    try {
      if (await this.#recovery.takeUp(run)) more = (await executeRun(this.#parts, run)) === 'more';
      if (!this.#parts.signal.aborted) await this.#recovery.putDown(run.id);
    } catch (error) {
      this.#parts.log.error('worker_failed', { run: run.id, error: String(error) });
      if (errorData(error).code === 'disk_full')
        this.#parts.clock.after(WRITE_AGAIN_MS, () => this.wake([run.id]));
    } finally {
      this.#recovery.letGo(run.id);
    }
    const again = this.#inHand.get(run.id)?.again;
    this.#inHand.delete(run.id);
    this.#countOf(run.flow, -1);
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
    await this.#recovery.end();
  }
}
