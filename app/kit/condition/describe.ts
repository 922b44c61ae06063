import { durationInWords } from '../../base/duration.ts';
import { moneyInWords } from '../../base/money.ts';
import { listInWords } from '../names.ts';
import { isGroup, type ReadAs, type Rule, type RuleGroup, type RuleOperator } from './rules.ts';

/** Operators in words, where they do not depend on how the data is read. */
const WORDS: Readonly<Record<RuleOperator, string>> = {
  '=': 'is',
  '!=': 'is not',
  '<': 'is under',
  '<=': 'is at most',
  '>': 'is over',
  '>=': 'is at least',
  contains: 'contains',
  doesNotContain: 'does not contain',
  beginsWith: 'begins with',
  endsWith: 'ends with',
  in: 'is one of',
  notIn: 'is none of',
  olderThan: 'is older than',
  newerThan: 'is newer than',
  null: 'is empty',
  notNull: 'is not empty',
};
const TIME_WORDS: Partial<Record<RuleOperator, string>> = { '<': 'is before', '>': 'is after' };

/** "is over", "is before": an operator as lists offer it. */
export const operatorInWords = (operator: RuleOperator, as: ReadAs): string =>
  (as === 'time' ? TIME_WORDS[operator] : undefined) ?? WORDS[operator];

/** `steps.find-customer.subscription.plan` → "subscription plan"; `ticket.subject` → "ticket subject". */
export function pathInWords(path: string): string {
  const parts = path.split('.');
  const own = parts[0] === 'steps' && parts.length > 2 ? parts.slice(2) : parts;
  return own
    .slice(-2)
    .join(' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase();
}

/** One rule in plain words: "amount is over $200.00". */
export function ruleInWords(rule: Rule): string {
  const { field, operator, as, value } = rule;
  if (field === '') return '…';
  const what = pathInWords(field);
  if (as === 'yes-no' && rule.valueSource !== 'field')
    return `${what} is ${(operator === '=') === (value === true) ? 'yes' : 'no'}`;
  const verb = `${what} ${operatorInWords(operator, as)}`;
  if (operator === 'null' || operator === 'notNull') return verb;
  return `${verb} ${valueInWords(rule)}`;
}

function valueInWords({ operator, as, value, valueSource, currency }: Rule): string {
  if (valueSource === 'field') return pathInWords(String(value));
  if (Array.isArray(value)) return listInWords(value.map(quoted), 'or');
  if (as === 'money' && typeof value === 'number')
    return moneyInWords({ amount: value, currency: currency ?? 'usd' });
  if (as === 'text') return quoted(String(value ?? ''));
  if (operator === 'olderThan' || operator === 'newerThan') return durationInWords(String(value ?? ''));
  return String(value ?? '…');
}

const quoted = (text: string): string => `“${text}”`;

/** A condition in plain words: "amount is over $200.00 and (plan is “Pro” or plan is “Team”)". */
export function conditionInWords(
  group: RuleGroup,
  /** How some rules are said instead. */ said: (rule: Rule) => string | undefined = () => undefined,
): string {
  if (group.rules.length === 0) return 'no rule';
  return group.rules
    .map((rule) => {
      if (!isGroup(rule)) return said(rule) ?? ruleInWords(rule);
      return rule.rules.length > 1 ? `(${conditionInWords(rule, said)})` : conditionInWords(rule, said);
    })
    .join(` ${group.combinator} `);
}
