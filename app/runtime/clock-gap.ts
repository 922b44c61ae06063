import { spanInWords } from '../base/duration.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { isJsonObject } from '../base/json.ts';
import { cardDue } from '../store/card-due.ts';
import type { Reader, Transaction } from '../store/store.ts';
import type { RuntimeParts } from './parts.ts';
import type { ClockGap } from './time-watch.ts';

const SETTING = 'clock_gaps';
/** The last row of all traces when the last gap was noted: what stands after it was written by the clock as it is now. */
const SEQ_SETTING = 'clock_gap_seq';
/** When a gap cannot be written down it is tried again this often. */
const AGAIN_MS = 3_000;
/** Gaps that are kept for the window. The audit log has all of them. */
const MOST_KEPT = 50;
/** Most rows with a due time that are set right at once; a workspace has a few. */
const MOST_DUE = 100_000;

/** The last gaps, oldest first. */
export function clockGaps(read: Reader): readonly ClockGap[] {
  const kept = read.setting(SETTING);
  return Array.isArray(kept) ? kept.flatMap((gap: Json) => asGap(gap) ?? []) : [];
}

function asGap(gap: Json): ClockGap | undefined {
  if (!isJsonObject(gap)) return undefined;
  const { kind, from, to } = gap;
  if ((kind !== 'slept' && kind !== 'set-back') || typeof from !== 'number' || typeof to !== 'number')
    return undefined;
  return { kind, from, to };
}

/** For the audit log; the window puts in its own way to write times. */
const inWords = ({ kind, from, to }: ClockGap): string =>
  kind === 'slept'
    ? `Nothing ran for ${spanInWords(to - from)}: the computer slept, or its clock was set forward`
    : `The clock of the computer was set back by ${spanInWords(from - to)}`;

/**
 * The latest moment that is on record, by the clock as it was set after the last gap: now must not be before it. Null
 * when nothing is on record.
 */
export function lastKnownMoment(read: Reader): number | null {
  const last = read.traceAfter(read.lastSeq() - 1, 1)[0];
  const seq = read.setting(SEQ_SETTING);
  const known = [
    read.audit(1)[0]?.at,
    ...(last && last.seq > (typeof seq === 'number' ? seq : 0) ? [last.at] : []),
    ...read.triggers().map((trigger) => trigger.lastPollAt),
  ].filter((at) => typeof at === 'number');
  return known.length > 0 ? Math.max(...known) : null;
}

/**
 * Writes a gap down. After the clock was set back, everything that was timed by the wrong clock is set right in the
 * same transaction, so that nothing hangs until the old time comes again. What is due after a sleep is due already.
 * Where nothing can be written (the disk is full) it is tried again until it can, or until the host ends: the next
 * start sees by `lastKnownMoment` that the clock was set back.
 */
export async function noteClockGap(parts: RuntimeParts, gap: ClockGap): Promise<void> {
  parts.log.warn('clock_gap', { ...gap });
  for (;;) {
    try {
      await writeGap(parts, gap);
      return;
    } catch (error) {
      parts.log.error('clock_gap_not_noted', { error: String(error) });
      await new Promise<void>((resolve) => void parts.clock.after(AGAIN_MS, resolve));
      if (parts.signal.aborted) return;
    }
  }
}

async function writeGap(parts: RuntimeParts, gap: ClockGap): Promise<void> {
  await parts.store.write('clock.gap', (tx) => {
    const kept = [...clockGaps(tx), gap].slice(-MOST_KEPT);
    tx.putSetting(SETTING, kept as unknown as Json); // a gap is plain JSON by type
    tx.putSetting(SEQ_SETTING, tx.lastSeq());
    const data: JsonObject = { ...gap, sentence: inWords(gap) };
    tx.addAudit(parts.clock.now(), 'Switchyard', 'clock_gap', data);
    if (gap.kind === 'set-back') setRight(tx, gap);
  });
}

/**
 * What was begun at a time that is still to come was timed by the wrong clock: its due time moves with the clock. What
 * was begun before keeps its due time, which may have been in the past of the wrong clock. A retry always moves: to
 * try early does no harm.
 */
export function setRight(tx: Transaction, { from, to }: ClockGap): void {
  const by = from - to;
  for (const trigger of tx.triggers()) {
    const { lastPollAt, nextPollAt } = trigger;
    // A look that comes early finds nothing and does no harm; a schedule works out by itself what is next. Also those
    // that are due already are written again: whoever holds them back for a moment does so by the wrong clock.
    tx.putTrigger({
      ...trigger,
      lastPollAt: lastPollAt === null ? null : Math.min(lastPollAt, to),
      nextPollAt: trigger.state === 'on' ? Math.min(nextPollAt, to) : nextPollAt,
    });
  }
  // To look again at a tool that is away is no harm either, and one that said when to come back said it by its own clock.
  for (const breaker of tx.breakers())
    if (breaker.openUntil !== null && breaker.openUntil > to)
      tx.putBreaker({ ...breaker, openUntil: Math.max(to, breaker.openUntil - by) });
  for (const wait of tx.dueWaits(Number.MAX_SAFE_INTEGER, MOST_DUE)) {
    if (wait.dueAt === null) continue;
    const begun = tx.run(wait.run)?.updatedAt ?? 0;
    if (wait.kind === 'retry' || begun > to) tx.putWait({ ...wait, dueAt: wait.dueAt - by });
  }
  for (const approval of tx.approvals('pending', MOST_DUE))
    if (cardDue(approval) !== null && approval.createdAt > to)
      tx.putApproval({
        ...approval,
        dueAt: earlier(approval.dueAt, by),
        remindAt: earlier(approval.remindAt, by),
        snoozedUntil: earlier(approval.snoozedUntil, by),
      });
}

const earlier = (at: number | null | undefined, by: number): number | null =>
  at === null || at === undefined ? null : at - by;
