import { isJsonObject, type Json } from '../../../../app/base/json.ts';
import {
  EMPTY_RULE,
  OPERATORS,
  OPERATORS_OF,
  READ_AS,
  type ReadAs,
  type Rule,
  type RuleGroup,
  type RuleOperator,
} from '../../../../app/kit/condition/rules.ts';
import type { RuleWay } from '../../../../app/kit/fields.ts';

/** Reads what is saved, whatever it is: a draft may hold rules that nobody has filled in yet. */
export const readWays = (value: Json | undefined): readonly RuleWay[] =>
  Array.isArray(value)
    ? value
        .filter((v: Json | undefined) => isJsonObject(v))
        .map((v) => ({
          id: String(v['id'] ?? ''),
          label: String(v['label'] ?? ''),
          when: readGroup(v['when']),
        }))
    : [];

export function readGroup(value: Json | undefined): RuleGroup {
  if (!isJsonObject(value)) return { combinator: 'and', rules: [EMPTY_RULE] };
  const rules = Array.isArray(value['rules']) ? (value['rules'] as readonly Json[]) : [];
  return {
    combinator: value['combinator'] === 'or' ? 'or' : 'and',
    rules: rules.filter((r) => isJsonObject(r)).map((r) => ('combinator' in r ? readGroup(r) : readRule(r))),
  };
}

function readRule(value: { readonly [key: string]: Json }): Rule {
  const { valueSource, currency } = value;
  return {
    field: typeof value['field'] === 'string' ? value['field'] : '',
    operator: OPERATORS.find((o) => o === value['operator']) ?? '=',
    as: READ_AS.find((a) => a === value['as']) ?? 'text',
    value: readValue(value['value']),
    ...(valueSource === 'field' || valueSource === 'value' ? { valueSource } : {}),
    ...(typeof currency === 'string' ? { currency } : {}),
  };
}

function readValue(value: Json | undefined): Rule['value'] {
  if (Array.isArray(value)) return value.filter((v: Json): v is string => typeof v === 'string');
  return value === undefined || isJsonObject(value) ? null : (value as string | number | boolean | null); // nothing else is left of Json
}

/** Rules as they are saved: no field that is not set. */
export const writeWays = (ways: readonly RuleWay[]): Json => JSON.parse(JSON.stringify(ways)) as Json; // what was just written as JSON

/** One condition as it is saved. */
export const writeGroup = (group: RuleGroup): Json => JSON.parse(JSON.stringify(group)) as Json; // as above

/** A value to begin with, for what a rule now compares. */
function emptyValue(as: ReadAs, operator: RuleOperator): Rule['value'] {
  if (operator === 'null' || operator === 'notNull') return null;
  if (operator === 'in' || operator === 'notIn') return [];
  if (as === 'yes-no') return true;
  return '';
}

const takesList = (operator: RuleOperator): boolean => operator === 'in' || operator === 'notIn';
const takesSpan = (operator: RuleOperator): boolean => operator === 'olderThan' || operator === 'newerThan';
/** May the other side of this comparison be data? */
export const mayCompareData = (rule: Rule): boolean =>
  rule.operator !== 'null' &&
  rule.operator !== 'notNull' &&
  !takesList(rule.operator) &&
  !takesSpan(rule.operator);

/** Another comparison; the value stays where it still fits. */
export function withOperator(rule: Rule, operator: RuleOperator): Rule {
  const fits =
    (mayCompareData(rule) && mayCompareData({ ...rule, operator })) ||
    (takesList(rule.operator) && takesList(operator)) ||
    (takesSpan(rule.operator) && takesSpan(operator));
  const { valueSource, ...rest } = rule;
  return fits
    ? { ...rule, operator }
    : {
        ...rest,
        operator,
        value: emptyValue(rule.as, operator),
        ...(valueSource === 'value' ? { valueSource } : {}),
      };
}

/** The same data, read in another way. */
export function readAnew(rule: Rule, as: ReadAs): Rule {
  if (as === rule.as) return rule;
  const operator = OPERATORS_OF[as].includes(rule.operator) ? rule.operator : (OPERATORS_OF[as][0] ?? '=');
  return {
    field: rule.field,
    operator,
    as,
    value: emptyValue(as, operator),
    ...(as === 'money' ? { currency: rule.currency ?? 'usd' } : {}),
  };
}

const MONEY = /(?:^|\.)(?:amount\w*|total|price|refunded|balance)$/i;

/** How data would be read that looks like this sample. */
export function guessReading(path: string, sample: Json | undefined): ReadAs {
  if (typeof sample === 'boolean') return 'yes-no';
  if (typeof sample === 'number') return MONEY.test(path) ? 'money' : 'number';
  return typeof sample === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(sample) ? 'time' : 'text';
}

/** A group with one of its entries changed, or taken out. */
export const replaceAt = (group: RuleGroup, index: number, by: Rule | RuleGroup | null): RuleGroup => ({
  ...group,
  rules: by === null ? group.rules.toSpliced(index, 1) : group.rules.with(index, by),
});

/** Groups within groups are shown this deep; a file may hold more, which stays as it is. */
export const mayHoldGroups = (depth: number): boolean => depth === 0;
