import type { StepKey } from '../base/ids.ts';
import { isJsonObject, jsonAt, stringsIn, type Json, type JsonObject } from '../base/json.ts';
import { amountAsTyped } from '../base/money.ts';
import { once } from '../base/once.ts';
import type { AnyAction } from '../kit/define.ts';
import type { GatePath } from '../kit/gate-data.ts';
import type { Reader } from '../store/store.ts';
import { DONE_BEFORE, REACHED_BEFORE } from './deeds-done.ts';
import { hasConditions, policyOf, type GateFacts } from './gate.ts';
import { knownData } from './known-data.ts';
import { lookedUp } from './looked-up.ts';
import { peopleBook } from './people-book.ts';
import { outsideValues, spokenWhole, vipOf } from './provenance.ts';
import type { RunContext } from './run-context.ts';
import type { Wish } from './action-wish.ts';
import { isWorkingTime } from './working-hours.ts';

/** What the gate is told of a wish: gathered from our own table, the store and what the tools said, never from prose. */
export function gateFacts(
  context: RunContext,
  key: StepKey,
  wish: Pick<Wish, 'action' | 'agent' | 'operatorWords' | 'call'>,
  definition: AnyAction,
  input: JsonObject,
): GateFacts {
  const { data } = context.state;
  const seen = seenByAgent(context, key);
  // Gone through once, and only where a rule or a card asks for it.
  const known = once(() => [knownData(context), ...seen]);
  const who = once(() => whoOf(definition, input, data, seen));
  const vip = once(() => {
    const about = [...emailsIn(data), ...(who() === null ? [] : [who() ?? ''])];
    // A mark counts wherever it stands; that there is none must be said by one of our own tools.
    return vipOf([data, ...seen], []) === true || vipOf(known(), about);
  });
  const outside = outsideValues(definition.fields, input, known, wish.operatorWords);
  const money = definition.money?.(input);
  const effect = definition.effect(input);
  const now = context.now();
  return {
    action: wish.action,
    actionTitle: definition.title,
    agentName: wish.agent.name,
    effect,
    money,
    get vip() {
      return vip();
    },
    outside: outside.map(({ label }) => label),
    allowed: wish.call === undefined || wish.agent.tools.includes(wish.action),
    get who() {
      return who();
    },
    now,
    // Only rules with a condition look at the rest.
    data: hasConditions(policyOf(wish.agent), wish.action) ? conditionData() : {},
  };

  function conditionData(): JsonObject {
    const { read } = context.parts.store;
    const { hours } = peopleBook(read);
    const isFrom = (role: string): boolean => outside.some((one) => one.role === role);
    const facts: { [path in GatePath]: Json | undefined } = {
      amount: money?.amount,
      currency: money?.currency,
      'customer-is-vip': vip(),
      'first-contact': firstContact(read, who()),
      'first-use': (read.counts(DONE_BEFORE(wish.agent.id))[wish.action] ?? 0) === 0,
      'outside-working-hours': hours ? !isWorkingTime(hours, now) : undefined,
      'recipient-from-outside': isFrom('recipient'),
      'amount-from-outside': money && !isAmountGiven(money, known(), wish.operatorWords),
      'account-from-outside': isFrom('account') || isFrom('url'),
      recipient: who() ?? undefined,
    };
    return Object.fromEntries(
      Object.entries(facts).filter((entry): entry is [string, Json] => entry[1] !== undefined),
    );
  }
}

const firstContact = (read: Reader, who: string | null): boolean | undefined =>
  who === null ? undefined : read.counts(REACHED_BEFORE(who))['times'] === undefined;

/** What the tools told the agent during this visit: part of the directory, like the run's own data. */
const seenByAgent = ({ state }: RunContext, key: StepKey): readonly JsonObject[] =>
  lookedUp(state, `${key.split('/')[0] ?? key}/`);

/** E-mail addresses that our tools gave in fields of that name. */
function emailsIn(data: Json): string[] {
  return [...stringsIn(data)].flatMap(({ path, text }) =>
    /(?:^|\.)email$/.test(path) && text.includes('@') ? [text.trim().toLowerCase()] : [],
  );
}

/**
 * Whom this concerns: the recipient it names; the customer of the case when it is about the case's own ticket; else
 * whoever the look-up was about that gave the account. Null when that cannot be said.
 */
function whoOf(
  definition: Pick<AnyAction, 'fields'>,
  input: JsonObject,
  data: JsonObject,
  seen: readonly JsonObject[],
): string | null {
  for (const role of ['recipient', 'account'] as const)
    for (const [name, field] of Object.entries(definition.fields)) {
      const value = input[name];
      if (field.role !== role || typeof value !== 'string' || value === '') continue;
      if (role === 'recipient' || value.includes('@')) return value.trim().toLowerCase();
      const source = [data, ...seen].find((from) => [...stringsIn(from)].some(({ text }) => text === value));
      const customer = source === data ? jsonAt(data, ['customer', 'email']) : undefined;
      if (typeof customer === 'string' && customer !== '') return customer.trim().toLowerCase();
      const emails = new Set(source ? emailsIn(source) : []);
      const [only] = emails;
      return emails.size === 1 && only !== undefined ? only : null;
    }
  return null;
}

/** As `whoOf`, for a step of a run. */
export const whoIsConcerned = (
  context: RunContext,
  key: StepKey,
  definition: Pick<AnyAction, 'fields'>,
  input: JsonObject,
): string | null => whoOf(definition, input, context.state.data, seenByAgent(context, key));

/** Was the amount given by a tool, or written by a person of this workspace? Exact match. */
function isAmountGiven(
  money: { readonly amount: number; readonly currency: string },
  data: Json,
  operatorWords: readonly string[],
): boolean {
  const holds = (value: Json): boolean =>
    value === money.amount ||
    (Array.isArray(value) && (value as readonly Json[]).some(holds)) ||
    (isJsonObject(value) && Object.values(value).some(holds));
  return holds(data) || spokenWhole(operatorWords.join('\n'), amountAsTyped(money));
}
