import {
  aboutMessage,
  applies,
  claimOfRule,
  rulesAtStart,
  sendersIn,
  wordsIn,
  type PriorityRule,
} from '../agents/directives/priority-rules.ts';
import type { JsonObject } from '../base/json.ts';
import { eventUrgency } from '../graph/urgency.ts';
import type { FoundEvent } from '../kit/implement.ts';
import type {
  CaseRecord,
  FlowRecord,
  PriorityClaim,
  TriggerRecord,
  VersionRecord,
} from '../store/records.ts';
import type { Reader, Transaction } from '../store/store.ts';
import { BY_ITSELF, putStanding, type Standing } from './case-priority.ts';
import type { RuntimeParts } from './parts.ts';
import { claimsForNext, withClaims } from './priority.ts';
import { vipOf } from './provenance.ts';

/** Under this it is kept that one of our tools has marked an address as VIP. */
const VIP_KNOWN = (address: string): string => `vip/${address}`;
const MARK = 'marked';

/** Has one of our tools marked the customer as VIP: in what the event brings, or at another time? */
const isVip = (read: Reader, data: JsonObject, fromOutside: boolean, senders: readonly string[]): boolean =>
  (!fromOutside && vipOf(data, []) === true) ||
  senders.some((address) => read.counts(VIP_KNOWN(address))[MARK] !== undefined);

/** Is it kept of all of these that they are VIPs, or that none is? */
export const isVipKept = (read: Reader, senders: readonly string[], vip: boolean): boolean =>
  senders.every((address) => (read.counts(VIP_KNOWN(address))[MARK] !== undefined) === vip);

/** Keeps who is a VIP and who is none, so that the next message of theirs finds its place before anybody has looked. */
export function keepVip(tx: Transaction, senders: readonly string[], vip: boolean): void {
  for (const address of senders) {
    const isKnown = tx.counts(VIP_KNOWN(address))[MARK] !== undefined;
    if (vip && !isKnown) tx.count(VIP_KNOWN(address), MARK, 1);
    if (!vip && isKnown) tx.dropCounts(VIP_KNOWN(address));
  }
}

/** What is gone through for each event of one batch. */
export interface EventRules {
  readonly directives: readonly PriorityRule[];
  readonly config: JsonObject;
  readonly fromOutside: boolean;
}

/** Reads once for a batch what says how urgent its events are. */
export function eventRules(
  parts: RuntimeParts,
  tx: Transaction,
  trigger: TriggerRecord,
  flow: FlowRecord | undefined,
  version: VersionRecord | undefined,
): EventRules {
  const definition = parts.catalog.find(trigger.type);
  return {
    directives: flow && version ? rulesAtStart(tx, flow, version.plan) : [],
    config: trigger.config,
    fromOutside: definition?.kind === 'trigger' && definition.fromOutside === true,
  };
}

/**
 * Lets the case of an event stand where its trigger's settings and the directives put it, inside the transaction that
 * takes the event in: what is urgent overtakes from the first moment on. Only words, marks and addresses count here; what
 * a text means is asked when a router or an agent has it. Undefined when nothing was said.
 */
export function placeEvent(
  tx: Transaction,
  rules: EventRules,
  found: FoundEvent,
  record: CaseRecord,
  now: number,
): Standing | undefined {
  const urgency = eventUrgency(rules.config, found.data, found.at);
  const said: PriorityClaim[] = [];
  if (urgency.priority) {
    const { is, said: word } = urgency.priority;
    said.push({ voice: 'tool', priority: is, why: `it came with the mark “${word}”`, at: now });
  }
  if (rules.directives.length > 0) {
    const senders = sendersIn(found.data);
    const about = aboutMessage({
      senders,
      text: () => wordsIn(found.subject, found.data),
      vip: () => isVip(tx, found.data, rules.fromOutside, senders),
    });
    said.push(
      ...rules.directives.filter((rule) => applies(rule, about) === 'yes').map((r) => claimOfRule(r, now)),
    );
  }
  const lapses = record.claims !== undefined || record.due !== undefined;
  if (said.length === 0 && urgency.due === undefined && !lapses) return undefined;
  const isOpen = record.status === 'open';
  const kept = isOpen ? record.due : undefined;
  const due =
    urgency.due !== undefined && (kept === undefined || (kept.by === 'trigger' && urgency.due < kept.at))
      ? { at: urgency.due, since: Math.min(found.at, now), by: 'trigger' as const }
      : (kept ?? null);
  const claims = withClaims(claimsForNext(record), said);
  return putStanding(tx, record, { claims, due }, now, BY_ITSELF);
}
