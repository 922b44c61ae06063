import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NodeId } from '../base/ids.ts';
import { applyEdit, connectInstead, freeNodeId, type FlowEdit } from './edit.ts';
import { emptyFlow, type FlowDocument, type FlowEdge } from './flow.ts';

const id = (text: string): NodeId => text as NodeId; // the tests write ids that fit the pattern
const NAMES = ['a', 'b', 'c', 'd'].map(id);
const edge = (from: NodeId, to: NodeId, port = 'next'): FlowEdge => ({ from, port, to });
const start: FlowDocument = {
  ...emptyFlow('Desk'),
  nodes: [
    { id: id('a'), type: 'outcome', version: 1, config: {} },
    { id: id('b'), type: 'outcome', version: 1, title: 'B', config: { result: 'resolved' } },
  ],
  edges: [edge(id('a'), id('b'))],
  positions: { a: { x: 0, y: 0 } },
};

const name = fc.constantFrom(...NAMES);
const place = fc.record({ x: fc.integer(), y: fc.integer() });
const places = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'elsewhere'), place);
const anEdge = fc.record({ from: name, port: fc.constantFrom('next', 'error'), to: name });
const single: fc.Arbitrary<(document: FlowDocument) => FlowEdit> = fc.oneof(
  // Whoever adds a node takes a free id, as `freeNodeId` gives it; edges and places may be of any node.
  fc
    .record({
      type: fc.constantFrom('router', 'helpscout.reply'),
      edges: fc.array(anEdge, { maxLength: 2 }),
      positions: places,
      into: anEdge,
    })
    .map(({ type, edges, positions, into }) => (document: FlowDocument): FlowEdit => {
      const fresh = freeNodeId(document, type);
      return {
        do: 'add-nodes',
        nodes: [{ id: fresh, type, version: 1, config: {} }],
        edges: [...edges, { ...into, to: fresh }],
        positions: { ...positions, [fresh]: { x: 1, y: 1 } },
      };
    }),
  fc.array(name, { maxLength: 3 }).map((ids) => (): FlowEdit => ({ do: 'remove-nodes', ids })),
  places.map((positions) => (): FlowEdit => ({ do: 'move-nodes', positions })),
  fc
    .record({ id: name, config: fc.dictionary(fc.constantFrom('text', 'agent'), fc.string()) })
    .map((change) => (): FlowEdit => ({ do: 'set-config', ...change })),
  fc
    .record({ id: name, title: fc.option(fc.string(), { nil: undefined }) })
    .map((change) => (): FlowEdit => ({ do: 'set-title', ...change })),
  anEdge.map((e) => (): FlowEdit => ({ do: 'connect', edge: e })),
  anEdge.map((e) => (): FlowEdit => ({ do: 'disconnect', edge: e })),
  anEdge.map(
    (e) =>
      (document: FlowDocument): FlowEdit =>
        connectInstead(document, e),
  ),
  fc.string().map((text) => (): FlowEdit => ({ do: 'rename', name: text })),
  fc.array(fc.constantFrom('fin', 'sam'), { maxLength: 2 }).map((keys) => (): FlowEdit => ({
    do: 'set-team',
    team: keys.map((key) => ({ key, name: key, role: '' })),
  })),
);
const anEdit = fc.oneof(
  { weight: 5, arbitrary: single },
  {
    weight: 1,
    arbitrary: fc.array(single, { maxLength: 3 }).map((makers) => (document: FlowDocument): FlowEdit => {
      const edits: FlowEdit[] = [];
      let now = document;
      for (const make of makers) {
        const one = make(now);
        edits.push(one);
        now = applyEdit(now, one).document;
      }
      return { do: 'all', edits };
    }),
  },
);

describe('edits of a flow', () => {
  test('any row of edits, undone one by one, gives the flow as it was, and redone, as it had become', () => {
    fc.assert(
      fc.property(fc.array(anEdit, { maxLength: 12 }), (makers) => {
        const states = [start];
        const inverses: FlowEdit[] = [];
        for (const make of makers) {
          const now = states.at(-1) ?? start;
          const { document, inverse } = applyEdit(now, make(now));
          states.push(document);
          inverses.push(inverse);
        }
        let here = states.at(-1) ?? start;
        const again: FlowEdit[] = [];
        for (const [index, inverse] of inverses.toReversed().entries()) {
          const undone = applyEdit(here, inverse);
          here = undone.document;
          again.push(undone.inverse);
          expect(here).toEqual(states[inverses.length - 1 - index]);
        }
        for (const [index, redo] of again.toReversed().entries()) {
          here = applyEdit(here, redo).document;
          expect(here).toEqual(states[index + 1]);
        }
      }),
      { numRuns: 1_000, seed: 7 },
    );
  });

  test('an edit leaves the flow that it was given untouched', () => {
    const before = structuredClone(start);
    for (const edit of [
      { do: 'remove-nodes', ids: [id('a')] },
      { do: 'move-nodes', positions: { a: { x: 5, y: 5 } } },
      { do: 'connect', edge: edge(id('b'), id('a')) },
    ] satisfies FlowEdit[])
      applyEdit(start, edit);
    expect(start).toEqual(before);
  });

  test('connecting a way out that leads somewhere leads it to the new step instead', () => {
    const { document } = applyEdit(start, connectInstead(start, edge(id('a'), id('c'))));
    expect(document.edges).toEqual([edge(id('a'), id('c'))]);
  });

  test('a new step gets a readable id that is free', () => {
    expect(freeNodeId(start, 'helpscout.reply')).toBe('reply');
    expect(freeNodeId(start, 'a')).toBe('a-2');
    expect(freeNodeId(start, '123!')).toBe('step');
    expect(freeNodeId(start, 'reply', ['reply'])).toBe('reply-2');
  });
});
