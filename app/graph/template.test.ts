import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../base/json.ts';
import { field } from '../kit/fields.ts';
import { resolveConfig } from './resolve-config.ts';
import { FILTER_HELP, FILTER_NAMES, renderTemplate, templatePaths, templateProblem } from './template.ts';

const data: JsonObject = {
  ticket: { id: '7', subject: 'Hello there', tags: ['a', 'b'], lines: 'one\n two' },
  amount: 34_000,
  empty: '',
  nothing: null,
  at: '2026-11-24T09:00:00Z',
};

describe('text with data filled in', () => {
  test.each([
    ['Ticket {{ticket.id}}: {{ ticket.subject }}', 'Ticket 7: Hello there'],
    ['{{ticket.tags.1}} {{ticket.tags | join: +}} {{ticket.tags | count}}', 'b a+b 2'],
    ['{{amount | money}} {{amount | money: eur}}', '$340.00 €340.00'],
    ['{{ticket.subject | upper | first: 5}}', 'HELLO'],
    ['{{missing.path}}|{{nothing}}|{{empty | default: "none"}}', '||none'],
    ['{{at | date}} {{ticket.lines | line}} {{ticket.subject | first-word}}', '2026-11-24 one two Hello'],
    ['{{ticket | json}}', '{"id":"7","subject":"Hello there","tags":["a","b"],"lines":"one\\n two"}'],
  ])('%s', (text, filled) => {
    expect(renderTemplate(text, data)).toBe(filled);
  });

  test.each([
    'constructor',
    '__proto__',
    'toString',
    'ticket.constructor',
    'ticket.__proto__.polluted',
    'ticket.tags.length',
    'ticket.subject.length',
    'ticket.tags.map',
    'hasOwnProperty',
    'constructor.constructor',
  ])('reads own data only: {{%s}} is empty', (path) => {
    expect(renderTemplate(`[{{${path}}}]`, data)).toBe('[]');
  });

  test.each([
    '{{a b}}',
    '{{}}',
    '{{1}}',
    '{{a["b"]}}',
    '{{a()}}',
    '{{process.exit()}}',
    '{{ticket.id | constructor}}',
    '{{ticket.id | __proto__}}',
    '{{ticket.id | shout}}',
    '{{ticket.id | upper()}}',
  ])('what is no path or no filter stays as it was written, and is said before: %s', (text) => {
    expect(renderTemplate(text, data)).toBe(text);
    expect(templateProblem(text)).toBe(`"${text}" is not something that can be filled in`);
  });

  test('more places than a person would write are said before', () => {
    expect(templateProblem('{{a}}'.repeat(200))).toBeUndefined();
    expect(templateProblem('{{a}}'.repeat(201))).toBe('data is filled in at more than 200 places');
  });

  test('data that holds braces is not filled in once more', () => {
    expect(renderTemplate('{{ticket.text}}', { ticket: { text: '{{secret}}' }, secret: 'x' })).toBe(
      '{{secret}}',
    );
  });

  test('says what it reads', () => {
    expect(templatePaths('{{a.b | upper}} and {{c}} and {{not a path}}')).toEqual(['a.b', 'c']);
  });

  test('never fails, whatever is written and whatever the data is', () => {
    const filter = fc
      .tuple(fc.constantFrom(...FILTER_NAMES), fc.string())
      .map(([name, argument]) => `{{v | ${name}: ${argument.replaceAll(/[{}|]/g, '')}}}`);
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), filter), { maxLength: 5 }), fc.jsonValue(), (pieces, v) => {
        expect(typeof renderTemplate(pieces.join(''), { v: v as never })).toBe('string'); // a jsonValue is JSON
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

describe('settings with data filled in', () => {
  const fields = {
    amount: field.amount({ label: 'Amount', currency: 'usd', acceptsData: true }),
    text: field.text({ label: 'Text', acceptsData: true, optional: true }),
    plain: field.text({ label: 'Plain', optional: true }),
  };
  test('become what their field expects', () => {
    expect(resolveConfig(fields, { amount: '{{amount}}' }, data)).toEqual({
      ok: true,
      value: { amount: 34_000 },
    });
    expect(resolveConfig(fields, { amount: '${{n}}' }, { n: '12.50' })).toEqual({
      ok: true,
      value: { amount: 1_250 },
    });
    expect(
      resolveConfig(fields, { amount: 5, text: '{{ticket.tags}}', plain: '{{ticket.id}}' }, data),
    ).toEqual({ ok: true, value: { amount: 5, text: 'a, b', plain: '{{ticket.id}}' } });
  });
  test.each([['{{missing}}'], ['{{ticket.subject}}'], ['{{ticket}}'], ['-{{amount}}']])(
    'that do not fit are named, never guessed: %s',
    (amount) => {
      const filled = resolveConfig(fields, { amount }, data);
      expect(filled).toMatchObject({
        ok: false,
        error: { field: 'amount', sentence: expect.stringContaining('"Amount" could not be filled in') },
      });
    },
  );
  test('that are optional and stay empty are left out', () => {
    expect(resolveConfig(fields, { amount: 5, text: '{{missing}}' }, data)).toEqual({
      ok: true,
      value: { amount: 5 },
    });
  });
});

test('every filter is told of in the help, and every example there works', () => {
  expect(FILTER_HELP.map(({ use }) => use.split(':')[0])).toEqual(expect.arrayContaining([...FILTER_NAMES]));
  for (const { use } of FILTER_HELP) expect(templateProblem(`{{a | ${use}}}`)).toBeUndefined();
});
