import {
  celEnv,
  celFunc,
  celList,
  CelScalar,
  isCelError,
  isCelList,
  isCelMap,
  parse,
  plan,
  type CelInput,
  type CelValue,
} from '@bufbuild/cel';
import { jsonAt, isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { ruleInWords } from './describe.ts';
import { conditionPaths, rulesIn, type Rule, type RuleGroup } from './rules.ts';
import { fold, toCel } from './to-cel.ts';

/** Whether a condition holds, and what could not be compared on the way, in sentences. */
export interface Verdict {
  readonly holds: boolean;
  readonly notes: readonly string[];
}

/** Most of one value that is looked at; keeps evaluation short for data of any size. */
const MOST_LETTERS = 100_000;
const MOST_ITEMS = 1_000;

/**
 * Does a condition hold for the run's data? Always ends and never throws: a comparison that makes no sense (a text
 * over 5) does not hold and gives a note. Reads own fields of plain data only.
 * @param now epoch milliseconds, for "older than"
 */
export function evaluate(group: RuleGroup, data: JsonObject, now: number): Verdict {
  const program = programOf(toCel(group));
  const byPath = new Map(conditionPaths(group).map((path) => [path, leaf(jsonAt(data, path.split('.')))]));
  for (const rule of rulesIn(group)) if (isOtherCurrency(rule, data)) byPath.set(rule.field, OTHER_CURRENCY);
  const result = program({ data: byPath, now });
  return {
    holds: !isCelError(result) && result === true,
    notes: [...rulesIn(group)].flatMap((rule) => noteOf(rule, byPath, now)),
  };
}

/** Why a rule could not be compared with what the data say, in a sentence. */
function noteOf(rule: Rule, byPath: ReadonlyMap<string, CelInput>, now: number): readonly string[] {
  const result = programOf(toCel({ combinator: 'and', rules: [rule] }))({ data: byPath, now });
  if (!isCelError(result)) return [];
  const isMissing = byPath.get(rule.field) === null;
  return [
    `“${ruleInWords(rule)}” does not hold: ${isMissing ? 'there is no such data' : 'the data cannot be compared so'}.`,
  ];
}

/** Stands for an amount in another currency than the rule's: nothing can be compared with it. */
const OTHER_CURRENCY: CelInput = 'in another currency';

/** Does the amount that a rule looks at stand beside the name of another currency? */
function isOtherCurrency({ as, field, currency, operator, valueSource }: Rule, data: JsonObject): boolean {
  if (as !== 'money' || currency === undefined || valueSource === 'field') return false;
  if (operator === 'null' || operator === 'notNull') return false;
  const beside = jsonAt(data, [...field.split('.').slice(0, -1), 'currency']);
  return typeof beside === 'string' && beside !== '' && beside.trim().toLowerCase() !== currency;
}

/** What CEL is given at the end of a path: plain values, lists of them, and of anything else only whether it is empty. */
function leaf(value: Json | undefined): CelInput {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value))
    return celList(
      value.slice(0, MOST_ITEMS).map((item: Json) => (typeof item === 'object' ? null : cut(item))),
    );
  if (isJsonObject(value))
    return new Map(
      Object.keys(value)
        .slice(0, 1)
        .map((key) => [key, true]),
    );
  return cut(value as string | number | boolean); // nothing else is left of Json
}

const cut = (value: string | number | boolean): string | number | boolean =>
  typeof value === 'string' ? value.slice(0, MOST_LETTERS) : value;

/** Thrown inside a function below: CEL turns it into an error of the comparison. */
class NotComparable extends Error {}

function textOf(value: CelValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return fold(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new NotComparable();
}

function numberOf(value: CelValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^\s*[+-]?\d{1,15}(\.\d{1,15})?\s*$/.test(value)) return Number(value);
  throw new NotComparable();
}

function timeOf(value: CelValue): number {
  if (typeof value === 'number') return value;
  const at = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new NotComparable();
  return at;
}

/** A text holds a piece of it; a list holds one of its things. */
function holdsIn(value: CelValue, what: CelValue): boolean {
  const piece = textOf(what);
  if (isCelList(value)) return [...value].some((item) => item !== null && textOf(item) === piece);
  return value !== null && textOf(value).includes(piece);
}

function isEmpty(value: CelValue): boolean {
  if (value === null) return true;
  if (isCelList(value) || isCelMap(value)) return value.size === 0;
  return typeof value === 'string' && value.trim() === '';
}

const { DYN, BOOL, DOUBLE, STRING } = CelScalar;
const ENV = celEnv({
  funcs: [
    celFunc('text', [DYN], STRING, textOf),
    celFunc('number', [DYN], DOUBLE, numberOf),
    celFunc('time', [DYN], DOUBLE, timeOf),
    celFunc('holds', [DYN, DYN], BOOL, holdsIn),
    celFunc('begins', [DYN, DYN], BOOL, (value, what) => textOf(value).startsWith(textOf(what))),
    celFunc('ends', [DYN, DYN], BOOL, (value, what) => textOf(value).endsWith(textOf(what))),
    celFunc('empty', [DYN], BOOL, isEmpty),
  ],
});

type Program = ReturnType<typeof plan>;
/** Programs by their text. Bounded: the oldest makes room. */
const PROGRAMS = new Map<string, Program>();
const MOST_PROGRAMS = 500;

function programOf(cel: string): Program {
  const known = PROGRAMS.get(cel);
  if (known) return known;
  const program = plan(ENV, parse(cel));
  const [oldest] = PROGRAMS.keys();
  if (PROGRAMS.size >= MOST_PROGRAMS && oldest !== undefined) PROGRAMS.delete(oldest);
  PROGRAMS.set(cel, program);
  return program;
}
