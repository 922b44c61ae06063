import { expect, test } from 'vitest';
import { ALL_TOOLS, deskActions } from '../../app/agents/practice/testing/actions.ts';
import type { Field, Fields } from '../../app/kit/fields.ts';
import { catalog } from '../../nodes/catalog.ts';

// The practice model's tests may not import the catalog, so they work on a list of their own. Here the two are compared.

/** What decides what a model is asked for: which fields, of which kind, which may stay empty, which values fit. */
const shape = (field: Field) => ({
  kind: field.kind,
  optional: field.optional === true,
  default: 'default' in field ? field.default : undefined,
  options: field.kind === 'choice' ? field.options.map(({ value }) => value) : undefined,
});
const shapes = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, shape(field)]));

test('the practice model is tested on every action of the tools it practises with, and on no other', () => {
  const types = catalog.all
    .filter(({ kind, tool }) => kind === 'action' && tool !== 'http' && tool !== 'mail')
    .map(({ type }) => type);
  expect(ALL_TOOLS.toSorted()).toEqual(types.toSorted());
});

test.each(ALL_TOOLS)('%s has the name and the fields that the catalog gives it', (type) => {
  const tested = deskActions.action(type);
  const real = catalog.action(type);
  expect(tested?.toolName).toBe(real?.toolName);
  expect(shapes(tested?.fields ?? {})).toEqual(shapes(real?.fields ?? {}));
});
