import { conditionPaths, type RuleGroup } from '../kit/condition/rules.ts';
import type { JsonObject } from '../base/json.ts';
import { YES_OR_NO } from '../kit/gate-data.ts';

/** How a condition is checked: `evaluate` of the conditions, which is loaded only when a policy has one. */
export type Check = (
  condition: RuleGroup,
  data: JsonObject,
) => { readonly holds: boolean; readonly notes: readonly string[] };

/** Yes, no, or nobody knows. */
export type Answer = 'yes' | 'no' | 'not-known';

/**
 * Does a condition hold for facts of which some are not known? It is an answer only when every way in which the
 * unknown could be gives the same; a comparison that makes no sense (euros with a limit in dollars) is not known
 * either. So nothing runs because of what nobody has looked up.
 */
export function answerOf(condition: RuleGroup, facts: JsonObject, check: Check): Answer {
  const open = conditionPaths(condition).filter((path) => facts[path] === undefined && YES_OR_NO.has(path));
  const answers = new Set<Answer>();
  for (let way = 0; way < 2 ** open.length; way += 1) {
    const guess = Object.fromEntries(open.map((path, bit) => [path, ((way >> bit) & 1) === 1]));
    const { holds, notes } = check(condition, { ...facts, ...guess });
    answers.add(notes.length > 0 ? 'not-known' : holds ? 'yes' : 'no');
  }
  const [only] = answers;
  return answers.size === 1 && only !== undefined ? only : 'not-known';
}
