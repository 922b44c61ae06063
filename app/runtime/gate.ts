import { digestOf, type Digest } from '../base/digest.ts';
import type { Json } from '../base/json.ts';
import { moneyInWords, type Money } from '../base/money.ts';
import { EFFECTS, type Effect } from '../kit/effects.ts';
import type { AgentRecord, AutonomyRule } from '../store/records.ts';

/** What the gate is told of a proposed action. Nothing of it is a model's prose. */
export interface GateFacts {
  readonly action: string;
  readonly actionTitle: string;
  readonly agentName: string;
  /** From our action table; undefined for an action the table does not know. */
  readonly effect: Effect | undefined;
  readonly money: Money | undefined;
  readonly vip: boolean;
  /** Fields whose value came from outside and is not in the directory (G3), by label. */
  readonly outside: readonly string[];
  /** The agent may propose this action at all (its tools, or the node on the canvas). */
  readonly allowed: boolean;
}

export interface GateDecision {
  readonly decision: 'run' | 'ask' | 'refuse';
  /** The rule that decided, as a sentence for the card and the trace. */
  readonly rule: string;
}

/** What an agent may do by itself, as one value; its digest is bound into every approval. */
export interface Policy {
  readonly rules: readonly AutonomyRule[];
}

export const policyOf = (agent: AgentRecord): Policy => ({ rules: agent.autonomy });

/** Rules are replaced, never changed, so a digest once taken holds. */
const DIGESTS = new WeakMap<Policy['rules'], Digest>();
export function policyDigest(policy: Policy): Digest {
  const known = DIGESTS.get(policy.rules);
  if (known) return known;
  const digest = digestOf(policy as unknown as Json); // rules are plain JSON by type
  DIGESTS.set(policy.rules, digest);
  return digest;
}

const RUNS_BY_DEFAULT: Record<Effect, boolean> = {
  read: true,
  write: true,
  external: false,
  money: false,
  destructive: false,
};
const WHY_ASK: Record<Effect, string> = {
  read: '',
  write: '',
  external: 'what reaches a person outside is asked first, until you loosen it',
  money: 'what moves money is asked first, unless a limit says otherwise',
  destructive: 'what cannot be undone is always asked first',
};

/**
 * Decides on every proposed action, and nothing else reaches a tool (G1). Pure: the same policy and facts give the
 * same answer. What is not known counts as the highest effect (G2). Order: not allowed and "never" refuse; the
 * destructive and the outside value ask whatever a rule says; then the first rule that names the action; then the
 * default of the effect.
 */
export function gate(policy: Policy, facts: GateFacts): GateDecision {
  const { agentName, actionTitle } = facts;
  const effect = facts.effect ?? 'destructive';
  if (!facts.allowed)
    return { decision: 'refuse', rule: `${agentName} is not given the tool "${actionTitle}"` };
  const never = neverRule(policy, facts);
  if (never !== undefined) return { decision: 'refuse', rule: never };
  const rule = ruleFor(policy, facts.action);
  if (effect === 'destructive') return { decision: 'ask', rule: WHY_ASK.destructive };
  if (facts.outside.length > 0 && severity(effect) > severity('read')) {
    return {
      decision: 'ask',
      rule: `"${facts.outside.join('", "')}" comes from outside and is in none of your tools`,
    };
  }
  if (rule?.decision === 'ask') return { decision: 'ask', rule: `${agentName} asks before "${actionTitle}"` };
  if (rule?.decision === 'run') {
    if (rule.askForVip && facts.vip)
      return { decision: 'ask', rule: `${agentName} asks first for VIP customers` };
    if (!rule.upTo) return { decision: 'run', rule: `${agentName} may do "${actionTitle}" by itself` };
    if (!facts.money) return { decision: 'ask', rule: 'the rule has an amount, and this action names none' };
    if (facts.money.currency !== rule.upTo.currency) {
      return {
        decision: 'ask',
        rule: `the limit is in ${rule.upTo.currency.toUpperCase()}, and this is in ${facts.money.currency.toUpperCase()}`,
      };
    }
    return facts.money.amount <= rule.upTo.amount
      ? { decision: 'run', rule: `${agentName} may do this by itself up to ${moneyInWords(rule.upTo)}` }
      : { decision: 'ask', rule: `${agentName} asks first above ${moneyInWords(rule.upTo)}` };
  }
  return RUNS_BY_DEFAULT[effect]
    ? { decision: 'run', rule: 'small things inside the company run by themselves' }
    : { decision: 'ask', rule: WHY_ASK[effect] };
}

const ruleFor = (policy: Policy, action: string): AutonomyRule | undefined =>
  policy.rules.find((r) => r.action === action || r.action === '*');

/** Why this agent may never do this, as the policy stands; undefined when nothing forbids it outright. */
export const neverRule = (
  policy: Policy,
  { action, actionTitle, agentName }: Pick<GateFacts, 'action' | 'actionTitle' | 'agentName'>,
): string | undefined =>
  ruleFor(policy, action)?.decision === 'never' ? `${agentName} may never do "${actionTitle}"` : undefined;

const severity = (effect: Effect): number => EFFECTS.indexOf(effect);
