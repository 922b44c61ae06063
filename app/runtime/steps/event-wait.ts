import { durationInWords, durationMs } from '../../base/duration.ts';
import { SwitchyardError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import { eventCorrelation } from '../named-events.ts';
import type { WaitPlan } from './wait-step.ts';

/** Waits for a named event about exactly one thing, or the time limit. */
export function eventWait(node: PlanNode, data: JsonObject, now: number): WaitPlan {
  const name = String(node.config['name'] ?? '');
  const about = renderTemplate(String(node.config['about'] ?? ''), data).trim();
  // Without a value it would be woken by an event about anything.
  if (about === '')
    throw new SwitchyardError('invalid_input', `There is nothing in the data that “${name}” could be about.`);
  const { timeLimit } = node.config;
  const limit = typeof timeLimit === 'string' && timeLimit !== '' ? timeLimit : undefined;
  return {
    correlation: eventCorrelation(name, about),
    dueAt: limit === undefined ? null : now + durationMs(limit),
    what: `“${name}” about ${about}${limit === undefined ? '' : `, up to ${durationInWords(limit)}`}`,
  };
}
