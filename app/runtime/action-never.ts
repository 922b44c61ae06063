import type { Reader, Transaction } from '../store/store.ts';
import { auditRefusal } from './action-refusal.ts';
import type { ActionUnderWay } from './action-under-way.ts';
import { neverRule, policyOf } from './gate.ts';

/**
 * The rule by which this agent may never do this now, if there is one. "Never" holds from the moment it is said: for
 * what was allowed before, for what waited for an approval meanwhile, and for what is tried again.
 */
export function ruleAgainst({ step, runner }: ActionUnderWay, read: Reader): string | undefined {
  const agent = step.planned && read.agent(step.planned.proposal.agent);
  if (!agent) return undefined;
  const { type, title } = runner.definition;
  return neverRule(policyOf(agent), { action: type, actionTitle: title, agentName: agent.name });
}

/** Writes down that it was refused, inside a transaction. */
export const refuse = ({ context, key, wish, runner }: ActionUnderWay, tx: Transaction, rule: string): void =>
  auditRefusal(context, tx, { step: key, agentName: wish.agent.name, action: runner.definition.type, rule });
