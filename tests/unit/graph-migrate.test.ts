import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../nodes/catalog.ts';
import { compileFlow } from '../../app/graph/compile.ts';
import { FLOW_FORMAT, FLOW_LIMITS, FLOW_VERSION } from '../../app/graph/flow.ts';
import { FORMAT_MIGRATIONS, migrateConfig, readFlow } from '../../app/graph/migrate.ts';
import { writeFlow } from '../../app/graph/write-flow.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const file = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');
const NODE = { id: 'a', type: 'outcome', version: 1, config: {} };
const flow = (change: object = {}): string =>
  JSON.stringify({
    format: FLOW_FORMAT,
    version: 1,
    name: 'X',
    team: [],
    nodes: [],
    edges: [],
    positions: {},
    ...change,
  });
const refusal = (text: string) => {
  const read = readFlow(text);
  return read.ok ? undefined : read.error.toData();
};

describe('saved samples', () => {
  test.each(Array.from({ length: FLOW_VERSION }, (_, index) => index + 1))(
    'a flow that version %i saved is read, and means something still',
    (version) => {
      const read = readFlow(file(`tests/samples/flow-v${version}.switchyard.json`));
      expect(read).toMatchObject({ ok: true, value: { version: FLOW_VERSION } });
      expect(read.ok && compileFlow(read.value, catalog).ok).toBe(true);
    },
  );
  test('every step from one version to the next is written down', () => {
    expect(Object.keys(FORMAT_MIGRATIONS).map(Number)).toEqual(
      Array.from({ length: FLOW_VERSION - 1 }, (_, index) => index + 2),
    );
  });
  test.each([
    'resources/starters/support-desk.switchyard.json',
    'resources/starters/new-employee.switchyard.json',
    'tests/samples/flow-v1.switchyard.json',
  ])('%s written again is the same file, byte for byte', (name) => {
    const text = file(name);
    const read = readFlow(text);
    expect(read.ok && writeFlow(read.value)).toBe(text);
  });
});

describe('a file that cannot be taken is refused in a sentence', () => {
  test('what is no JSON, with line and column', () => {
    expect(refusal('{\n  "format": "switchyard.flow",\n  "name": oops\n}')).toMatchObject({
      code: 'flow_not_json',
      sentence: 'This is not a flow file: it is not valid JSON (line 3, column 11).',
      fix: expect.stringContaining('.switchyard.json'),
    });
  });
  test.each([
    ['', 'flow_not_json', 'it is not valid JSON'],
    ['null', 'flow_not_a_flow', 'is JSON, but not a Switchyard flow'],
    ['[]', 'flow_not_a_flow', 'is JSON, but not a Switchyard flow'],
    ['{"format": "n8n"}', 'flow_not_a_flow', 'is JSON, but not a Switchyard flow'],
    [flow({ version: FLOW_VERSION + 1 }), 'flow_too_new', 'made by a newer Switchyard'],
    [flow({ version: 'one' }), 'flow_not_a_flow', 'does not say which version it is'],
    [flow({ version: 0 }), 'flow_not_a_flow', 'does not say which version it is'],
    [flow({ secrets: { key: 'x' } }), 'flow_not_a_flow', 'the field "secrets" is not known'],
    [
      flow({ nodes: [{ ...NODE, run: 'rm -rf' }] }),
      'flow_not_a_flow',
      'In nodes › 0, the field "run" is not known.',
    ],
    [flow({ nodes: [{ ...NODE, id: '1 a' }] }), 'flow_not_a_flow', 'In nodes › 0 › id'],
    [flow({ nodes: [{ ...NODE, id: 'constructor' }] }), 'flow_not_a_flow', 'this name is reserved'],
    [
      flow({ team: [{ key: 'constructor', name: 'X', role: '' }] }),
      'flow_not_a_flow',
      'this name is reserved',
    ],
    [
      flow({ nodes: Array.from({ length: FLOW_LIMITS.nodes + 1 }, (_, n) => ({ ...NODE, id: `a${n}` })) }),
      'flow_not_a_flow',
      `In nodes: there is more than fits, which is ${FLOW_LIMITS.nodes}.`,
    ],
    [flow({ description: 'x'.repeat(FLOW_LIMITS.bytes) }), 'flow_too_large', 'more than 5 MB'],
    [
      flow({ nodes: [{ ...NODE, config: { x: Array.from({ length: FLOW_LIMITS.values + 1 }, () => 0) } }] }),
      'flow_too_large',
      'holds too much',
    ],
    [
      flow().replace('"nodes":[]', `"nodes":[${'['.repeat(100)}${']'.repeat(100)}]`),
      'flow_not_a_flow',
      'nested too deeply',
    ],
    [
      flow().replace('"nodes":[]', `"nodes":[${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}]`),
      'flow_not_a_flow',
      'nested too deeply',
    ],
    [flow({ positions: { a: { x: 'left', y: 0 } } }), 'flow_not_a_flow', 'In positions › a › x'],
    [
      flow().replace('"positions":{}', '"positions":{"a":{"x":1e999,"y":0}}'),
      'flow_not_a_flow',
      'In positions › a › x',
    ],
  ])('%.60s', (text, code, sentence) => {
    expect(refusal(text)).toMatchObject({ code, sentence: expect.stringContaining(sentence) });
  });

  test('keys that could change what every object is are dropped, and nothing is changed by them', () => {
    const text = `{"format":"${FLOW_FORMAT}","version":1,"name":"X","team":[],"edges":[],"positions":{},"__proto__":{"polluted":1},
      "nodes":[{"id":"a","type":"outcome","version":1,"config":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"result":"resolved"}}]}`;
    const read = readFlow(text);
    expect(read.ok && read.value.nodes[0]?.config).toEqual({ result: 'resolved' });
    expect(read.ok && Object.keys(read.value.nodes[0]?.config ?? {})).toEqual(['result']);
    expect('polluted' in {}).toBe(false);
  });

  test('a file that an editor saved with a byte order mark is read', () => {
    expect(readFlow(`\uFEFF${flow()}`).ok).toBe(true);
  });
});

test('settings go through every step between two versions, and none twice', () => {
  const definition = {
    version: 3,
    migrations: { 2: (c: object) => ({ ...c, two: true }), 3: (c: object) => ({ ...c, three: true }) },
  };
  expect(migrateConfig(definition, 1, {})).toEqual({ two: true, three: true });
  expect(migrateConfig(definition, 2, {})).toEqual({ three: true });
  expect(migrateConfig(definition, 3, { a: 1 })).toEqual({ a: 1 });
});
