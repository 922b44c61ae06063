import { durationInWords, durationMs } from '../../base/duration.ts';
import { SwitchyardError } from '../../base/errors.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { readData } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { Schedule } from '../../kit/fields.ts';
import { nextInWords } from '../../kit/schedule-words.ts';
import { nextInstant } from '../next-instant.ts';
import type { WaitPlan } from './wait-step.ts';

/** A timer beyond this is a mistake in the data, not a wish. */
const FARTHEST_MS = 10 * 366 * 86_400_000;

/** Waits for a length of time, until the clock shows a time, or until a date in the data. What is past holds nothing up. */
export function timeWait(node: PlanNode, data: JsonObject, now: number): WaitPlan {
  const { dueAt, what } = until(node, data, now);
  return { correlation: null, dueAt, what };
}

function until(
  { config }: PlanNode,
  data: JsonObject,
  now: number,
): Pick<WaitPlan, 'what'> & { dueAt: number } {
  if (config['how'] === 'clock') {
    const clock = config['clock'] as unknown as Schedule; // validated against the node's fields when it was published
    const dueAt = 'at' in clock ? nextInstant(clock, now) : undefined;
    if (dueAt === undefined)
      throw new SwitchyardError('invalid_input', 'There is no such time of day to wait for.');
    return { dueAt, what: nextInWords(clock) };
  }
  if (config['how'] === 'date') {
    const value = readData(String(config['date'] ?? ''), data);
    const dueAt = instantOf(value);
    if (dueAt === undefined || dueAt > now + FARTHEST_MS)
      throw new SwitchyardError('invalid_input', 'The date to wait for is not a date.', {
        fix: 'It must look like 2026-11-30 or 2026-11-30T09:00:00Z.',
      });
    return { dueAt, what: new Date(dueAt).toISOString() };
  }
  const length = String(config['length'] ?? '');
  return { dueAt: now + durationMs(length), what: durationInWords(length) };
}

function instantOf(value: Json): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value > 0 ? value : undefined;
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value.trim())) return undefined;
  const at = Date.parse(value.trim());
  return Number.isNaN(at) ? undefined : at;
}
