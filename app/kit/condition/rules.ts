import { z } from 'zod';
import { isDuration } from '../../base/duration.ts';

/**
 * Conditions as they are clicked together and saved: the JSON form of react-querybuilder (a group with a combinator
 * and rules of field, operator and value), narrowed to what can be said in plain words.
 */

/** How the data of a rule is read. `money` counts in the smallest unit of its currency. */
export const READ_AS = ['text', 'number', 'money', 'time', 'yes-no'] as const;
export type ReadAs = (typeof READ_AS)[number];

export const OPERATORS = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'contains',
  'doesNotContain',
  'beginsWith',
  'endsWith',
  'in',
  'notIn',
  'olderThan',
  'newerThan',
  'null',
  'notNull',
] as const;
export type RuleOperator = (typeof OPERATORS)[number];

/** Operators that fit each way of reading, in the order in which they are offered. */
export const OPERATORS_OF: Readonly<Record<ReadAs, readonly RuleOperator[]>> = {
  text: ['=', '!=', 'contains', 'doesNotContain', 'beginsWith', 'endsWith', 'in', 'notIn', 'null', 'notNull'],
  number: ['=', '!=', '>', '>=', '<', '<=', 'null', 'notNull'],
  money: ['>', '>=', '<', '<=', '=', '!=', 'null', 'notNull'],
  time: ['<', '>', 'olderThan', 'newerThan', 'null', 'notNull'],
  'yes-no': ['=', '!='],
};

/** One rule: what the run's data say at `field`, compared with `value`. */
export interface Rule {
  /** A path into the run's data, such as `ticket.subject`. */
  readonly field: string;
  readonly operator: RuleOperator;
  readonly as: ReadAs;
  /** Text, a number, yes or no, a list of texts (`in`), a length of time (`olderThan`); none for `null`. */
  readonly value: string | number | boolean | readonly string[] | null;
  /** `field`: the value is a path, and the two data are compared with each other. */
  readonly valueSource?: 'value' | 'field' | undefined;
  /** Of `money`. ISO 4217, lower case. */
  readonly currency?: string | undefined;
}

/** Rules that hold together (`and`) or of which one is enough (`or`). */
export interface RuleGroup {
  readonly combinator: 'and' | 'or';
  readonly rules: readonly (Rule | RuleGroup)[];
}

/** A rule that somebody has yet to fill in. */
export const EMPTY_RULE: Rule = { field: '', operator: '=', as: 'text', value: '' };

/** Most that one condition may hold. Keeps evaluation short, whatever a file says. */
export const RULE_LIMITS = { rules: 60, depth: 4, text: 500, list: 50, path: 200 } as const;

export const isGroup = (rule: Rule | RuleGroup): rule is RuleGroup => 'combinator' in rule;

/** A path as rules and templates write it. */
export const PATH_PATTERN = /^[A-Za-z_][\w-]*(?:\.[\w-]+)*$/;

const path = z.string().max(RULE_LIMITS.path).regex(PATH_PATTERN, 'data to look at');
const text = z.string().max(RULE_LIMITS.text);
const RULE: z.ZodType<Rule> = z
  .strictObject({
    field: path,
    operator: z.enum(OPERATORS),
    as: z.enum(READ_AS),
    value: z.union([text, z.number(), z.boolean(), z.array(text).max(RULE_LIMITS.list), z.null()]),
    valueSource: z.enum(['value', 'field']).optional(),
    currency: z
      .string()
      .regex(/^[a-z]{3}$/)
      .optional(),
  })
  .superRefine((rule, context) => {
    const wrong = ruleProblem(rule);
    if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
  });

const groupOf = (depth: number): z.ZodType<RuleGroup> =>
  z.strictObject({
    combinator: z.enum(['and', 'or']),
    rules: z
      .array(depth <= 1 ? RULE : z.union([RULE, groupOf(depth - 1)]))
      .min(1, 'at least one rule')
      .max(RULE_LIMITS.rules, `at most ${RULE_LIMITS.rules} rules`),
  });

/** The schema of a condition. What passes can be compiled, described and evaluated without failing. */
export const RULE_GROUP: z.ZodType<RuleGroup> = groupOf(RULE_LIMITS.depth).refine(
  (group) => countRules(group) <= RULE_LIMITS.rules,
  `at most ${RULE_LIMITS.rules} rules`,
);

export const countRules = (group: RuleGroup): number =>
  group.rules.reduce((sum, rule) => sum + (isGroup(rule) ? countRules(rule) : 1), 0);

/** What is wrong with a single rule, in words that continue "… needs", or undefined. */
export function ruleProblem(rule: Rule): string | undefined {
  const { field, operator, as, value, valueSource } = rule;
  if (!PATH_PATTERN.test(field)) return 'data to look at';
  if (!OPERATORS_OF[as].includes(operator)) return 'a comparison that fits the data';
  if (operator === 'null' || operator === 'notNull') return undefined;
  if (valueSource === 'field') {
    const takesField = operator !== 'in' && operator !== 'notIn' && !isSpan(operator);
    if (!takesField) return 'a value to compare with';
    return typeof value === 'string' && PATH_PATTERN.test(value) ? undefined : 'data to compare with';
  }
  if (operator === 'in' || operator === 'notIn') {
    const some = Array.isArray(value) && value.some((one: string) => one.trim() !== '');
    return some ? undefined : 'at least one value';
  }
  switch (as) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? undefined : 'a value to compare with';
    case 'number':
    case 'money':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'a number to compare with';
    case 'time':
      if (isSpan(operator))
        return typeof value === 'string' && isDuration(value) ? undefined : 'a length of time such as 3d';
      return typeof value === 'string' && isDay(value) ? undefined : 'a date such as 2026-11-30';
    case 'yes-no':
      return typeof value === 'boolean' ? undefined : 'yes or no';
  }
}

const isSpan = (operator: RuleOperator): boolean => operator === 'olderThan' || operator === 'newerThan';

const isDay = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(value) && !Number.isNaN(Date.parse(value));

/** Every rule of a condition, groups within groups included. */
export function* rulesIn(group: RuleGroup): Generator<Rule> {
  for (const rule of group.rules) {
    if (isGroup(rule)) yield* rulesIn(rule);
    else yield rule;
  }
}

/** The data that a condition looks at. */
export const conditionPaths = (group: RuleGroup): readonly string[] => [
  ...new Set(
    [...rulesIn(group)].flatMap((rule) =>
      rule.valueSource === 'field' && typeof rule.value === 'string'
        ? [rule.field, rule.value]
        : [rule.field],
    ),
  ),
];
