import { z } from 'zod';
import { isDuration } from '../base/duration.ts';
import type { AskedPerson } from './fields.ts';

/** What becomes of a card when the last person who is asked does not answer in their time. Never a yes. */
export const AT_END = ['hold', 'reject'] as const;
export type AtEnd = (typeof AT_END)[number];

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00');
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-12-24')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'a date such as 2026-12-24');
const span = z.string().refine(isDuration, 'a length of time such as 2h');

const hoursFields = {
  zone: z.string().max(60).refine(isZone, 'a time zone such as Europe/Berlin'),
  days: z.array(z.number().int().min(0).max(6)).min(1, 'at least one day').max(7),
  from: clockTime,
  to: clockTime,
};
const beginsFirst = ({ from, to }: { readonly from: string; readonly to: string }): boolean => from < to;
const BEGINS_FIRST = 'working hours that begin before they end';
const HOURS = z.strictObject(hoursFields).refine(beginsFirst, BEGINS_FIRST);
/** When an agent works, and what becomes of its work outside of that. */
export const AGENT_HOURS = z
  .strictObject({ ...hoursFields, outside: z.enum(['wait', 'ask']) })
  .refine(beginsFirst, BEGINS_FIRST);
const ASKED = z.strictObject({
  person: z.string().trim().min(1, 'a person').max(60),
  within: span.exactOptional(),
  remind: span.exactOptional(),
});
const PERSON = z.strictObject({
  name: z.string().trim().min(1, 'a name').max(60),
  /** Null: at any time. */
  hours: HOURS.nullable(),
  away: z
    .array(
      z
        .strictObject({ from: date, to: date })
        .refine(({ from, to }) => from <= to, 'a first day before the last'),
    )
    .max(50),
});

/** Who can be asked in this workspace, when they work, and who is asked where nobody is named. */
export const PEOPLE_BOOK = z.strictObject({
  people: z
    .array(PERSON)
    .max(100)
    .refine(
      (all) => new Set(all.map((p) => p.name.toLowerCase())).size === all.length,
      'each person only once',
    ),
  chain: z.array(ASKED).max(10),
  atEnd: z.enum(AT_END),
  /** When the company works, for rules that look at it. Null: not said. */
  hours: HOURS.nullable(),
});

/** When somebody works: the same hours on these days (0 is Sunday), by the clocks of a zone. `from` is before `to`. */
export interface WorkingHours {
  readonly zone: string;
  readonly days: readonly number[];
  /** "09:00" */
  readonly from: string;
  readonly to: string;
}

/** Days on which somebody is away, both included, by the calendar of their zone: "2026-12-24". */
export interface Absence {
  readonly from: string;
  readonly to: string;
}

export interface Person {
  readonly name: string;
  readonly hours: WorkingHours | null;
  readonly away: readonly Absence[];
}
export interface PeopleBook {
  readonly people: readonly Person[];
  readonly chain: readonly AskedPerson[];
  readonly atEnd: AtEnd;
  readonly hours: WorkingHours | null;
}

/** Before anybody has said anything: the operator is asked and stays asked. */
export const NOBODY_NAMED: PeopleBook = {
  people: [],
  chain: [{ person: 'you' }],
  atEnd: 'hold',
  hours: null,
};

/** Who this name stands for in the book, if it is there. Names are compared without regard to capitals. */
export const personIn = (book: PeopleBook, name: string): Person | undefined =>
  book.people.find((person) => person.name.trim().toLowerCase() === name.trim().toLowerCase());
