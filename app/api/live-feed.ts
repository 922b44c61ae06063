import type { NodeId, RunId } from '../base/ids.ts';
import type { Clock } from '../base/clock.ts';
import { planOfRun } from '../runtime/desk.ts';
import { nodeOfRow } from '../runtime/run-state.ts';
import type { Committed, Store } from '../store/store.ts';
import type { TraceRow } from '../store/trace.ts';
import type { Call, LiveBatch, LiveRow } from './contract/views.ts';
import { edgeTaken } from './edge-taken.ts';
import { namesOf } from './names.ts';
import { belongsToParent, concernsWholeRun, summarizeRun } from './run-views.ts';
import { stateAfter, tellRow } from './story.ts';

/** Batches come at most this often: enough for the eye, cheap for the window. */
const BATCH_MS = 50;
/** Most rows of one batch, and most that a resume reads at once. */
const MOST_ROWS = 500;

type Stale = LiveBatch['stale'][number];
const STALE: Record<Committed['touched'] extends ReadonlySet<infer T extends string> ? T : never, Stale> = {
  flows: 'flows',
  inbox: 'inbox',
  team: 'team',
  connections: 'connections',
  audit: 'audit',
  triggers: 'flows',
  settings: 'workspace',
  runs: 'workspace',
  directives: 'directives',
};

/** One listener's notes of what happened since its last batch. */
class Listener {
  readonly runs = new Set<RunId>();
  readonly stale = new Set<Stale>();
  readonly calls: Call[] = [];
  readonly typing = new Map<string, { run: RunId; node: NodeId; text: string }>();
  changed = false;
  wake: () => void = () => {};
}

/** Turns commits into batches for the window. It only reads: nothing on the screen is kept twice. */
export class LiveFeed {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #listeners = new Set<Listener>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.onCommit((committed) => this.#note(committed));
  }

  /** How many windows listen. For tests: none may be left behind. */
  get listening(): number {
    return this.#listeners.size;
  }

  /** Words of a model as they arrive. */
  typing(run: RunId, node: NodeId, text: string): void {
    for (const listener of this.#listeners) {
      listener.typing.set(`${run}/${node}`, { run, node, text });
      this.#wake(listener);
    }
  }

  /** Tells the windows that somebody is to be told of cards. */
  ring(calls: readonly Call[]): void {
    for (const listener of this.#listeners) {
      listener.calls.push(...calls);
      this.#wake(listener);
    }
  }

  /** Tells the windows that something outside the store changed. */
  touch(what: Stale): void {
    for (const listener of this.#listeners) {
      listener.stale.add(what);
      this.#wake(listener);
    }
  }

  async *follow(after: number | null, signal: AbortSignal): AsyncGenerator<LiveBatch> {
    const listener = new Listener();
    this.#listeners.add(listener);
    let seq = after ?? this.#store.read.lastSeq();
    const abort = (): void => this.#wake(listener);
    signal.addEventListener('abort', abort);
    try {
      // The first batch tells where the count stands, so that a lost connection can be taken up from there.
      yield this.#batch(seq, listener, []);
      while (!signal.aborted) {
        // The data may have been set back to an earlier time.
        seq = Math.min(seq, this.#store.read.lastSeq());
        const rows = this.#store.read.traceAfter(seq, MOST_ROWS);
        if (rows.length > 0 || listener.changed) {
          listener.changed = false;
          seq = rows.at(-1)?.seq ?? seq;
          yield this.#batch(seq, listener, rows);
          await new Promise<void>((resolve) => this.#clock.after(BATCH_MS, resolve));
          continue;
        }
        await new Promise<void>((resolve) => {
          listener.wake = resolve;
        });
      }
    } finally {
      signal.removeEventListener('abort', abort);
      this.#listeners.delete(listener);
    }
  }

  #wake(listener: Listener): void {
    listener.changed = true;
    listener.wake();
  }

  #note(committed: Committed): void {
    for (const listener of this.#listeners) {
      for (const run of committed.runs) listener.runs.add(run);
      for (const what of committed.touched) listener.stale.add(STALE[what]);
      this.#wake(listener);
    }
  }

  #batch(seq: number, listener: Listener, rows: readonly TraceRow[]): LiveBatch {
    const { read } = this.#store;
    const runs = [...new Set([...listener.runs, ...rows.map((row) => row.run)])].flatMap((id) => {
      const run = read.run(id);
      return run && !belongsToParent(run) ? [summarizeRun(read, run)] : [];
    });
    const batch: LiveBatch = {
      seq,
      rows: this.#liveRows(rows),
      runs,
      needsYou: read.pendingApprovals(),
      calls: [...listener.calls],
      stale: [...listener.stale],
      typing: [...listener.typing.values()],
    };
    listener.runs.clear();
    listener.stale.clear();
    listener.calls.length = 0;
    listener.typing.clear();
    return batch;
  }

  #liveRows(rows: readonly TraceRow[]): readonly LiveRow[] {
    const { read } = this.#store;
    return rows.flatMap((row) => {
      const run = read.run(row.run);
      if (!run) return [];
      const published = read.version(run.flow, run.version)?.plan;
      const plan = published && planOfRun(run, published, read);
      const names = namesOf(read, read.flow(run.flow), plan, run.asked);
      return [
        {
          seq: row.seq,
          run: run.parent?.root ?? row.run,
          flow: run.flow,
          node: nodeOfRow(row),
          state: stateAfter(row.event),
          edge: this.#edgeInto(row),
          line: belongsToParent(run) && concernsWholeRun(row) ? null : tellRow(row, plan, names),
        },
      ];
    });
  }

  /** Which edge led to a step that begins: the way out that the run took just before. */
  #edgeInto(row: TraceRow): string | null {
    if (row.event.type !== 'step_started') return null;
    const before = this.#store.read
      .traceOf(row.run)
      .findLast((r) => r.seq < row.seq && ['step_done', 'step_failed', 'run_started'].includes(r.event.type));
    return before ? edgeTaken(before, row.event.node) : null;
  }
}
