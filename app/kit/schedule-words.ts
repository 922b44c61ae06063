import { durationInWords } from '../base/duration.ts';
import type { Schedule } from './fields.ts';
import { listInWords } from './names.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const WORKDAYS = '1,2,3,4,5';

const daysOf = (days: readonly number[]): readonly number[] => days.toSorted((a, b) => a - b);
const dayNames = (days: readonly number[]): string[] => days.map((d) => DAYS[d] ?? '');

/** When something repeats: "every weekday at 09:00", "every 15 minutes". */
export function everyInWords(when: Schedule): string {
  if ('every' in when) return `every ${durationInWords(when.every).replace(/^1 /, '')}`;
  const days = daysOf(when.days);
  if (days.length === 7) return `every day at ${when.at}`;
  if (days.join(',') === WORKDAYS) return `every weekday at ${when.at}`;
  return `every ${listInWords(dayNames(days))} at ${when.at}`;
}

/** The next time that fits: "the next weekday at 09:00", "the next 09:00". */
export function nextInWords(when: Schedule): string {
  if ('every' in when) return `the next ${durationInWords(when.every)}`;
  const days = daysOf(when.days);
  if (days.length === 7) return `the next ${when.at}`;
  if (days.join(',') === WORKDAYS) return `the next weekday at ${when.at}`;
  return `the next ${listInWords(dayNames(days), 'or')} at ${when.at}`;
}
