import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../app/base/ids.ts';
import { applyEdit } from '../../app/graph/edit.ts';
import { emptyFlow, type FlowDocument } from '../../app/graph/flow.ts';
import { copySteps, pasteSteps } from './clipboard.ts';

const id = (text: string): NodeId => text as NodeId;
const desk: FlowDocument = {
  ...emptyFlow('Desk'),
  team: [
    { key: 'sam', name: 'Sam', role: '' },
    { key: 'fin', name: 'Fin', role: '' },
  ],
  nodes: [
    { id: id('ask'), type: 'agent', version: 1, config: { agent: 'sam', task: 'Look' } },
    { id: id('end'), type: 'outcome', version: 1, config: {} },
    { id: id('other'), type: 'outcome', version: 1, config: {} },
  ],
  edges: [
    { from: id('ask'), port: 'done', to: id('end') },
    { from: id('ask'), port: 'stuck', to: id('other') },
  ],
  positions: { ask: { x: 0, y: 0 }, end: { x: 300, y: 0 }, other: { x: 300, y: 200 } },
};
const pastedInto = (document: FlowDocument, text: string): FlowDocument => {
  const pasted = pasteSteps(document, text);
  if (!pasted) throw new Error('It was not taken.');
  return applyEdit(document, pasted.edit).document;
};

describe('copied steps', () => {
  it('come under new ids, connected as they were, a little aside; connections to steps left behind are not taken', () => {
    const after = pastedInto(desk, copySteps(desk, [id('ask'), id('end')]));
    expect(after.nodes.map((n) => n.id)).toEqual(['ask', 'end', 'other', 'ask-2', 'end-2']);
    expect(after.edges.slice(2)).toEqual([{ from: 'ask-2', port: 'done', to: 'end-2' }]);
    expect(after.positions['ask-2']).toEqual({ x: 40, y: 40 });
    expect(after.nodes.slice(0, 3)).toEqual(desk.nodes);
  });

  it('use the data of the step that was copied along, and of no other', () => {
    const flow: FlowDocument = {
      ...desk,
      nodes: [
        ...desk.nodes,
        {
          id: id('note'),
          type: 'helpscout.note',
          version: 1,
          config: { text: 'steps.ask: {{steps.ask.summary | trim}} and {{steps.other.note}}' },
        },
      ],
    };
    const after = pastedInto(flow, copySteps(flow, [id('ask'), id('note')]));
    expect(after.nodes.at(-1)?.config).toEqual({
      text: 'steps.ask: {{steps.ask-2.summary | trim}} and {{steps.other.note}}',
    });
  });

  it('bring the teammates they name into another flow, and nobody else', () => {
    const after = pastedInto(emptyFlow('New'), copySteps(desk, [id('ask')]));
    expect(after.team).toEqual([{ key: 'sam', name: 'Sam', role: '' }]);
    expect(after.nodes[0]).toMatchObject({ id: 'ask', config: { agent: 'sam', task: 'Look' } });
  });

  it.each([
    'hello',
    '{"format":"switchyard.steps"}',
    '[1]',
    JSON.stringify({
      format: 'switchyard.steps',
      nodes: [{ id: '<b>', type: 'x', version: 1, config: {} }],
      edges: [],
      positions: {},
      team: [],
    }),
  ])('are taken from nothing else: %s', (text) => {
    expect(pasteSteps(desk, text)).toBeUndefined();
  });
});
