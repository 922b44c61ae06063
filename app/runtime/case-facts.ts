import { stringsIn, type Json, type JsonObject } from '../base/json.ts';
import type { CaseRow, Sayer } from '../store/records.ts';

/** A fact of a case as it stands, with who said it and what stood there before. */
export interface CaseFact {
  readonly name: string;
  readonly value: string;
  readonly by: Sayer;
  readonly at: number;
  readonly outside: boolean;
  /** What else was said under this name, newest first. A later one than what stands was not taken over. */
  readonly others: readonly { readonly value: string; readonly by: Sayer; readonly at: number }[];
}

const keyOf = (name: string): string => name.trim().toLowerCase().replaceAll(/\s+/g, ' ');

/**
 * What is known of a case. The last word counts, except that what a person said stands until a person says otherwise.
 * An empty value of a person takes the fact away. Nothing is lost: what was said stays in the log.
 */
export function factsOf(log: readonly CaseRow[]): readonly CaseFact[] {
  const said = new Map<string, (Omit<CaseFact, 'others'> & { readonly seq: number })[]>();
  for (const { seq, at, entry } of log) {
    if (entry.type !== 'fact') continue;
    const { name, value, by, outside } = entry;
    const key = keyOf(name);
    const list = said.get(key) ?? [];
    said.set(key, list);
    list.push({ seq, at, name, value, by, outside });
  }
  return [...said.values()].flatMap((list) => {
    const stands = list.findLast(({ by }) => by.kind === 'person') ?? list.at(-1);
    if (!stands || stands.value === '') return [];
    const { seq, ...fact } = stands;
    const others = list
      .filter((one) => one.seq !== seq && one.value !== '')
      .toReversed()
      .map(({ value, by, at }) => ({ value, by, at }));
    return [{ ...fact, others }];
  });
}

/** Most facts and characters that a model is shown. */
const MOST_FACTS = 60;
const MOST_OF_A_VALUE = 1_000;

/** The facts as an agent's model is shown them; those from outside stand apart. Nothing when there are none. */
export function factsForModel(facts: readonly CaseFact[]): JsonObject {
  const shown = facts.slice(-MOST_FACTS);
  const group = (outside: boolean): JsonObject =>
    Object.fromEntries(
      shown
        .filter((fact) => fact.outside === outside)
        .map(({ name, value }) => [name, value.slice(0, MOST_OF_A_VALUE)]),
    );
  const [known, fromOutside] = [group(false), group(true)];
  return {
    ...(Object.keys(known).length > 0 ? { known } : {}),
    ...(Object.keys(fromOutside).length > 0 ? { toldFromOutside: fromOutside } : {}),
  };
}

/** Does a tool's answer hold this very value? Then the tool is who says it. */
export const holdsValue = (answer: Json, value: string): boolean =>
  [...stringsIn(answer)].some(({ text }) => text === value);
