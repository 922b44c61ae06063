import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom, type Random } from '../../app/base/random.ts';
import { compileFlow } from '../../app/graph/compile.ts';
import { describeFlow, mayDo } from '../../app/graph/describe.ts';
import { portsOf } from '../../app/graph/edges.ts';
import { readFlow } from '../../app/graph/migrate.ts';
import { validateFlow } from '../../app/graph/validate.ts';
import { writeFlow } from '../../app/graph/write-flow.ts';
import { catalog } from '../../nodes/catalog.ts';

const MUTATIONS = 300;
const starter = readFileSync(
  path.resolve(import.meta.dirname, '../../resources/starters/support-desk.switchyard.json'),
  'utf8',
);

type Any = string | number | boolean | null | Any[] | { [key: string]: Any };
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random.next() * list.length)] as T; // the lists below are never empty

/** Every container of a value, with each of its keys. */
function places(value: Any, found: { in: Any[] | { [key: string]: Any }; key: string }[] = []): typeof found {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ in: value, key });
    places((value as { [key: string]: Any })[key] ?? null, found); // lists have keys too
  }
  return found;
}
const nest = (depth: number): Any => {
  let value: Any = 'x';
  for (let n = 0; n < depth; n += 1) value = n % 2 ? [value] : { a: value };
  return value;
};
const ODD: readonly (() => Any)[] = [
  () => null,
  () => true,
  () => '',
  () => -1,
  () => 0.1,
  () => 1e300,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => [],
  () => ({}),
  () => [null],
  () => [[]],
  () => ({ toString: 1 }),
  () => ({ id: { toString: 1 }, label: { valueOf: 1 } }),
  () => [{ id: 'a' }],
  () => 'x'.repeat(50_000),
  () => '{{'.repeat(20_000),
  () => '{{a.b.c}}'.repeat(2_000),
  () => '{{constructor}}',
  () => nest(60),
  () => nest(500),
  () => 'constructor',
  () => 'toString',
  () => '\u0000\uFFFF',
];

/** One thing wrong with the flow, or several. */
function spoil(random: Random): string {
  const document = JSON.parse(starter) as { [key: string]: Any };
  const [nodes, edges] = [
    document['nodes'] as { [key: string]: Any }[],
    document['edges'] as { [key: string]: Any }[],
  ]; // as the starter has them
  const times = 1 + Math.floor(random.next() * 4);
  for (let n = 0; n < times; n += 1) {
    const place = pick(random, places(document));
    const within = place.in as { [key: string]: Any }; // lists have keys too
    switch (Math.floor(random.next() * 9)) {
      case 0:
      case 1:
      case 2:
        within[place.key] = pick(random, ODD)();
        break;
      case 3:
        delete within[place.key];
        break;
      case 4:
        within[pick(random, ['constructor', 'prototype', 'toString', 'extra', ''])] = pick(random, ODD)();
        break;
      case 5:
        nodes.push(structuredClone(pick(random, nodes)));
        break;
      case 6:
        edges.push({
          from: pick(random, nodes)['id'] ?? 'a',
          port: pick(random, ['next', 'done', 'constructor', 'otherwise']),
          to: pick(random, nodes)['id'] ?? 'a',
        });
        break;
      case 7:
        within[place.key] = JSON.parse(JSON.stringify(pick(random, places(document)).in)) as Any;
        break;
      default:
        for (const node of nodes)
          if (typeof node['config'] === 'object' && node['config'] !== null)
            for (const key of Object.keys(node['config']))
              if (random.next() < 0.3) (node['config'] as { [key: string]: Any })[key] = pick(random, ODD)(); // checked on the same line
    }
  }
  let text: string;
  try {
    text = JSON.stringify(document);
  } catch {
    return starter; // a circle made by the mutation itself is no file
  }
  const cut = random.next();
  if (cut < 0.05) return text.slice(0, Math.floor(random.next() * text.length));
  if (cut < 0.1) return text.replace('"config":{', '"config":{"__proto__":{"polluted":1},');
  if (cut < 0.13) return text.replace(/:\d+/, ':1e999');
  return text;
}

/** Everything that is done with a file before anybody turns it on. Gives the sentences that a person is shown. */
function handle(text: string): { readonly taken: boolean; readonly sentences: readonly string[] } {
  const read = readFlow(text);
  if (!read.ok) return { taken: false, sentences: [read.error.message] };
  const problems = validateFlow(read.value, catalog);
  const compiled = compileFlow(read.value, catalog);
  // Publishing is possible exactly when no error is left.
  expect(compiled.ok).toBe(problems.every((p) => p.severity !== 'error'));
  for (const node of read.value.nodes)
    for (const port of portsOf(node, catalog))
      expect([typeof port.id, typeof port.label]).toEqual(['string', 'string']);
  expect(readFlow(writeFlow(read.value)).ok).toBe(true);
  return {
    taken: true,
    sentences: [
      ...describeFlow(read.value, catalog),
      ...mayDo(read.value, catalog),
      ...problems.flatMap((p) => [p.sentence, p.fix]),
    ],
  };
}

test(
  `${MUTATIONS} spoilt copies of the starter are read or refused in sentences, and never throw`,
  { timeout: 60_000 },
  () => {
    const random = seededRandom(11);
    let taken = 0;
    for (let n = 0; n < MUTATIONS; n += 1) {
      const text = spoil(random);
      const { taken: was, sentences } = handle(text);
      taken += Number(was);
      expect(sentences.length).toBeGreaterThan(0);
      expect(sentences.every((s) => typeof s === 'string' && s.trim() !== '')).toBe(true);
    }
    expect('polluted' in {}).toBe(false);
    // Both ways are tried: files that are refused, and files that are taken with something wrong in them.
    expect(taken).toBeGreaterThan(30);
    expect(MUTATIONS - taken).toBeGreaterThan(30);
  },
);

const file = (nodes: string, edges = ''): string =>
  `{"format":"switchyard.flow","version":1,"name":"Large","team":[{"key":"sam","name":"Sam","role":""}],"nodes":[${nodes}],"edges":[${edges}],"positions":{}}`;
const many = (count: number, one: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => one(n)).join(',');

test.each([
  [
    '100,000 steps',
    file(many(60_000, (n) => `{"id":"n${n}","type":"outcome","version":1,"config":{}}`)),
    false,
  ],
  [
    'a million values',
    file(`{"id":"a","type":"router","version":1,"config":{"routes":[${many(1_000_000, () => '{}')}]}}`),
    false,
  ],
  ['a million brackets', file('['.repeat(1_000_000)), false],
  [
    'as many connections as fit, each step to each',
    file(
      many(
        500,
        (n) =>
          `{"id":"n${n}","type":"helpscout.note","version":1,"config":{"agent":"sam","text":"{{a${n}.b}}"}}`,
      ),
      many(2_000, (n) => `{"from":"n${n % 500}","port":"next","to":"n${(n * 7) % 500}"}`),
    ),
    true,
  ],
  [
    'one long circle',
    file(
      many(500, (n) => `{"id":"n${n}","type":"helpscout.note","version":1,"config":{}}`),
      many(500, (n) => `{"from":"n${n}","port":"next","to":"n${(n + 1) % 500}"}`),
    ),
    true,
  ],
  [
    'a long chain in which everything reads data',
    file(
      many(
        500,
        (n) =>
          `{"id":"n${n}","type":"stripe.find-customer","version":1,"config":{"agent":"sam","email":"${Array.from({ length: 190 }, (_, h) => `{{x${h}}}`).join('')}"}}`,
      ),
      many(499, (n) => `{"from":"n${n}","port":"next","to":"n${n + 1}"}`),
    ),
    true,
  ],
  [
    'a router with everything on every way',
    file(
      `{"id":"r","type":"router","version":1,"config":{"routes":[${many(5_000, (n) => `{"id":"r${n}","label":"L","directive":"d"}`)}]}}`,
      many(2_000, (n) => `{"from":"r","port":"r${n}","to":"r"}`),
    ),
    true,
  ],
])('a file with %s is dealt with by count, not by patience', { timeout: 20_000 }, (_what, text, taken) => {
  const result = handle(text);
  expect(result.taken).toBe(taken);
  expect(result.sentences.length).toBeGreaterThan(0);
  // Nobody is shown more than can be read.
  expect(result.sentences.length).toBeLessThan(70_000);
});
