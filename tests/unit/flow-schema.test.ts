import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { flowSchemaText } from '../../scripts/write-flow-schema.mjs';

const file = (name: string): string => readFileSync(path.resolve(import.meta.dirname, '../..', name), 'utf8');
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(
  JSON.parse(file('resources/flow.schema.json')) as object,
); // a schema is an object
const starter = (): Record<string, unknown> =>
  JSON.parse(file('resources/starters/support-desk.switchyard.json')) as Record<string, unknown>; // as the file has it

test('resources/flow.schema.json says what the product reads (if not: node scripts/write-flow-schema.mjs)', () => {
  expect(file('resources/flow.schema.json')).toBe(flowSchemaText());
});

test.each([
  'resources/starters/support-desk.switchyard.json',
  'resources/starters/new-employee.switchyard.json',
  'tests/samples/flow-v1.switchyard.json',
])('%s fits the schema', (name) => {
  validate(JSON.parse(file(name)));
  expect(validate.errors ?? []).toEqual([]);
});

test.each<readonly [string, object]>([
  ['another format', { format: 'n8n' }],
  ['no steps', { nodes: undefined }],
  ['a field that nobody knows', { secrets: {} }],
  ['a step without a type', { nodes: [{ id: 'a', version: 1, config: {} }] }],
  ['an id with a space in it', { nodes: [{ id: 'a b', type: 'outcome', version: 1, config: {} }] }],
  ['a place that is no number', { positions: { a: { x: '1', y: 0 } } }],
])('a file with %s does not fit it', (_what, change) => {
  expect(validate(JSON.parse(JSON.stringify({ ...starter(), ...change })))).toBe(false);
});
