import { createHash } from 'node:crypto';
import { jsonAt, type JsonObject } from '../../../app/base/json.ts';
import { addressIn } from './client.ts';
import { textOf } from './directory.ts';

/** Events of ours carry the key of the action that last wrote them, where only apps of this project can see it. */
const MARK = 'sw_op';

export const markFor = (opKey: string): JsonObject => ({ private: { [MARK]: opKey } });
export const isMarkedEvent = (event: JsonObject, opKey: string): boolean =>
  jsonAt(event, ['extendedProperties', 'private', MARK]) === opKey;

/** The id of an event that an action makes. Google takes digits and the letters a to v, so hexadecimal fits. */
export const eventIdOf = (opKey: string): string => createHash('sha256').update(opKey).digest('hex');

/** Whose calendar: `primary` is the agent's own, others are named by their owner's address. */
export function calendarPath(calendar: string, event?: string): string {
  const name = calendar.trim();
  const id = name === '' || name === 'primary' ? 'primary' : addressIn(name);
  const events = `/calendars/${encodeURIComponent(id)}/events`;
  return event === undefined ? events : `${events}/${encodeURIComponent(event.trim())}`;
}

/** When an event begins or ends (epoch ms); a whole day begins at midnight UTC. NaN when it does not say. */
export const momentOf = (event: JsonObject, end: 'start' | 'end'): number =>
  Date.parse(textOf(jsonAt(event, [end, 'dateTime'])) || textOf(jsonAt(event, [end, 'date'])));

/** E-mail addresses that are written one after another, with commas, semicolons or on lines. */
export const addressesIn = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[,;\n]+/)
      .filter((part) => part.trim() !== '')
      .map(addressIn),
  ),
];
