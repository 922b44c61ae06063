import { SwitchyardError } from '../base/errors.ts';
import { isJsonObject } from '../base/json.ts';
import { moneyInWords, type Money } from '../base/money.ts';
import { THE_TIME_LIMIT } from '../runtime/card-times.ts';
import type { AgentRecord, ApprovalRecord, AutonomyRule } from '../store/records.ts';
import type { Reader, Transaction } from '../store/store.ts';
import type { Api } from './contract/api.ts';
import type { TrustSuggestion } from './contract/views.ts';
import { operatorOf, type ApiParts } from './parts.ts';

/** So many in a row, approved as they were proposed, before it is said that an agent could do this alone. */
export const UNTOUCHED = 5;
/** Decided cards that are looked at. */
const MOST_CARDS = 500;
const MOST_EVIDENCE = 10;
const SETTING = 'trust_answered';

/** A suggestion with what accepting it would make of the agent's rules. */
interface Worked {
  readonly suggestion: TrustSuggestion;
  readonly agent: AgentRecord;
  readonly rules: readonly AutonomyRule[];
}

/**
 * The trust ladder: what a person's decisions say about an agent's rules. It only proposes. A rule changes when a
 * person accepts the proposal, and what was answered once needs new evidence to come up again.
 */
export function trustApi(parts: ApiParts): Api['trust'] {
  const { store, clock } = parts;
  const answer = (tx: Transaction, key: string): void => {
    const before = tx.setting(SETTING);
    tx.putSetting(SETTING, { ...(isJsonObject(before) ? before : {}), [key]: clock.now() });
  };
  const find = (tx: Reader, id: string): Worked => {
    const found = suggestionsOf(parts, tx).find(({ suggestion }) => suggestion.id === id);
    if (found) return found;
    throw new SwitchyardError('conflict', 'This suggestion no longer stands.', { fix: 'Look again.' });
  };
  return {
    list: async () => suggestionsOf(parts, store.read).map(({ suggestion }) => suggestion),
    accept: async ({ id }) => {
      await store.write('trust.accept', (tx) => {
        const { suggestion, agent, rules } = find(tx, id);
        const by = operatorOf(parts);
        tx.putAgent({ ...agent, autonomy: rules, updatedAt: clock.now() });
        answer(tx, keyOf(suggestion.agent, suggestion.action));
        tx.addAudit(clock.now(), by, 'suggestion_accepted', {
          agent: agent.id,
          name: agent.name,
          action: suggestion.action,
          change: suggestion.change,
          cards: suggestion.evidence.map((one) => one.id),
        });
      });
    },
    dismiss: async ({ id }) => {
      await store.write('trust.dismiss', (tx) => {
        const { suggestion } = find(tx, id);
        answer(tx, keyOf(suggestion.agent, suggestion.action));
        tx.addAudit(clock.now(), operatorOf(parts), 'suggestion_dismissed', {
          agent: suggestion.agent,
          action: suggestion.action,
          change: suggestion.change,
        });
      });
    },
  };
}

const keyOf = (agent: string, action: string): string => `${agent}|${action}`;

function suggestionsOf(parts: ApiParts, read: Reader): readonly Worked[] {
  const answered = read.setting(SETTING);
  const since = (key: string): number => {
    const at = isJsonObject(answered) ? answered[key] : undefined;
    return typeof at === 'number' ? at : 0;
  };
  const groups = new Map<string, ApprovalRecord[]>();
  for (const card of read.approvals('decided', MOST_CARDS)) {
    const isByPerson = card.status === 'approved' || card.status === 'rejected';
    if (card.kind !== 'action' || !card.proposal || !isByPerson || card.decidedBy === THE_TIME_LIMIT)
      continue;
    const key = keyOf(card.proposal.agent, card.proposal.action);
    if ((card.decidedAt ?? 0) <= since(key)) continue;
    const group = groups.get(key);
    if (group) group.push(card);
    else groups.set(key, [card]);
  }
  return [...groups.values()].flatMap((cards) => suggestionFrom(parts, read, cards) ?? []);
}

/** @param cards of one agent and action, newest first */
function suggestionFrom(parts: ApiParts, read: Reader, cards: readonly ApprovalRecord[]): Worked | undefined {
  const [newest] = cards;
  const agent = newest?.proposal && read.agent(newest.proposal.agent);
  const definition = newest?.proposal && parts.catalog.action(newest.proposal.action);
  if (!newest || !agent || !definition) return undefined;
  const { type, title } = definition;
  const own = agent.autonomy.find((rule) => rule.action === type && !rule.when);
  const counts = own ?? agent.autonomy.find((rule) => rule.action === '*' && !rule.when);
  const make = (
    kind: TrustSuggestion['kind'],
    rule: AutonomyRule,
    change: string,
    because: string,
    from: readonly ApprovalRecord[],
  ): Worked => ({
    agent,
    rules: withRule(agent.autonomy, own, rule),
    suggestion: {
      id: `${kind}|${keyOf(agent.id, type)}`,
      kind,
      agent: agent.id,
      agentName: agent.name,
      action: type,
      title,
      because,
      change,
      evidence: from.slice(0, MOST_EVIDENCE).map((card) => ({
        id: card.id,
        title: card.title,
        at: card.decidedAt ?? 0,
        by: card.decidedBy ?? '',
        note: card.note,
      })),
    },
  });
  const id = own?.id ?? `rule-${type.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`.slice(0, 36);
  if (newest.status === 'rejected') {
    if (counts?.decision !== 'run') return undefined;
    const change = `${agent.name} asks before every “${title}”`;
    return make('tighten', { id, action: type, decision: 'ask' }, change, `You rejected “${newest.title}”.`, [
      newest,
    ]);
  }
  const end = cards.findIndex((card) => !isUntouched(card));
  const streak = cards.slice(0, end === -1 ? undefined : end);
  if (streak.length < UNTOUCHED) return undefined;
  const moneys = streak.map((card) => definition.money?.(card.finalInput ?? card.proposal?.input ?? {}));
  const upTo = highest(moneys);
  const because = `${agent.name} asked ${streak.length} times, and each time it was approved as it was.`;
  const rule: AutonomyRule = {
    id,
    action: type,
    decision: 'run',
    ...(upTo ? { upTo } : {}),
    ...(counts?.askForVip ? { askForVip: true } : {}),
  };
  if (newest.effect === 'money' && !upTo) return undefined;
  if (
    counts?.decision === 'run' &&
    !(counts.upTo && upTo && upTo.currency === counts.upTo.currency && upTo.amount > counts.upTo.amount)
  )
    return undefined;
  const change = upTo
    ? `${agent.name} does “${title}” by itself up to ${moneyInWords(upTo)}`
    : `${agent.name} does “${title}” by itself`;
  return make('loosen', rule, change, because, streak);
}

/** Approved as it was proposed, and asked because of something that a looser rule would change. */
const isUntouched = (card: ApprovalRecord): boolean =>
  card.status === 'approved' &&
  card.finalInput === null &&
  (card.cause === 'rule' || card.cause === 'usual' || card.cause === 'limit');

/** The highest of amounts in one currency; undefined when there is none, or several currencies. */
function highest(moneys: readonly (Money | undefined)[]): Money | undefined {
  const [first] = moneys;
  if (!first || moneys.some((money) => money?.currency !== first.currency)) return undefined;
  return { currency: first.currency, amount: Math.max(...moneys.map((money) => money?.amount ?? 0)) };
}

/** The rules with this one in place of the agent's own for the action, or before those for everything else. */
function withRule(
  rules: readonly AutonomyRule[],
  own: AutonomyRule | undefined,
  rule: AutonomyRule,
): readonly AutonomyRule[] {
  if (own) return rules.map((one) => (one === own ? rule : one));
  const rest = rules.findIndex((one) => one.action === '*');
  return rules.toSpliced(rest === -1 ? rules.length : rest, 0, rule);
}
