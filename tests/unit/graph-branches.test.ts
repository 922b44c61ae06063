import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../nodes/catalog.ts';
import type { NodeId } from '../../app/base/ids.ts';
import type { JsonObject } from '../../app/base/json.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { compileFlow } from '../../app/graph/compile.ts';
import { dataBefore } from '../../app/graph/data-before.ts';
import { describeFlow, mayDo } from '../../app/graph/describe.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';
import { callProblems } from '../../app/graph/validate-calls.ts';
import { validateFlow } from '../../app/graph/validate.ts';

type Node = readonly [string, string, JsonObject];
const START: Node = ['start', 'by-hand', {}];
const step = (id: string): Node => [id, 'set', { values: [{ name: 'x', value: '1' }] }];
const both = (id = 'both'): Node => [
  id,
  'together',
  {
    ways: [
      { id: 'one', label: 'One' },
      { id: 'two', label: 'Two' },
    ],
  },
];
const join = (id = 'join'): Node => [id, 'join', { mode: 'all' }];
const each = (id = 'each'): Node => [id, 'each', { list: '{{steps.a.x}}' }];

const errors = (document: FlowDocument) =>
  validateFlow(document, catalog).filter((p) => p.severity === 'error');
const codes = (nodes: readonly Node[], edges: readonly string[]) =>
  errors(flowOf('Flow', nodes, edges)).map((p) => p.code);
function planOf(nodes: readonly Node[], edges: readonly string[]) {
  const compiled = compileFlow(flowOf('Flow', nodes, edges), catalog);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

const PAIR = [START, both(), step('a'), step('b'), join(), step('after')];
const PAIR_EDGES = [
  'start.next > both',
  'both.one > a',
  'both.two > b',
  'a.next > join',
  'b.next > join',
  'join.next > after',
];

describe('ways that run at the same time', () => {
  test('begin at their ports and meet at their join', () => {
    expect(planOf(PAIR, PAIR_EDGES).nodes['both']?.branches).toEqual([
      { port: 'one', entry: 'a', until: 'join' },
      { port: 'two', entry: 'b', until: 'join' },
    ]);
  });

  test('may end by themselves, and the plan goes on where the others meet', () => {
    const edges = PAIR_EDGES.filter((e) => e !== 'a.next > join');
    expect(planOf(PAIR, edges).nodes['both']?.branches?.map((b) => b.until)).toEqual(['join', 'join']);
    const none = edges.filter((e) => e !== 'b.next > join' && e !== 'join.next > after');
    const nodes = PAIR.filter(([id]) => id !== 'join' && id !== 'after');
    expect(planOf(nodes, none).nodes['both']?.branches?.map((b) => b.until)).toEqual([null, null]);
  });

  test('may hold ways of their own, each meeting at its own join', () => {
    const plan = planOf(
      [START, both('outer'), both('inner'), step('a'), step('b'), step('c'), join('in'), join('out')],
      [
        'start.next > outer',
        'outer.one > inner',
        'outer.two > c',
        'inner.one > a',
        'inner.two > b',
        'a.next > in',
        'b.next > in',
        'in.next > out',
        'c.next > out',
      ],
    );
    expect(plan.nodes['outer']?.branches?.map((b) => b.until)).toEqual(['out', 'out']);
    expect(plan.nodes['inner']?.branches?.map((b) => b.until)).toEqual(['in', 'in']);
  });

  test.each<readonly [string, readonly Node[], readonly string[], string]>([
    [
      'that meet without a join',
      [START, both(), step('a'), step('b'), step('c')],
      ['start.next > both', 'both.one > a', 'both.two > b', 'a.next > c', 'b.next > c'],
      'branches_meet',
    ],
    [
      'that meet at two joins',
      [START, both(), step('a'), step('b'), join('j'), join('k')],
      ['start.next > both', 'both.one > a', 'both.two > b', 'a.next > j', 'b.next > k'],
      'branches_meet_apart',
    ],
    [
      'that lead back to their beginning',
      [START, both(), step('a'), step('b')],
      ['start.next > both', 'both.one > a', 'both.two > b', 'a.next > both'],
      'branch_leads_back',
    ],
    [
      'into which something leads from outside',
      [START, ['hand', 'by-hand', {}], ...PAIR.slice(1)],
      [...PAIR_EDGES, 'hand.next > a'],
      'jump_into_branch',
    ],
    [
      'whose join is reached from outside',
      [START, ['hand', 'by-hand', {}], step('z'), ...PAIR.slice(1)],
      [...PAIR_EDGES, 'hand.next > z', 'z.next > join'],
      'jump_into_branch',
    ],
    [
      'a join that nothing leads to together',
      [START, step('a'), join()],
      ['start.next > a', 'a.next > join'],
      'join_without_together',
    ],
    [
      'for each item that lead back to the list',
      [START, step('a'), each(), step('body')],
      ['start.next > a', 'a.next > each', 'each.item > body', 'body.next > each'],
      'branch_leads_back',
    ],
    [
      'for each item that also come after the list',
      [START, step('a'), each(), step('body'), step('after')],
      ['start.next > a', 'a.next > each', 'each.item > body', 'body.next > after', 'each.done > after'],
      'jump_into_branch',
    ],
    [
      'for each item, of which there are none',
      [START, step('a'), each(), step('after')],
      ['start.next > a', 'a.next > each', 'each.done > after'],
      'body_missing',
    ],
  ])('ways %s are an error that names what mends it', (_what, nodes, edges, code) => {
    expect(codes(nodes, edges)).toContain(code);
    for (const p of errors(flowOf('Flow', nodes, edges)))
      expect(
        [p.sentence, p.fix].every((text) => /^[“"A-Z].*\.$/.test(text)),
        `${p.sentence} | ${p.fix}`,
      ).toBe(true);
  });

  test('a way that leads nowhere is said, and does not stop anybody', () => {
    const document = flowOf(
      'Flow',
      PAIR,
      PAIR_EDGES.filter((e) => e !== 'both.two > b'),
    );
    const found = validateFlow(document, catalog);
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'way_open',
        sentence: '"Do together": "Two" leads nowhere, so nothing happens there.',
      }),
    );
  });

  test('are told one after the other, and where they come together after them', () => {
    const lines = describeFlow(flowOf('Flow', PAIR, PAIR_EDGES), catalog);
    expect(lines).toEqual([
      'By hand: Starts when somebody presses the button',
      'Do together: Starts One and Two at the same time',
      '  One → Set values: Sets x',
      '  Goes on with “Come together”',
      '  Two → Set values: Sets x',
      '  Goes on with “Come together”',
      'Come together: Goes on when all ways are done',
      'Set values: Sets x',
    ]);
  });

  test('branches in branches in branches have an end', () => {
    const deep = Array.from({ length: 10 }, (_, i) => both(`t${i}`));
    const edges = ['start.next > t0', ...deep.slice(1).map((_, i) => `t${i}.one > t${i + 1}`)];
    expect(codes([START, ...deep], edges)).toContain('branches_too_deep');
  });
});

describe('the body of a list', () => {
  const nodes = [
    START,
    ['find', 'stripe.find-customer', { agent: 'fin', email: 'a@b.c' }],
    each(),
    step('body'),
    step('after'),
  ] as Node[];
  const document = flowOf(
    'Flow',
    nodes.map((n) => (n[0] === 'each' ? ['each', 'each', { list: '{{steps.find.charges}}' }] : n)),
    ['start.next > find', 'find.next > each', 'each.item > body', 'each.done > after'],
  );
  test('is one branch that ends where nothing follows', () => {
    const compiled = compileFlow(document, catalog);
    expect(compiled.ok && compiled.value.nodes['each']?.branches).toEqual([
      { port: 'item', entry: 'body', until: null },
    ]);
  });
  test('is offered the item, its fields and its place; what comes after is offered the results', () => {
    const paths = (id: string) => dataBefore(document, id as NodeId, catalog).map((d) => d.path);
    expect(paths('body')).toEqual(
      expect.arrayContaining(['item', 'item.amount', 'index', 'steps.find.charges']),
    );
    expect(paths('after')).toContain('steps.each.results');
    expect(paths('after')).not.toContain('item');
  });
});

test('how a step is tried again goes into the plan, apart from its settings', () => {
  const plan = planOf(
    [START, ['a', 'set', { values: [{ name: 'x', value: '1' }], retry: { tries: 3, first: '10s' } }]],
    ['start.next > a'],
  );
  expect(plan.nodes['a']).toMatchObject({ retry: { tries: 3, firstMs: 10_000 } });
  expect(plan.nodes['a']?.config).not.toHaveProperty('retry');
  expect(
    codes(
      [START, ['a', 'set', { values: [{ name: 'x', value: '1' }], retry: { tries: 0, first: '10s' } }]],
      ['start.next > a'],
    ),
  ).toContain('retry_unreadable');
});

describe('flows that call flows', () => {
  const caller = (name: string, to: string) =>
    flowOf(
      name,
      [
        ['called', 'called', {}],
        ['run', 'subflow', { flow: { id: to, name: to } }],
      ],
      ['called.next > run'],
    );
  const book: Record<string, FlowDocument> = {
    a: caller('A', 'b'),
    b: caller('B', 'c'),
    c: flowOf('C', [['called', 'called', {}], step('x')], ['called.next > x']),
    circle: caller('Circle', 'circle-2'),
    'circle-2': caller('Circle 2', 'circle'),
    self: caller('Self', 'self'),
    closed: flowOf('Closed', [START, step('x')], ['start.next > x']),
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`d${i}`, caller(`D${i}`, i === 11 ? 'c' : `d${i + 1}`)]),
    ),
  };
  const check = (id: string, document = book[id]) =>
    document
      ? callProblems(id, document, catalog, (flow) => book[flow]).map((p) => p.code)
      : ['no such flow'];
  test('are fine in a row', () => expect(check('a')).toEqual([]));
  test('in a circle are refused', () => expect(check('circle')).toEqual(['flow_calls_itself']));
  test('that call themselves are refused', () => expect(check('self')).toEqual(['flow_calls_itself']));
  test('too deep are refused', () => expect(check('d0')).toEqual(['calls_too_deep']));
  test('that are not there, or not made to be called, are refused', () => {
    expect(check('x', caller('X', 'nowhere'))).toEqual(['flow_missing']);
    expect(check('x', caller('X', 'closed'))).toEqual(['flow_not_callable']);
  });
});

/** Documents as a hostile file could hold them: any types, ports and edges, also settings of the wrong kind. */
const types = catalog.all.map((d) => d.type);
const ids = ['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7'] as const;
const anyConfig = fc.oneof(
  fc.constant({}),
  fc.constant({
    ways: [
      { id: 'one', label: 'One' },
      { id: 'two', label: 'Two' },
    ],
  }),
  fc.constant({ list: '{{steps.n0.x}}' }),
  fc.dictionary(
    fc.constantFrom('ways', 'list', 'values', 'flow', 'retry', 'agent', 'how'),
    fc.jsonValue({ maxDepth: 2 }),
  ),
) as fc.Arbitrary<JsonObject>;
const anyDocument = fc
  .record({
    nodes: fc.array(
      fc.record({
        id: fc.constantFrom(...ids),
        type: fc.constantFrom(...types, 'together', 'join', 'each', 'together', 'join', 'nonsense'),
        config: anyConfig,
      }),
      { maxLength: 8 },
    ),
    edges: fc.array(
      fc.record({
        from: fc.constantFrom(...ids),
        port: fc.constantFrom('next', 'one', 'two', 'item', 'done', 'error', 'first', 'otherwise'),
        to: fc.constantFrom(...ids, 'gone'),
      }),
      { maxLength: 16 },
    ),
  })
  .map(({ nodes, edges }): FlowDocument => ({
    ...flowOf('Any', [], []),
    nodes: nodes.map((n) => ({ ...n, id: n.id as NodeId, version: 1 })),
    edges: edges.map((e) => ({ ...e, from: e.from as NodeId, to: e.to as NodeId })),
  })); // ids that fit the pattern

test('no document brings the compiler down, and what it compiles has clean branches', () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      validateFlow(document, catalog);
      describeFlow(document, catalog);
      mayDo(document, catalog);
      for (const node of document.nodes) dataBefore(document, node.id, catalog);
      const compiled = compileFlow(document, catalog);
      if (!compiled.ok) {
        expect(compiled.error.length).toBeGreaterThan(0);
        return;
      }
      const { nodes } = compiled.value;
      for (const node of Object.values(nodes)) {
        for (const branch of node.branches ?? []) {
          expect(nodes[branch.entry]).toBeDefined();
          if (branch.until !== null) expect(nodes[branch.until]?.kind).toBe('join');
          expect(node.next[branch.port]).toBe(branch.entry);
        }
      }
    }),
    { numRuns: process.env['SWITCHYARD_FULL'] === '1' ? 50_000 : 1_500 },
  );
});

/** A flow that is well formed by construction: a tree of steps, ways that run together and lists. */
interface Grown {
  readonly nodes: Node[];
  readonly edges: string[];
}
type Shape = 'step' | readonly ['together' | 'each', readonly Shape[], readonly Shape[]];
const shapes = fc.letrec<{ shape: Shape; shapes: readonly Shape[] }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'shapes' },
    fc.constant<Shape>('step'),
    fc.tuple(fc.constantFrom<('together' | 'each')[]>('together', 'each'), tie('shapes'), tie('shapes')),
  ),
  shapes: fc.array(tie('shape'), { minLength: 1, maxLength: 3, depthIdentifier: 'shapes' }),
})).shapes;

function grow(flow: Grown, from: string, list: readonly Shape[]): string {
  let way = from;
  for (const shape of list) {
    const id = `n${flow.nodes.length}`;
    flow.edges.push(`${way} > ${id}`);
    if (shape === 'step') {
      flow.nodes.push(step(id));
      way = `${id}.next`;
    } else if (shape[0] === 'each') {
      flow.nodes.push([id, 'each', { list: '{{started.by}}' }]);
      grow(flow, `${id}.item`, shape[1]);
      way = `${id}.done`;
    } else {
      flow.nodes.push(both(id));
      const ends = [grow(flow, `${id}.one`, shape[1]), grow(flow, `${id}.two`, shape[2])];
      const meet = `j${flow.nodes.length}`;
      flow.nodes.push(join(meet));
      for (const end of ends) flow.edges.push(`${end} > ${meet}`);
      way = `${meet}.next`;
    }
  }
  return way;
}

test('every flow that is drawn cleanly compiles, and each way meets where it was drawn to', () => {
  fc.assert(
    fc.property(shapes, (list) => {
      const flow: Grown = { nodes: [START], edges: [] };
      grow(flow, 'start.next', list);
      const plan = planOf(flow.nodes, flow.edges);
      for (const node of Object.values(plan.nodes)) {
        if (node.kind === 'each') expect(node.branches?.map((b) => b.until)).toEqual([null]);
        if (node.kind !== 'together') continue;
        const [one, two] = node.branches ?? [];
        expect(one?.until).toBe(two?.until);
        expect(one?.until).toMatch(/^j/);
      }
    }),
    { numRuns: process.env['SWITCHYARD_FULL'] === '1' ? 5_000 : 200 },
  );
});
