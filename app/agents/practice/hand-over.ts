import { teammateCalled } from './arguments.ts';
import { conditionInWords } from './describe.ts';
import { TOOL_NAMES, type Facts } from './facts.ts';
import { ALWAYS, type Deed, type Rule } from './rule.ts';

/**
 * Settles what "hand over to Kim" means here: a teammate gets the case; somebody who is none is somebody of the help desk,
 * and gets the ticket.
 */
export function withHandOvers(
  rules: readonly Rule[],
  facts: Facts,
  tools: ReadonlySet<string>,
): readonly Rule[] {
  const settled = (deed: Deed, rule: Rule): Deed => {
    if (deed.do !== 'hand-over') return deed;
    const isTeammate = tools.has(TOOL_NAMES['hand-over']) && 'chosen' in teammateCalled(deed.whom, facts);
    if (!isTeammate && /^\p{Lu}/u.test(deed.whom) && deed.text === '' && tools.has(TOOL_NAMES.assign))
      return { do: 'assign', to: deed.whom };
    return deed.text === '' && rule.when !== ALWAYS
      ? { ...deed, text: `Please take over this case: ${conditionInWords(rule.when)}.` }
      : deed;
  };
  return rules.map((rule) => ({ ...rule, deeds: rule.deeds.map((deed) => settled(deed, rule)) }));
}
