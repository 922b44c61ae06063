import { spanInWords } from '../../app/base/duration.ts';

const DAY_MS = 86_400_000;

/** "just now", "5 minutes ago", "in 2 hours"; from a week on the date. Epoch milliseconds. */
export function agoInWords(at: number, now: number): string {
  const distance = now - at;
  if (Math.abs(distance) < 10_000) return 'just now';
  if (Math.abs(distance) > 7 * DAY_MS) return new Date(at).toLocaleDateString();
  return distance > 0 ? `${spanInWords(distance)} ago` : `in ${spanInWords(-distance)}`;
}

/** The clock time, with the date when it is not today. */
export function clockTime(at: number, now: number): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return date.toDateString() === new Date(now).toDateString() ? time : `${date.toLocaleDateString()} ${time}`;
}

/** How long a run took, or has taken so far. */
export const tookInWords = (startedAt: number, updatedAt: number): string =>
  spanInWords(Math.max(0, updatedAt - startedAt));
