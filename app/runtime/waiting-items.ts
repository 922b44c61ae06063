import { errorData, SwitchyardError } from '../base/errors.ts';
import type { FlowId, NodeId, TriggerId } from '../base/ids.ts';
import type { FoundEvent } from '../kit/implement.ts';
import type { FlowRecord, TriggerRecord } from '../store/records.ts';
import type { Reader, Transaction } from '../store/store.ts';
import { takeIn } from './deliver.ts';
import type { RuntimeParts } from './parts.ts';
import { wantedTriggers } from './sync-triggers.ts';
import { lookOf } from './trigger-context.ts';

/** More than these are not counted one by one. */
const MOST_COUNTED = 1_000;
/** A source that always says there is more is left after so many looks. */
const MOST_LOOKS = 100;
/** A count that nobody acted upon is forgotten: it is of another time. */
const KEPT_MS = 15 * 60_000;

const SKIPPED = 'It came in while the flow was off, and it was skipped when the flow was turned on again.';

/** What is taken of what came in meanwhile. */
export type Take = 'all' | 'newest' | 'skip';

/** What one trigger would find. `isWhole`: there is no more than `events`. `why`: it could not be counted. */
export interface Waiting {
  readonly trigger: TriggerId;
  readonly node: NodeId;
  readonly type: string;
  readonly events: readonly FoundEvent[];
  readonly isWhole: boolean;
  readonly why: string | null;
}

export interface Count {
  readonly token: string;
  readonly at: number;
  readonly waiting: readonly Waiting[];
}

/**
 * Counts what came in while a flow was off, and does with it what a person chooses when it is turned on again. Counting
 * looks as a trigger looks and writes nothing, so it starts nothing; the cursor stays where it was.
 */
export class WaitingItems {
  readonly #parts: RuntimeParts;
  readonly #counts = new Map<FlowId, Count>();

  constructor(parts: RuntimeParts) {
    this.#parts = parts;
  }

  /** Looks at every tool that the flow watched before it was turned off. A tool that cannot tell is said to be one. */
  async count(flow: FlowRecord): Promise<Count> {
    const { random, clock } = this.#parts;
    const waiting = await Promise.all(this.#paused(flow).map((trigger) => this.#look(trigger)));
    const count: Count = { token: random.letters(16), at: clock.now(), waiting };
    this.#counts.set(flow.id, count);
    return count;
  }

  /**
   * Settles what was counted, inside the transaction that turns the flow on. Skipped ones are written down as such, so
   * that no later look takes them up; everything else is left for the next look. Throws `conflict` when the count is not
   * known any more.
   */
  settle(tx: Transaction, flow: FlowId, token: string, take: Take): void {
    if (take === 'all') return;
    const count = this.#counts.get(flow);
    if (count?.token !== token || this.#parts.clock.now() - count.at > KEPT_MS)
      throw new SwitchyardError('conflict', 'What came in was counted too long ago.', {
        fix: 'Turn the flow on again: it is counted anew.',
      });
    const newest = take === 'newest' ? newestOf(count) : undefined;
    if (take === 'newest' && count.waiting.some(({ isWhole }) => !isWhole))
      throw new SwitchyardError('conflict', 'Not everything could be counted, so the newest is not known.', {
        fix: 'Start all of them, or skip them.',
      });
    for (const { trigger, events, isWhole } of count.waiting) {
      const record = tx.trigger(trigger);
      if (!record || record.state === 'on') continue;
      const skipped = events.filter((event) => event !== newest);
      takeIn(
        this.#parts,
        tx,
        record,
        skipped.map((event) => ({ ...event, skipped: SKIPPED })),
      );
      // Where the end was not seen, the trigger begins anew at "now".
      if (!isWhole) tx.putTrigger({ ...record, cursor: null });
    }
  }

  /** Triggers of the live version that were on before and look at a tool. A schedule has its own rule for missed starts. */
  #paused(flow: FlowRecord): readonly TriggerRecord[] {
    const { store, catalog } = this.#parts;
    const version = flow.liveVersion === null ? undefined : store.read.version(flow.id, flow.liveVersion);
    const wanted = wantedTriggers({ ...flow, state: 'on' }, version, catalog);
    return store.read.triggers().filter((trigger) => {
      const definition = catalog.find(trigger.type);
      return (
        wanted.has(trigger.id) &&
        trigger.state === 'off' &&
        trigger.node !== null &&
        trigger.cursor !== null &&
        definition?.kind === 'trigger' &&
        definition.source === 'tool'
      );
    });
  }

  async #look(trigger: TriggerRecord): Promise<Waiting> {
    const { id, type, node } = trigger;
    const of = { trigger: id, type, node: node as NodeId }; // `#paused` gives none without
    const found: FoundEvent[] = [];
    try {
      const { runner, ask, inLane } = lookOf(this.#parts, trigger);
      const isWhole = await inLane(async () => {
        let { cursor } = trigger;
        for (let looks = 0; looks < MOST_LOOKS && found.length <= MOST_COUNTED; looks += 1) {
          const polled = await ask((context) => runner.poll(context, trigger.config, cursor));
          const keys = new Set(found.map(({ key }) => key));
          const { read } = this.#parts.store;
          found.push(...polled.events.filter((event) => !keys.has(event.key) && wouldStart(read, id, event)));
          if (!polled.more) return found.length <= MOST_COUNTED;
          cursor = polled.cursor;
        }
        return false;
      });
      return { ...of, events: found.slice(0, MOST_COUNTED), isWhole, why: null };
    } catch (thrown) {
      return { ...of, events: [], isWhole: false, why: errorData(thrown).sentence };
    }
  }
}

/** Answers that a run waits for are never in question: they are delivered whatever is chosen. */
function wouldStart(read: Reader, trigger: TriggerId, event: FoundEvent): boolean {
  if (read.knowsEvent(trigger, event.key) || event.echo || event.skipped !== undefined) return false;
  if (event.correlation === undefined) return true;
  const ofCase = read.caseByKey(event.caseKey);
  return !read.waitFor(event.correlation) && !(ofCase && read.hasOpenRun(ofCase.id));
}

/** The newest of all that was counted. */
export const newestOf = ({ waiting }: Count): FoundEvent | undefined =>
  waiting
    .flatMap(({ events }) => events)
    .reduce<FoundEvent | undefined>((best, event) => (best && best.at > event.at ? best : event), undefined);
