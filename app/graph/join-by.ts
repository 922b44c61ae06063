import { jsonAt, type JsonObject } from '../base/json.ts';
import { renderTemplate, templatePaths, templateProblem } from './template.ts';

/**
 * The setting that every trigger has beside its own fields: by what its events belong together, such as
 * `customer: {{customer.email}}`. Absent: as the trigger says itself, which is each ticket, each form, each event alone.
 */
export const JOIN_BY = 'joinBy';
const LONGEST = 200;

/** What is wrong with the setting, in words that continue "… needs", or undefined. */
export function joinByProblem(config: JsonObject): string | undefined {
  const template = config[JOIN_BY];
  if (template === undefined || template === '') return undefined;
  if (typeof template !== 'string') return 'text';
  if (template.length > LONGEST) return `at most ${LONGEST} characters`;
  const problem = templateProblem(template);
  if (problem !== undefined) return `other words (${problem})`;
  return templatePaths(template).length === 0
    ? 'something of the event, such as {{customer.email}}: with the same words for all of them every event would be of one case'
    : undefined;
}

/** The key under which an event's case is found; undefined when the event has not got what it is joined by. */
export function joinKey(config: JsonObject, data: JsonObject): string | undefined {
  const template = config[JOIN_BY];
  if (typeof template !== 'string' || template === '' || joinByProblem(config) !== undefined)
    return undefined;
  const values = templatePaths(template).map((path) => jsonAt(data, path.split('.')));
  if (values.some((value) => value === undefined || value === null || value === '')) return undefined;
  return renderTemplate(template, data).trim().toLowerCase();
}
