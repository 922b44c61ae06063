// Writes resources/flow.schema.json, which editors and other programs check flow files with. It is made from the one
// schema that the product itself reads files with (app/graph/flow.ts).
// `node scripts/write-flow-schema.mjs` writes it; with `--check` it only says whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { FLOW } from '../app/graph/flow.ts';

const FILE = new URL('../resources/flow.schema.json', import.meta.url);

/** Keys in one order, so that a change of the schema is all that a diff shows. */
const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key])]),
  );
};

/** The schema file's text. */
export function flowSchemaText() {
  const { $schema, ...schema } = z.toJSONSchema(FLOW, { target: 'draft-2020-12', io: 'input' });
  const head = {
    $schema,
    title: 'Switchyard flow',
    description: 'A flow as it is saved, exported and shared (*.switchyard.json).',
  };
  return `${JSON.stringify({ ...head, ...sorted(schema) }, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = flowSchemaText();
  if (process.argv.includes('--check')) {
    if (readFileSync(FILE, 'utf8') !== text) {
      console.error('resources/flow.schema.json is out of date. Run: node scripts/write-flow-schema.mjs');
      process.exitCode = 1;
    }
  } else writeFileSync(FILE, text);
}
