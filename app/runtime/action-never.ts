import type { Reader, Transaction } from '../store/store.ts';
import { auditRefusal } from './action-refusal.ts';
import { inputOf, type ActionUnderWay } from './action-under-way.ts';
import { conditionCheck } from './condition-check.ts';
import { hasConditions, neverRule, policyDigest, policyOf, refusal } from './gate.ts';
import type { Check } from './gate-conditions.ts';
import { gateFacts } from './gate-facts.ts';

/**
 * The rule by which this agent may never do this now, if there is one. "Never" holds from the moment it is said: for
 * what was allowed before, for what waited for an approval meanwhile, and for what is tried again.
 */
export function ruleAgainst(
  { context, key, wish, step, runner }: ActionUnderWay,
  read: Reader,
  check: Check | undefined,
): string | undefined {
  const agent = step.planned && read.agent(step.planned.proposal.agent);
  if (!agent) return undefined;
  const { type, title } = runner.definition;
  const policy = policyOf(agent);
  const outright = neverRule(policy, { action: type, actionTitle: title, agentName: agent.name });
  if (outright !== undefined || !check || policyDigest(policy) === step.planned?.proposal.policy)
    return outright;
  // Somebody has changed what this agent may do since it was planned, and the new rules look at facts.
  const facts = gateFacts(context, key, { ...wish, agent }, runner.definition, inputOf(step) ?? {});
  return refusal(policy, facts, check);
}

/** What checks conditions, where the agent has rules with some. */
export async function checkOf({ context, step }: ActionUnderWay): Promise<Check | undefined> {
  const agent = step.planned && context.parts.store.read.agent(step.planned.proposal.agent);
  const isNeeded = agent && step.planned && hasConditions(policyOf(agent), step.planned.proposal.action);
  return isNeeded ? conditionCheck(context.now()) : undefined;
}

/** Writes down that it was refused, inside a transaction. */
export const refuse = ({ context, key, wish, runner }: ActionUnderWay, tx: Transaction, rule: string): void =>
  auditRefusal(context, tx, { step: key, agentName: wish.agent.name, action: runner.definition.type, rule });
