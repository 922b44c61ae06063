import { isJsonObject, type Json, type JsonObject } from '../base/json.ts';
import { nodeOfStep } from '../base/ids.ts';
import { moneyInWords } from '../base/money.ts';
import type { Catalog } from '../kit/catalog.ts';
import type { ApprovalRecord, ConnectionRecord } from '../store/records.ts';
import type { TraceRow } from '../store/trace.ts';
import type { ApprovalCard } from './contract/views.ts';
import { MOST_QUESTIONS, threadOf, wasProposedByModel } from './card-talk.ts';
import type { ApiParts } from './parts.ts';
import { offerOf } from './permissions.ts';

/** A card with all that a person needs to decide: the exact bytes, the account, the case, whose turn it is. */
export function cardOf(parts: ApiParts, card: ApprovalRecord): ApprovalCard {
  const { read } = parts.store;
  const agent = card.agent ? read.agent(card.agent) : undefined;
  const connection = card.proposal ? read.connection(card.proposal.connection) : undefined;
  const {
    asked,
    askedNow,
    step,
    finalDigest: _used,
    consumedAt: _once,
    missed,
    cause: _cause,
    who: _who,
    ...shown
  } = card;
  const rows = read.traceOf(card.run);
  const thread = threadOf(card, rows);
  const isOpen = card.status === 'pending';
  const isModels = isOpen && wasProposedByModel(card, rows);
  return {
    ...shown,
    flowName: read.flow(card.flow)?.draft.name ?? 'A removed flow',
    node: nodeOfStep(step),
    subject: read.caseById(card.case)?.subject ?? '',
    agent: agent ? { id: agent.id, name: agent.name } : null,
    as: connection ? accountInWords(connection) : null,
    context: contextOf(parts, card, rows),
    thread,
    mayAsk: isModels && thread.filter((entry) => !entry.isAnswer).length < MOST_QUESTIONS,
    mayRedo: isModels,
    offer: isOpen ? offerOf(parts, card) : null,
    atEnd: card.atEnd ?? 'hold',
    isLast: askedNow >= asked.length - 1,
    away: card.away ?? [],
    remindAt: card.remindAt ?? null,
    reminded: card.reminded ?? 0,
    snoozedUntil: card.snoozedUntil ?? null,
    othersMissed: missed?.length ?? 0,
    askedNow: asked[askedNow]?.person ?? null,
    askedNext: asked[askedNow + 1]?.person ?? null,
  };
}

/** "Fin at billing (Restricted key …91j8)": what the operator calls the account, and what the tool calls it. */
const accountInWords = ({ label, account }: ConnectionRecord): string =>
  account && account.name !== label ? `${label} (${account.name})` : label;

/** What is known of the case. Words from outside are marked as such. */
function contextOf(
  parts: ApiParts,
  card: ApprovalRecord,
  rows: readonly TraceRow[],
): ApprovalCard['context'] {
  const started = rows.find((row) => row.event.type === 'run_started')?.event;
  const data: JsonObject = started?.type === 'run_started' ? started.data : {};
  const lines: ApprovalCard['context'][number][] = [];
  const say = (label: string, from: unknown, key: string, outside: boolean): void => {
    const value = isJsonObject(from as never) ? (from as JsonObject)[key] : undefined; // checked on the same line
    if (typeof value === 'string' && value !== '') lines.push({ label, value, outside });
  };
  for (const line of thingsNamed(parts.catalog, rows, card)) lines.push(line);
  say('Customer', data['customer'], 'name', true);
  say('E-mail', data['customer'], 'email', true);
  say('Subject', data['ticket'], 'subject', true);
  say('They wrote', data['ticket'], 'text', true);
  for (const row of rows)
    if (row.event.type === 'wait_ended') say('They answered', row.event.data['reply'], 'text', true);
  return lines;
}

/**
 * What the ids on the card stand for, as a look-up of this run found it: the field "Charge" is
 * "Business plan, one month ($340.00)".
 */
function thingsNamed(
  catalog: Catalog,
  rows: readonly TraceRow[],
  { proposal }: ApprovalRecord,
): ApprovalCard['context'] {
  const fields = proposal && catalog.action(proposal.action)?.fields;
  if (!fields) return [];
  const known = new Map<string, string>();
  const look = (value: Json): void => {
    if (Array.isArray(value)) for (const item of value as readonly Json[]) look(item);
    if (!isJsonObject(value)) return;
    const { id, description, amount, currency } = value;
    if (typeof id === 'string' && typeof description === 'string') {
      const priced = typeof amount === 'number' && typeof currency === 'string';
      known.set(id, priced ? `${description} (${moneyInWords({ amount, currency })})` : description);
    }
    for (const inner of Object.values(value)) look(inner);
  };
  for (const { event } of rows) if (event.type === 'action_done') look(event.output);
  return Object.entries(proposal.input).flatMap(([name, value]) => {
    const words = typeof value === 'string' ? known.get(value) : undefined;
    return words === undefined ? [] : [{ label: fields[name]?.label ?? name, value: words, outside: false }];
  });
}
