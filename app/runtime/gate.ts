import { digestOf, type Digest } from '../base/digest.ts';
import { SwitchyardError } from '../base/errors.ts';
import type { PermissionId } from '../base/ids.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { moneyInWords, type Money } from '../base/money.ts';
import { factsInWords } from '../kit/gate-data.ts';
import { EFFECTS, type Effect } from '../kit/effects.ts';
import type { AgentRecord, AskCause, AutonomyRule, PermissionRecord } from '../store/records.ts';
import { answerOf, type Check } from './gate-conditions.ts';
import { covers, permissionInWords } from './permissions.ts';

/** What the gate is told of a proposed action. Nothing of it is a model's prose. */
export interface GateFacts {
  readonly action: string;
  readonly actionTitle: string;
  readonly agentName: string;
  /** From our action table; undefined for an action the table does not know. */
  readonly effect: Effect | undefined;
  readonly money: Money | undefined;
  /** Undefined: nobody has looked the customer up. */
  readonly vip: boolean | undefined;
  /** Fields whose value came from outside and is not in the directory (G3), by label. */
  readonly outside: readonly string[];
  /** The agent may propose this action at all (its tools, or the node on the canvas). */
  readonly allowed: boolean;
  /** Whom it concerns, for a permission of one customer or recipient; null when that is not clear. */
  readonly who: string | null;
  /** What conditions look at, by the paths of `gate-data.ts`; what is not known is absent. */
  readonly data: JsonObject;
  readonly now: number;
}

export interface GateDecision {
  readonly decision: 'run' | 'ask' | 'refuse';
  /** The rule that decided, as a sentence for the card and the trace. */
  readonly rule: string;
  /** Why it asks, or would without the permission. */
  readonly cause?: AskCause;
  /** The standing permission by which it runs; it must still hold when it is used. */
  readonly permission?: PermissionId;
}

/** What an agent may do by itself, as one value; the digest of its rules is bound into every approval. */
export interface Policy {
  readonly rules: readonly AutonomyRule[];
  readonly permissions?: readonly PermissionRecord[];
}

export const policyOf = (agent: AgentRecord): Policy => ({ rules: agent.autonomy });

/** Rules are replaced, never changed, so a digest once taken holds. */
const DIGESTS = new WeakMap<Policy['rules'], Digest>();
export function policyDigest({ rules }: Policy): Digest {
  const known = DIGESTS.get(rules);
  if (known) return known;
  const digest = digestOf({ rules } as unknown as Json); // rules are plain JSON by type
  DIGESTS.set(rules, digest);
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

const CANNOT_CHECK: Check = () => {
  throw new SwitchyardError(
    'internal',
    'A rule has a condition, and nothing to check it with was handed in.',
  );
};

/**
 * Decides on every proposed action, and nothing else reaches a tool (G1). Pure: the same policy and facts give the
 * same answer. What is not known counts as the highest effect (G2). Order: not allowed and "never" refuse; the
 * destructive and the outside value ask whatever a rule says; then the first rule that names the action and whose
 * condition holds; then the default of the effect. A standing permission turns an ask into a run, within its scope.
 * @param check how conditions are checked; needed only for a policy that has some
 */
export function gate(policy: Policy, facts: GateFacts, check: Check = CANNOT_CHECK): GateDecision {
  const answer = decide(policy, facts, check);
  if (answer.decision !== 'ask' || answer.cause === undefined) return answer;
  const { cause } = answer;
  const permission = policy.permissions?.find((one) => covers(one, cause, facts));
  return permission
    ? { decision: 'run', rule: permissionInWords(permission), cause, permission: permission.id }
    : answer;
}

function decide(policy: Policy, facts: GateFacts, check: Check): GateDecision {
  const { agentName, actionTitle } = facts;
  const effect = facts.effect ?? 'destructive';
  if (!facts.allowed)
    return { decision: 'refuse', rule: `${agentName} is not given the tool "${actionTitle}"` };
  const ruled = byRules(rulesFor(policy, facts.action), facts, effect, check);
  if (ruled.decision === 'refuse') return ruled;
  if (effect === 'destructive') return ask('destructive', WHY_ASK.destructive);
  if (facts.outside.length > 0 && severity(effect) > severity('read'))
    return ask('outside', `"${facts.outside.join('", "')}" comes from outside and is in none of your tools`);
  return ruled;
}

/**
 * The answer of the first of these rules whose condition holds; of the default where none does. Where nobody knows
 * whether one holds, it is an answer only if it makes no difference. A look-up is how people get to know, so it is not
 * held up by what is not known.
 */
function byRules(
  [rule, ...others]: readonly AutonomyRule[],
  facts: GateFacts,
  effect: Effect,
  check: Check,
): GateDecision {
  if (!rule) return byDefault(effect);
  if (!rule.when) return byRule(rule, facts);
  const holds = answerOf(rule.when, facts.data, check);
  if (holds === 'yes') return byRule(rule, facts);
  const otherwise = byRules(others, facts, effect, check);
  if (holds === 'no' || effect === 'read' || byRule(rule, facts).decision === otherwise.decision)
    return otherwise;
  return ask('not-known', `nobody knows whether this holds: ${factsInWords(rule.when)}`);
}

const byDefault = (effect: Effect): GateDecision =>
  RUNS_BY_DEFAULT[effect]
    ? { decision: 'run', rule: 'small things inside the company run by themselves' }
    : ask('usual', WHY_ASK[effect]);

function byRule(rule: AutonomyRule, facts: GateFacts): GateDecision {
  switch (rule.decision) {
    case 'never':
      return { decision: 'refuse', rule: `${neverInWords(facts)}${whenInWords(rule)}` };
    case 'ask':
      return ask('rule', `${facts.agentName} asks before "${facts.actionTitle}"${whenInWords(rule)}`);
    case 'run':
      return underRule(rule, facts);
  }
}

/** What a rule that says "run" allows of this. */
function underRule(rule: AutonomyRule, facts: GateFacts): GateDecision {
  const { agentName, actionTitle, money } = facts;
  if (rule.askForVip && facts.vip !== false)
    return facts.vip
      ? ask('vip', `${agentName} asks first for VIP customers`)
      : ask('vip', `${agentName} asks first for VIP customers, and nobody has looked up whether this is one`);
  const { upTo } = rule;
  if (!upTo)
    return { decision: 'run', rule: `${agentName} may do "${actionTitle}" by itself${whenInWords(rule)}` };
  if (!money) return ask('limit', 'the rule has an amount, and this action names none');
  if (money.currency !== upTo.currency)
    return ask(
      'limit',
      `the limit is in ${upTo.currency.toUpperCase()}, and this is in ${money.currency.toUpperCase()}`,
    );
  return money.amount <= upTo.amount
    ? {
        decision: 'run',
        rule: `${agentName} may do this by itself up to ${moneyInWords(upTo)}${whenInWords(rule)}`,
      }
    : ask('limit', `${agentName} asks first above ${moneyInWords(upTo)}${whenInWords(rule)}`);
}

const ask = (cause: AskCause, rule: string): GateDecision => ({ decision: 'ask', rule, cause });
const whenInWords = ({ when }: AutonomyRule): string => (when ? ` when ${factsInWords(when)}` : '');

const rulesFor = (policy: Policy, action: string): readonly AutonomyRule[] =>
  policy.rules.filter((r) => r.action === action || r.action === '*');

/** Has a policy a rule for this action that looks at facts? */
export const hasConditions = (policy: Policy, action: string): boolean =>
  rulesFor(policy, action).some((rule) => rule.when !== undefined);

/** Why this agent may never do this, whatever the facts, as the policy stands; undefined when nothing forbids it outright. */
export const neverRule = (
  policy: Policy,
  facts: Pick<GateFacts, 'action' | 'actionTitle' | 'agentName'>,
): string | undefined => {
  for (const { when, decision } of rulesFor(policy, facts.action)) {
    if (!when) return decision === 'never' ? neverInWords(facts) : undefined;
    // A rule before it may be why this was allowed.
    if (decision !== 'never') return undefined;
  }
  return undefined;
};

/** The rule by which this is refused, with its facts; undefined when it is not. */
export function refusal(policy: Policy, facts: GateFacts, check: Check): string | undefined {
  const { decision, rule } = decide(policy, facts, check);
  return decision === 'refuse' ? rule : undefined;
}

const neverInWords = ({ agentName, actionTitle }: Pick<GateFacts, 'actionTitle' | 'agentName'>): string =>
  `${agentName} may never do "${actionTitle}"`;

const severity = (effect: Effect): number => EFFECTS.indexOf(effect);
