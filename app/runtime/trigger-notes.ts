import { spanInWords } from '../base/duration.ts';
import { SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { RunId } from '../base/ids.ts';
import { canonicalJson, type Json } from '../base/json.ts';
import type { Polled } from '../kit/implement.ts';
import { endCatchUp } from '../store/held-runs.ts';
import type { TriggerRecord } from '../store/records.ts';
import type { CommitEdge } from '../store/commit-edges.ts';
import type { Transaction } from '../store/store.ts';
import { takeIn } from './deliver.ts';
import type { RuntimeParts } from './parts.ts';
import { isWanted } from './sync-triggers.ts';

/** Pause after failures: doubles up to ten minutes, or as long as the vendor says. */
const MOST_PAUSE_MS = 600_000;

/**
 * The trigger as it is now, if the look that began with `looked` still counts: it was not turned off meanwhile, and
 * nobody told it to begin somewhere else. Otherwise its answer is dropped, and the cursor says what is still to see.
 */
function stillCounts(tx: Transaction, looked: TriggerRecord): TriggerRecord | undefined {
  const current = tx.trigger(looked.id);
  if (!current || current.state !== 'on') return undefined;
  return canonicalJson(current.cursor) === canonicalJson(looked.cursor) ? current : undefined;
}

async function note(
  parts: RuntimeParts,
  edge: CommitEdge,
  looked: TriggerRecord,
  change: Partial<TriggerRecord>,
  more: (tx: Transaction) => void = () => {},
): Promise<void> {
  await parts.store.write(edge, (tx) => {
    const current = stillCounts(tx, looked);
    if (!current) return;
    tx.putTrigger({ ...current, ...change });
    more(tx);
  });
}

/** The first look: where "now" is at the source. */
export const noteSeed = (parts: RuntimeParts, trigger: TriggerRecord, cursor: Json): Promise<void> =>
  note(parts, 'trigger.note', trigger, {
    cursor,
    nextPollAt: parts.clock.now(),
    failures: 0,
    problem: null,
  });

/** What a poll found, the new cursor and the runs they start, in one transaction (M2). Gives the runs that are ready. */
export async function takeInPolled(
  parts: RuntimeParts,
  trigger: TriggerRecord,
  polled: Polled,
  pauseMs: number,
): Promise<readonly RunId[]> {
  return parts.store.write('trigger.take-in', (tx) => {
    const current = stillCounts(tx, trigger);
    if (!current) return [];
    const taken = takeIn(parts, tx, current, polled.events);
    if (!polled.more) endCatchUp(tx, trigger.id);
    const now = parts.clock.now();
    tx.putTrigger({
      ...current,
      cursor: polled.cursor,
      lastPollAt: now,
      lastNewAt: taken.fresh > 0 ? now : current.lastNewAt,
      nextPollAt: polled.more ? now : (polled.nextPollAt ?? now + pauseMs),
      failures: 0,
      problem: null,
      // A watcher that outlived its flow for runs that waited has nobody to deliver to any more.
      state: isWanted(tx, current, parts.catalog) ? 'on' : 'off',
    });
    return taken.woken;
  });
}

/** What a failed look leaves: the problem in words, and a pause that grows. */
function afterFailure(
  parts: RuntimeParts,
  trigger: TriggerRecord,
  problem: ErrorData,
): Partial<TriggerRecord> {
  const now = parts.clock.now();
  const failures = trigger.failures + 1;
  const pause = Math.min(1_000 * 2 ** Math.min(failures, 10), MOST_PAUSE_MS);
  return { failures, problem, nextPollAt: Math.max(now + pause, problem.retryAt ?? 0) };
}

export const noteFailed = (parts: RuntimeParts, trigger: TriggerRecord, problem: ErrorData): Promise<void> =>
  note(parts, 'trigger.note', trigger, afterFailure(parts, trigger, problem));

/** The tool is away, as others found out: it is looked at when the breaker of its account lets somebody through. */
export const noteHeldBack = (
  parts: RuntimeParts,
  trigger: TriggerRecord,
  problem: ErrorData,
  until: number,
): Promise<void> => note(parts, 'trigger.note', trigger, { problem, nextPollAt: until });

/** A tool said nothing for so long that its look was given up. The first time in a row is kept in the audit log. */
export async function noteGivenUp(
  parts: RuntimeParts,
  trigger: TriggerRecord,
  silentMs: number,
  isFirst: boolean,
): Promise<void> {
  const definition = parts.catalog.find(trigger.type);
  const who = definition?.tool
    ? parts.catalog.tool(definition.tool).title
    : (definition?.title ?? trigger.type);
  const sentence = `${who} did not answer for ${spanInWords(silentMs)}; looking again.`;
  parts.log.warn('poll_given_up', { trigger: trigger.type, silentMs });
  const problem = new SwitchyardError('temporary', sentence).toData();
  const restartedAt = parts.clock.now();
  await note(
    parts,
    'trigger.given-up',
    trigger,
    { ...afterFailure(parts, trigger, problem), restartedAt },
    (tx) => {
      if (isFirst)
        tx.addAudit(parts.clock.now(), 'Switchyard', 'trigger_given_up', {
          trigger: trigger.id,
          flow: trigger.flow,
          sentence,
        });
    },
  );
}
