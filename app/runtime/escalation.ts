import type { AskedPerson } from '../kit/fields.ts';
import type { AtEnd, PeopleBook } from '../kit/people.ts';
import type { ApprovalKind, ApprovalRecord } from '../store/records.ts';
import { isPersonAway, timeFor } from './people-book.ts';

/** Most reminders of one person about one card. */
export const MOST_REMINDERS = 3;

/** Whose turn it is on a card, and the absolute times of what follows (epoch milliseconds). */
export type Turn = Pick<ApprovalRecord, 'askedNow' | 'dueAt'> & {
  readonly remindAt: number | null;
  readonly reminded: number;
  /** Who was passed over, because they are away. */
  readonly away: readonly string[];
};

interface Chain {
  readonly asked: readonly AskedPerson[];
  readonly atEnd: AtEnd;
}

/**
 * The turn that begins now, at the first person from `from` on who is not away. When all of them are away, the first
 * of them is asked: somebody always is. The last one's time counts only where something happens after it.
 */
export function turnAt({ asked, atEnd }: Chain, from: number, now: number, book: PeopleBook): Turn {
  const here = asked.findIndex((one, index) => index >= from && !isPersonAway(book, one.person, now));
  const askedNow = here === -1 ? Math.min(from, asked.length - 1) : here;
  const one = asked[askedNow];
  const isLast = askedNow === asked.length - 1;
  const dueAt =
    one?.within !== undefined && (!isLast || atEnd === 'reject')
      ? timeFor(book, one.person, now, one.within)
      : null;
  return {
    askedNow,
    dueAt,
    ...reminderAt(one, now, dueAt, 0, book),
    away: asked.slice(from, askedNow).map(({ person }) => person),
  };
}

/** The next reminder of whoever is asked. None that would come when their time is over, and only so many. */
export function reminderAt(
  one: AskedPerson | undefined,
  now: number,
  dueAt: number | null,
  reminded: number,
  book: PeopleBook,
): Pick<Turn, 'remindAt' | 'reminded'> {
  if (one?.remind === undefined || reminded >= MOST_REMINDERS) return { remindAt: null, reminded };
  const at = timeFor(book, one.person, now, one.remind);
  return { remindAt: dueAt !== null && at >= dueAt ? null : at, reminded };
}

/**
 * What may become of a card that nobody answers. Only a decision that can be refused is ever refused by itself; what
 * a person has to look at stays until they do.
 */
export const endOf = (kind: ApprovalKind, wanted: AtEnd): AtEnd =>
  kind === 'action' || kind === 'question' ? wanted : 'hold';
