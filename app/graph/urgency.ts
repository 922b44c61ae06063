import { durationMs, isDuration } from '../base/duration.ts';
import { jsonAt, type Json, type JsonObject } from '../base/json.ts';
import type { Priority } from '../kit/priority.ts';
import { templatePaths, templateProblem } from './template.ts';

/** Settings that every trigger has beside its own fields: how urgent what it finds is, and by when it must be done. */
export const URGENCY = {
  /** Within what time from the event on (`4h`). */
  within: 'dueWithin',
  /** The data that says by when (`{{ticket.due}}`). */
  due: 'dueFrom',
  /** The data that says how urgent it is (`{{ticket.priority}}`). */
  priority: 'priorityFrom',
} as const;
export const URGENCY_NAMES: readonly string[] = Object.values(URGENCY);

const PATH_NEEDED = 'one field of the event, such as {{ticket.priority}}';

/** What is wrong with one of these settings, in words that continue "… needs", or undefined. */
export function urgencyProblem(name: string, config: JsonObject): string | undefined {
  const value = config[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') return 'text';
  if (name === URGENCY.within) return isDuration(value) ? undefined : 'a length of time such as 4h';
  return templateProblem(value) !== undefined || templatePaths(value).length !== 1 ? PATH_NEEDED : undefined;
}

/** How tools say it, in small letters; as in mail, 1 is the most urgent number. */
const WORDS: Readonly<Record<string, Priority>> = {
  urgent: 'urgent',
  critical: 'urgent',
  highest: 'urgent',
  emergency: 'urgent',
  blocker: 'urgent',
  immediate: 'urgent',
  p1: 'urgent',
  '1': 'urgent',
  true: 'urgent',
  high: 'high',
  important: 'high',
  major: 'high',
  p2: 'high',
  '2': 'high',
  normal: 'normal',
  medium: 'normal',
  p3: 'normal',
  '3': 'normal',
  low: 'low',
  lowest: 'low',
  minor: 'low',
  trivial: 'low',
  p4: 'low',
  p5: 'low',
  '4': 'low',
  '5': 'low',
};

/** What a trigger's settings make of an event: what its tool says of its urgency, and when it must be done. */
export interface EventUrgency {
  readonly priority?: { readonly is: Priority; readonly said: string };
  /** Epoch ms. */
  readonly due?: number;
}

/**
 * Reads an event by the settings of its trigger. A field that is missing, or says something that nobody knows, says
 * nothing: the event is taken in all the same.
 * @param at when it happened
 */
export function eventUrgency(config: JsonObject, data: JsonObject, at: number): EventUrgency {
  const valueOf = (name: string): Json | undefined => {
    const template = config[name];
    if (typeof template !== 'string' || urgencyProblem(name, config) !== undefined) return undefined;
    const [path] = templatePaths(template);
    return path === undefined ? undefined : jsonAt(data, path.split('.'));
  };
  const said = valueOf(URGENCY.priority);
  const word = (Array.isArray(said) ? (said as readonly Json[]) : [said])
    .map((one) => String(one ?? '').trim())
    .find((one) => Object.hasOwn(WORDS, one.toLowerCase()));
  const priority = word === undefined ? undefined : WORDS[word.toLowerCase()];
  const within = config[URGENCY.within];
  const due =
    instantOf(valueOf(URGENCY.due)) ??
    (typeof within === 'string' && isDuration(within) ? at + durationMs(within) : undefined);
  return {
    ...(priority === undefined || word === undefined ? {} : { priority: { is: priority, said: word } }),
    ...(due === undefined ? {} : { due }),
  };
}

/** Seconds since 1970 are smaller than this for three thousand years, milliseconds since 1973 are larger. */
const SECONDS_BELOW = 1e11;

function instantOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number' && value > 0) return value < SECONDS_BELOW ? value * 1_000 : value;
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}
