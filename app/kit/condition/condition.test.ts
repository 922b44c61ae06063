import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../base/json.ts';
import { conditionInWords } from './describe.ts';
import { evaluate } from './evaluate.ts';
import {
  isGroup,
  OPERATORS,
  OPERATORS_OF,
  READ_AS,
  RULE_GROUP,
  RULE_LIMITS,
  type Rule,
  type RuleGroup,
} from './rules.ts';
import { toCel } from './to-cel.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;
const only = (rule: Partial<Rule> & Pick<Rule, 'operator' | 'as' | 'value'>): RuleGroup => ({
  combinator: 'and',
  rules: [{ field: 'x', ...rule }],
});
const holds = (group: RuleGroup, data: JsonObject): boolean => evaluate(group, data, NOW).holds;

test('an amount in another currency is over no limit and under none, and the note says so', () => {
  for (const operator of ['>', '<='] as const) {
    const rules: RuleGroup = {
      combinator: 'and',
      rules: [{ field: 'refund.amount', operator, as: 'money', value: 20_000, currency: 'usd' }],
    };
    const verdict = evaluate(rules, { refund: { amount: 34_000, currency: 'jpy' } }, NOW);
    expect(verdict).toMatchObject({ holds: false, notes: [expect.stringContaining('cannot be compared')] });
    expect(evaluate(rules, { refund: { amount: 34_000, currency: 'USD' } }, NOW).notes).toEqual([]);
  }
});

describe('one rule', () => {
  test.each<readonly [string, Partial<Rule> & Pick<Rule, 'operator' | 'as' | 'value'>, Json, boolean]>([
    ['money over a limit', { operator: '>', as: 'money', value: 20_000 }, 34_000, true],
    ['money at the limit is not over it', { operator: '>', as: 'money', value: 20_000 }, 20_000, false],
    ['money at least the limit', { operator: '>=', as: 'money', value: 20_000 }, 20_000, true],
    ['a number that came as text', { operator: '<', as: 'number', value: 10 }, ' 9.5 ', true],
    ['numbers compare as numbers, not letters', { operator: '>', as: 'number', value: 9 }, '10', true],
    ['a word is no number', { operator: '<', as: 'number', value: 10 }, 'nine', false],
    ['text regardless of capitals and blanks', { operator: '=', as: 'text', value: ' Pro' }, 'PRO ', true],
    ['text that is something else', { operator: '!=', as: 'text', value: 'pro' }, 'team', true],
    ['a piece of a text', { operator: 'contains', as: 'text', value: 'LAWYER' }, 'my lawyer says', true],
    ['an item of a list', { operator: 'contains', as: 'text', value: 'vip' }, ['new', 'VIP'], true],
    ['a piece of an item is not the item', { operator: 'contains', as: 'text', value: 'vi' }, ['VIP'], false],
    ['not in a list', { operator: 'doesNotContain', as: 'text', value: 'vip' }, ['new'], true],
    ['the beginning', { operator: 'beginsWith', as: 'text', value: 're:' }, 'Re: Refund', true],
    ['the end', { operator: 'endsWith', as: 'text', value: '@example.com' }, 'a@EXAMPLE.com', true],
    ['one of several', { operator: 'in', as: 'text', value: ['pro', 'team'] }, 'Team', true],
    ['none of several', { operator: 'notIn', as: 'text', value: ['pro', 'team'] }, 'Team', false],
    ['empty text', { operator: 'null', as: 'text', value: null }, ' ', true],
    ['an empty list', { operator: 'null', as: 'text', value: null }, [], true],
    ['a nought is not empty', { operator: 'notNull', as: 'number', value: null }, 0, true],
    ['something within a thing', { operator: 'notNull', as: 'text', value: null }, { a: 1 }, true],
    ['yes', { operator: '=', as: 'yes-no', value: true }, true, true],
    ['the word yes is not yes', { operator: '=', as: 'yes-no', value: true }, 'true', false],
    ['before a date', { operator: '<', as: 'time', value: '2026-11-30' }, '2026-11-29T23:00:00Z', true],
    ['older than', { operator: 'olderThan', as: 'time', value: '3d' }, NOW - 4 * DAY, true],
    [
      'newer than',
      { operator: 'newerThan', as: 'time', value: '3d' },
      new Date(NOW - DAY).toISOString(),
      true,
    ],
    ['a day is no point in time in words', { operator: '<', as: 'time', value: '2026-11-30' }, 'soon', false],
  ])('%s', (_what, rule, x, expected) => {
    expect(holds(only(rule), { x })).toBe(expected);
  });

  test('data that is not there holds no comparison, but is not equal to anything', () => {
    expect(holds(only({ operator: '=', as: 'text', value: 'pro' }), {})).toBe(false);
    expect(holds(only({ operator: '!=', as: 'text', value: 'pro' }), {})).toBe(true);
    expect(holds(only({ operator: '<', as: 'number', value: 5 }), {})).toBe(false);
    expect(holds(only({ operator: 'null', as: 'text', value: null }), {})).toBe(true);
  });

  test('two data are compared with each other', () => {
    const rule = only({ operator: '>', as: 'number', value: 'limit.most', valueSource: 'field' });
    expect(holds(rule, { x: 7, limit: { most: 5 } })).toBe(true);
    expect(holds(rule, { x: 7, limit: { most: '9' } })).toBe(false);
  });

  test('what cannot be compared does not hold, and the note says which rule and why', () => {
    const over = only({ field: 'order.total', operator: '>', as: 'number', value: 5 });
    expect(evaluate(over, { order: { total: 'much' } }, NOW)).toEqual({
      holds: false,
      notes: ['“order total is over 5” does not hold: the data cannot be compared so.'],
    });
    expect(evaluate(over, {}, NOW).notes).toEqual([
      '“order total is over 5” does not hold: there is no such data.',
    ]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'x.constructor.name', 'x.__proto__.polluted'])(
    'nothing that every object has is data: %s',
    (field) => {
      const rule = only({ field, operator: 'notNull', as: 'text', value: null });
      expect(holds(rule, { x: { a: 1 } })).toBe(false);
    },
  );

  test('words in a value stay words: no value can become part of the expression', () => {
    const value = 'a") || true || (text(data["x"]) == "a';
    expect(holds(only({ operator: '=', as: 'text', value }), { x: 'b' })).toBe(false);
    expect(holds(only({ operator: '=', as: 'text', value }), { x: value })).toBe(true);
  });
});

describe('rules together', () => {
  const big: Rule = { field: 'amount', operator: '>', as: 'money', value: 20_000, currency: 'usd' };
  const vip: Rule = { field: 'customer.vip', operator: '=', as: 'yes-no', value: true };
  const broken: Rule = { field: 'customer', operator: '>', as: 'number', value: 1 };

  test('all, any, and groups within groups', () => {
    const group: RuleGroup = {
      combinator: 'and',
      rules: [big, { combinator: 'or', rules: [vip, { ...big, value: 100_000 }] }],
    };
    expect(holds(group, { amount: 30_000, customer: { vip: true } })).toBe(true);
    expect(holds(group, { amount: 30_000, customer: { vip: false } })).toBe(false);
    expect(holds(group, { amount: 300_000, customer: { vip: false } })).toBe(true);
  });

  test('a rule that cannot be compared does not spoil an “any”, and spoils an “all”', () => {
    const data = { amount: 30_000, customer: { vip: true } };
    expect(holds({ combinator: 'or', rules: [broken, vip] }, data)).toBe(true);
    expect(holds({ combinator: 'and', rules: [broken, vip] }, data)).toBe(false);
  });

  test('reads as a sentence', () => {
    const group: RuleGroup = {
      combinator: 'and',
      rules: [
        { ...big, field: 'steps.find-customer.charge.amount' },
        {
          combinator: 'or',
          rules: [vip, { field: 'plan', operator: 'in', as: 'text', value: ['Pro', 'Team'] }],
        },
      ],
    };
    expect(conditionInWords(group)).toBe(
      'charge amount is over $200.00 and (customer vip is yes or plan is one of “Pro” or “Team”)',
    );
  });

  test.each<readonly [string, unknown]>([
    ['no rule', { combinator: 'and', rules: [] }],
    ['an unknown comparison', only({ operator: 'like' as never, as: 'text', value: 'x' })],
    ['a comparison that does not fit', only({ operator: 'contains', as: 'number', value: 1 })],
    ['no data', only({ field: '', operator: '=', as: 'text', value: 'x' })],
    ['a path that is none', only({ field: 'a b', operator: '=', as: 'text', value: 'x' })],
    ['a number that is a word', only({ operator: '>', as: 'number', value: 'x' })],
    ['too many rules', { combinator: 'and', rules: Array.from({ length: 61 }, () => vip) }],
    [
      'groups too deep',
      Array.from({ length: 6 }).reduce<unknown>((inner) => ({ combinator: 'and', rules: [inner] }), vip),
    ],
  ])('%s is no condition', (_what, group) => {
    expect(RULE_GROUP.safeParse(group).success).toBe(false);
  });
});

const LONG = process.env['SWITCHYARD_FULL'] === '1';
const RUNS = LONG ? 100_000 : 1_500;

const paths = fc.constantFrom(
  'a',
  'b',
  'a.b',
  'b.0',
  'a.b.c',
  'x-y',
  '__proto__',
  'constructor',
  'now',
  'data',
);
const leafs: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    '',
    ' ',
    '3',
    '-1.5',
    'Pro',
    'pro ',
    '2026-11-25',
    '2026-11-25T12:00:00.000Z',
    '"\\',
    '\ud800',
    '1e9',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const dataOf = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'x-y', '0', '$typeName', 'now', 'data'),
  fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      leafs,
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', '$typeName'), tie('json'), { maxKeys: 3 }),
    ),
  })).json,
  { maxKeys: 5 },
) as fc.Arbitrary<JsonObject>; // made of JSON above
const fuzzedRule = fc
  .record({
    field: paths,
    as: fc.constantFrom(...READ_AS),
    operator: fc.constantFrom(...OPERATORS),
    pick: fc.nat(),
    leaf: leafs,
    other: paths,
    isField: fc.boolean(),
    list: fc.array(fc.string({ maxLength: 5 }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ field, as, pick, leaf, other, isField, list }): Rule => {
    const operator = OPERATORS_OF[as][pick % OPERATORS_OF[as].length] ?? '=';
    const base = { field, as, operator };
    if (operator === 'null' || operator === 'notNull') return { ...base, value: null };
    if (operator === 'in' || operator === 'notIn') return { ...base, value: ['x', ...list] };
    if (operator === 'olderThan' || operator === 'newerThan')
      return { ...base, value: `${(pick % 50) + 1}h` };
    if (isField) return { ...base, value: other, valueSource: 'field' };
    if (as === 'yes-no') return { ...base, value: pick % 2 === 0 };
    if (as === 'time') return { ...base, value: '2026-11-25' };
    if (as === 'text')
      return { ...base, value: typeof leaf === 'string' && leaf.trim() !== '' ? leaf : 'pro' };
    return { ...base, value: typeof leaf === 'number' ? leaf : 1 };
  });
const fuzzedGroup: fc.Arbitrary<RuleGroup> = fc.letrec<{ group: RuleGroup; rule: Rule | RuleGroup }>(
  (tie) => ({
    group: fc.record({
      combinator: fc.constantFrom<('and' | 'or')[]>('and', 'or'),
      rules: fc.array(tie('rule'), { minLength: 1, maxLength: 4 }),
    }),
    rule: fc.oneof({ maxDepth: 2, depthIdentifier: 'groups' }, fuzzedRule, tie('group')),
  }),
).group;

/** The same in plain JavaScript, written apart from the product: true, false, or an error. */
type Said = boolean | 'error';
function plainly(group: RuleGroup, data: JsonObject): Said {
  const all = group.rules.map((r) => (isGroup(r) ? plainly(r, data) : plainRule(r, data)));
  const decides = group.combinator === 'or';
  if (all.includes(decides)) return decides;
  return all.includes('error') ? 'error' : !decides;
}
function look(data: Json, path: string): Json {
  let here: Json | undefined = data;
  for (const key of path.split('.')) {
    const isList = Array.isArray(here);
    here =
      typeof here === 'object' && here !== null && Object.hasOwn(here, key) && (!isList || /^\d+$/.test(key))
        ? (here as JsonObject)[key]
        : undefined;
  }
  return here ?? null;
}
class Odd extends Error {}
const asText = (v: Json): string => {
  if (v === null) return '';
  if (typeof v === 'object') throw new Odd();
  return typeof v === 'string' ? v.trim().toLowerCase() : String(v);
};
const asNumber = (v: Json): number => {
  if (typeof v === 'number') return v;
  if (typeof v === 'string' && /^\s*[+-]?\d{1,15}(\.\d{1,15})?\s*$/.test(v)) return Number.parseFloat(v);
  throw new Odd();
};
const asTime = (v: Json): number => {
  const t =
    typeof v === 'number'
      ? v
      : typeof v === 'string' && /^\d{4}-\d\d-\d\d/.test(v)
        ? Date.parse(v)
        : Number.NaN;
  if (Number.isNaN(t)) throw new Odd();
  return t;
};
function plainRule(rule: Rule, data: JsonObject): Said {
  const left = look(data, rule.field);
  const right = rule.valueSource === 'field' ? look(data, String(rule.value)) : (rule.value as Json);
  const read = { text: asText, number: asNumber, money: asNumber, time: asTime, 'yes-no': (v: Json) => v }[
    rule.as
  ];
  try {
    switch (rule.operator) {
      case '=':
      case '!=': {
        if (rule.as === 'yes-no') {
          if (typeof left === 'object' && left !== null) throw new Skip();
          if (typeof right === 'object' && right !== null) throw new Skip();
        }
        return (read(left) === read(right)) === (rule.operator === '=');
      }
      case '<':
        return Number(read(left)) < Number(read(right));
      case '<=':
        return Number(read(left)) <= Number(read(right));
      case '>':
        return Number(read(left)) > Number(read(right));
      case '>=':
        return Number(read(left)) >= Number(read(right));
      case 'contains':
      case 'doesNotContain': {
        const piece = asText(right);
        const found = Array.isArray(left)
          ? (left as readonly Json[]).some((i) => i !== null && typeof i !== 'object' && asText(i) === piece)
          : left !== null && asText(left).includes(piece);
        return found === (rule.operator === 'contains');
      }
      case 'beginsWith':
        return asText(left).startsWith(asText(right));
      case 'endsWith':
        return asText(left).endsWith(asText(right));
      case 'in':
      case 'notIn':
        return (
          (rule.value as readonly string[]).map(asText).includes(asText(left)) === (rule.operator === 'in')
        );
      case 'olderThan':
        return asTime(left) < NOW - Number.parseInt(String(rule.value), 10) * 3_600_000;
      case 'newerThan':
        return asTime(left) > NOW - Number.parseInt(String(rule.value), 10) * 3_600_000;
      case 'null':
      case 'notNull': {
        const none =
          left === null ||
          (typeof left === 'string' && left.trim() === '') ||
          (typeof left === 'object' && Object.keys(left).length === 0);
        return none === (rule.operator === 'null');
      }
    }
  } catch (thrown) {
    if (thrown instanceof Odd) return 'error';
    throw thrown;
  }
}
/** Things compared with things: no person writes that, and the reference has nothing to say. */
class Skip extends Error {}

test(
  `${RUNS} made-up conditions over made-up data end, never throw, and say what plain JavaScript says`,
  () => {
    fc.assert(
      fc.property(fuzzedGroup, dataOf, (group, data) => {
        fc.pre(RULE_GROUP.safeParse(group).success);
        const verdict = evaluate(group, data, NOW);
        let expected: Said;
        try {
          expected = plainly(group, data);
        } catch (thrown) {
          if (thrown instanceof Skip) return;
          throw thrown;
        }
        expect(verdict.holds, toCel(group)).toBe(expected === true);
      }),
      { numRuns: RUNS },
    );
  },
  LONG ? 1_800_000 : 600_000,
);

test('a condition as large as one may be over data as large as may be ends soon', () => {
  const rules = Array.from({ length: RULE_LIMITS.rules }, (_, i) => ({
    field: 'x',
    operator: 'contains' as const,
    as: 'text' as const,
    value: 'z'.repeat(400) + String(i),
  }));
  const verdict = evaluate({ combinator: 'or', rules }, { x: 'z'.repeat(5_000_000) }, NOW);
  expect(verdict.holds).toBe(false);
});
