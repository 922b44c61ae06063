import { spanInWords } from '../base/duration.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { isJsonObject } from '../base/json.ts';
import { cardDue } from '../store/card-due.ts';
import type { Reader, Transaction } from '../store/store.ts';
import type { RuntimeParts } from './parts.ts';
import type { ClockGap } from './time-watch.ts';

const SETTING = 'clock_gaps';
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
 * Writes a gap down. After the clock was set back, everything that was timed by the wrong clock is set right in the
 * same transaction, so that nothing hangs until the old time comes again. What is due after a sleep is due already.
 */
export async function noteClockGap(parts: RuntimeParts, gap: ClockGap): Promise<void> {
  parts.log.warn('clock_gap', { ...gap });
  await parts.store.write('clock.gap', (tx) => {
    const kept = [...clockGaps(tx), gap].slice(-MOST_KEPT);
    tx.putSetting(SETTING, kept as unknown as Json); // a gap is plain JSON by type
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
  for (const trigger of tx.triggers())
    // A look that comes early finds nothing and does no harm; a schedule works out by itself what is next.
    if (trigger.state === 'on' && trigger.nextPollAt > to) tx.putTrigger({ ...trigger, nextPollAt: to });
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
