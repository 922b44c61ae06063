import type { RunId } from '../base/ids.ts';
import type { ApprovalRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { wakeRun } from './wake-run.ts';
import { reminderAt, turnAt } from './escalation.ts';
import type { RuntimeParts } from './parts.ts';
import { peopleBook } from './people-book.ts';

/** Who decides when nobody does. */
export const THE_TIME_LIMIT = 'the time limit';

/**
 * What is due on a card that waits: it comes back after somebody put it off, whoever is asked is reminded, the next
 * one is asked, or the end has come. Gives the run that became ready, if one did.
 */
export function cardIsDue(parts: RuntimeParts, tx: Transaction, card: ApprovalRecord): readonly RunId[] {
  const now = parts.clock.now();
  const { dueAt, remindAt = null, snoozedUntil = null } = card;
  let left = card;
  if (snoozedUntil !== null && snoozedUntil <= now) {
    left = { ...left, snoozedUntil: null };
    tx.append(card.run, card.step, now, { type: 'approval_back', approval: card.id });
  }
  if (dueAt !== null && dueAt <= now) return passOn(parts, tx, left, now);
  if (remindAt !== null && remindAt <= now) left = remind(tx, left, now);
  tx.putApproval(left);
  return [];
}

function remind(tx: Transaction, card: ApprovalRecord, now: number): ApprovalRecord {
  const one = card.asked[card.askedNow];
  const times = (card.reminded ?? 0) + 1;
  const to = one?.person ?? 'you';
  tx.append(card.run, card.step, now, { type: 'approval_reminded', approval: card.id, to, times });
  tx.addAudit(now, 'Switchyard', 'approval_reminded', { approval: card.id, to, times });
  return { ...card, ...reminderAt(one, now, card.dueAt, times, peopleBook(tx)) };
}

/** Nobody answered in their time: the next person is asked; after the last one, what was chosen for that. */
function passOn(parts: RuntimeParts, tx: Transaction, card: ApprovalRecord, now: number): readonly RunId[] {
  const { atEnd = 'hold' } = card;
  if (card.askedNow >= card.asked.length - 1)
    return atEnd === 'reject' ? endCard(parts, tx, card) : hold(tx, card);
  const turn = turnAt({ asked: card.asked, atEnd }, card.askedNow + 1, now, peopleBook(tx));
  const to = card.asked[turn.askedNow]?.person ?? 'you';
  tx.putApproval({ ...card, ...turn });
  const away = turn.away.length > 0 ? { away: turn.away } : {};
  tx.append(card.run, card.step, now, { type: 'approval_passed_on', approval: card.id, to, ...away });
  tx.addAudit(now, 'Switchyard', 'approval_passed_on', { approval: card.id, to, ...away });
  return [];
}

function hold(tx: Transaction, card: ApprovalRecord): readonly RunId[] {
  tx.putApproval({ ...card, dueAt: null });
  return [];
}

/** Nobody decided in time: it counts as a no, and the run goes on with that. */
export function endCard(parts: RuntimeParts, tx: Transaction, card: ApprovalRecord): readonly RunId[] {
  const now = parts.clock.now();
  const ended = { status: 'timed-out', decidedAt: now, decidedBy: THE_TIME_LIMIT } as const;
  tx.putApproval({ ...card, ...ended });
  tx.addAudit(now, 'Switchyard', 'approval_timed_out', {
    approval: card.id,
    run: card.run,
    title: card.title,
  });
  tx.append(card.run, card.step, now, {
    type: 'approval_decided',
    approval: card.id,
    status: 'timed-out',
    by: THE_TIME_LIMIT,
    note: '',
  });
  wakeRun(parts, tx, card.run, card.step, null);
  return [card.run];
}
