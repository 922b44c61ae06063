import { describe, expect, test } from 'vitest';
import { catalog } from '../../nodes/catalog.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import type { Catalog } from '../../app/kit/catalog.ts';
import { compileFlow } from '../../app/graph/compile.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';
import type { Plan } from '../../app/graph/plan.ts';

const DESK = flowOf(
  'Desk',
  [
    ['new', 'helpscout.new-conversation', { agent: 'fin' }],
    ['note', 'helpscout.note', { agent: 'sam', ticket: '{{ticket.id}}', text: 'Hello' }],
    ['wait', 'wait-for-reply', { agent: 'fin', timeLimit: '3d' }],
    ['end', 'outcome', { result: 'resolved' }],
  ],
  ['new.next > note', 'note.next > wait', 'wait.reply > end', 'note.error > end'],
  ['fin', 'sam'],
);
function plan(document: FlowDocument, from: Catalog = catalog): Plan {
  const compiled = compileFlow(document, from);
  if (!compiled.ok) throw new Error(compiled.error.map((p) => p.sentence).join(' '));
  return compiled.value;
}
const changed = (id: string, config: FlowDocument['nodes'][number]['config']): FlowDocument => ({
  ...DESK,
  nodes: DESK.nodes.map((n) => (n.id === id ? { ...n, config } : n)),
});

describe('a plan', () => {
  test('says what the runtime needs: settings with defaults, ways out, triggers, watchers and the team', () => {
    const { nodes, triggers, watchers, team } = plan(DESK);
    expect(nodes['note']).toMatchObject({
      kind: 'action',
      type: 'helpscout.note',
      next: { next: 'wait', error: 'end' },
    });
    expect(nodes['end']?.next).toEqual({});
    expect(triggers).toEqual(['new']);
    expect(watchers).toEqual([{ type: 'helpscout.customer-replied', config: { agent: 'fin' } }]);
    expect(team).toEqual(['fin', 'sam']);
    expect(plan(changed('note', { agent: 'sam', text: 'Hello' })).nodes['note']?.config).toMatchObject({
      ticket: '{{ticket.id}}',
    });
  });

  test('has the same hash wherever its steps stand and in whatever order its settings were written', () => {
    const { hash } = plan(DESK);
    expect(plan({ ...DESK, positions: { note: { x: 1, y: 2 } } }).hash).toBe(hash);
    expect(plan({ ...DESK, description: 'Told in other words.' }).hash).toBe(hash);
    expect(plan(changed('note', { text: 'Hello', ticket: '{{ticket.id}}', agent: 'sam' })).hash).toBe(hash);
    expect(plan({ ...DESK, nodes: DESK.nodes.toReversed(), edges: DESK.edges.toReversed() }).hash).toBe(hash);
  });

  test('has another hash as soon as it would do something else', () => {
    const others: readonly FlowDocument[] = [
      changed('note', { agent: 'sam', ticket: '{{ticket.id}}', text: 'Hello.' }),
      changed('note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'Hello' }),
      changed('wait', { agent: 'fin', timeLimit: '4d' }),
      { ...DESK, edges: DESK.edges.slice(0, -1) },
      {
        ...DESK,
        edges: DESK.edges.map((e) => (e.port === 'error' ? { ...e, to: DESK.nodes[2]?.id ?? e.to } : e)),
      },
    ];
    expect(new Set([DESK, ...others].map((d) => plan(d).hash)).size).toBe(others.length + 1);
  });

  test('is not made of a flow with errors; the errors say why', () => {
    const compiled = compileFlow({ ...DESK, edges: [] }, catalog);
    expect(compiled).toMatchObject({ ok: false, error: [{ code: 'trigger_open' }] });
  });

  test('brings the settings of an older version of a step up to what its type knows now', () => {
    const newer: Catalog = {
      ...catalog,
      find: (type) => {
        const definition = catalog.find(type);
        // As if the note's text had been called "words" in version 1.
        return definition?.type === 'helpscout.note'
          ? {
              ...definition,
              version: 2,
              migrations: { 2: ({ words, ...rest }) => ({ ...rest, text: words ?? '' }) },
            }
          : definition;
      },
    };
    const old = changed('note', { agent: 'sam', ticket: '{{ticket.id}}', words: 'Hello' });
    expect(plan(old, newer).nodes['note']).toMatchObject({ version: 2, config: { text: 'Hello' } });
  });
});
