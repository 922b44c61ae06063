import { durationMs } from '../base/duration.ts';
import type { Json } from '../base/json.ts';
import { NOBODY_NAMED, PEOPLE_BOOK, personIn, type PeopleBook } from '../kit/people.ts';
import type { Reader, Transaction } from '../store/store.ts';
import { afterWorkingTime, isAway } from './working-hours.ts';

const SETTING = 'people';

/** Who can be asked, and who is asked where nobody is named. */
export function peopleBook(read: Reader): PeopleBook {
  const kept = read.setting(SETTING);
  if (kept === undefined) return NOBODY_NAMED;
  const parsed = PEOPLE_BOOK.safeParse(kept);
  return parsed.success ? parsed.data : NOBODY_NAMED;
}

export const putPeopleBook = (tx: Transaction, book: PeopleBook): void =>
  tx.putSetting(SETTING, book as unknown as Json); // a book is plain JSON by type

/** The instant by which a person has had this long (a duration): in their working hours, when they have any. */
export function timeFor(book: PeopleBook, name: string, from: number, span: string): number {
  const hours = personIn(book, name)?.hours;
  return hours ? afterWorkingTime(hours, from, durationMs(span)) : from + durationMs(span);
}

/** Is somebody away now? Nobody knows of a person who is not in the book. */
export function isPersonAway(book: PeopleBook, name: string, now: number): boolean {
  const person = personIn(book, name);
  return person !== undefined && isAway(person.away, person.hours?.zone ?? book.hours?.zone ?? 'UTC', now);
}
