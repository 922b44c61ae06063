import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../app/base/ids.ts';
import { applyEdit } from '../../app/graph/edit.ts';
import { emptyFlow, type FlowDocument } from '../../app/graph/flow.ts';
import { catalog } from '../../nodes/catalog.ts';
import { CARD_WIDTH } from './card-size.ts';
import { addStep, configEdit, connectTo, freeWayOut, removeSteps } from './steps.ts';

const id = (text: string): NodeId => text as NodeId;

/** by hand → router (billing → outcome). */
function desk(): FlowDocument {
  let flow: FlowDocument = { ...emptyFlow('Desk'), team: [{ key: 'sam', name: 'Sam', role: '' }] };
  const add = (type: string, after?: { from: NodeId; port: string }): void => {
    const added = addStep(flow, catalog, type, after ? { after } : {});
    if (added) flow = applyEdit(flow, added.edit).document;
  };
  add('by-hand');
  add('router', { from: id('by-hand'), port: 'next' });
  add('outcome', { from: id('router'), port: 'first' });
  return flow;
}

describe('adding a step', () => {
  it('puts it between what was connected before', () => {
    const flow = desk();
    const added = addStep(flow, catalog, 'agent', { after: { from: id('router'), port: 'first' } });
    const { edges } = applyEdit(flow, added?.edit ?? { do: 'all', edits: [] }).document;
    expect(edges).toContainEqual({ from: 'router', port: 'first', to: 'agent' });
    expect(edges).toContainEqual({ from: 'agent', port: 'done', to: 'outcome' });
    expect(edges.filter((e) => e.from === 'router' && e.port === 'first')).toHaveLength(1);
  });

  it('moves what comes after to the right when there is no room between, and undo moves it back', () => {
    const flow = desk();
    const added = addStep(flow, catalog, 'agent', {
      after: { from: id('router'), port: 'first' },
      at: { x: 0, y: 0 },
    });
    const { document, inverse } = applyEdit(flow, added?.edit ?? { do: 'all', edits: [] });
    const [router, agent, outcome] = ['router', 'agent', 'outcome'].map(
      (name) => document.positions[name]?.x ?? 0,
    );
    expect(agent).toBeGreaterThanOrEqual((router ?? 0) + CARD_WIDTH);
    expect(outcome).toBeGreaterThanOrEqual((agent ?? 0) + CARD_WIDTH);
    expect(document.positions['by-hand']).toEqual(flow.positions['by-hand']);
    expect(applyEdit(document, inverse).document).toEqual(flow);
  });

  it('gives it the only teammate, so that one choice less is to be made', () => {
    const flow = desk();
    const { nodes } = applyEdit(
      flow,
      addStep(flow, catalog, 'agent', {})?.edit ?? { do: 'all', edits: [] },
    ).document;
    expect(nodes.at(-1)?.config['agent']).toBe('sam');
  });

  it('never stands on another card', () => {
    let flow = desk();
    for (let n = 0; n < 6; n += 1) {
      const added = addStep(flow, catalog, 'outcome', { after: { from: id('by-hand'), port: 'next' } });
      if (added) flow = applyEdit(flow, added.edit).document;
    }
    const places = Object.values(flow.positions).map(({ x, y }) => `${x},${y}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('goes on from the first free way out, and never from the one for errors', () => {
    const flow = desk();
    expect(freeWayOut(flow, catalog, id('router'))).toEqual({ from: 'router', port: 'otherwise' });
    expect(freeWayOut(flow, catalog, id('by-hand'))).toBeUndefined();
    expect(freeWayOut(flow, catalog, id('outcome'))).toBeUndefined();
  });
});

describe('connecting', () => {
  it('takes the place of where the way led, so that one way out never leads to two steps', () => {
    const flow = applyEdit(
      desk(),
      addStep(desk(), catalog, 'wait-for-reply', {})?.edit ?? { do: 'all', edits: [] },
    ).document;
    const done = connectTo(flow, catalog, { from: id('router'), port: 'first' }, id('wait-for-reply'));
    const { edges } = applyEdit(flow, 'edit' in done ? done.edit : { do: 'all', edits: [] }).document;
    expect(edges.filter((e) => e.from === 'router')).toEqual([
      { from: 'router', port: 'first', to: 'wait-for-reply' },
    ]);
  });

  it('says why nothing can lead to a trigger', () => {
    expect(
      connectTo(desk(), catalog, { from: id('router'), port: 'otherwise' }, id('by-hand')),
    ).toHaveProperty('why');
  });
});

describe('changing a step', () => {
  it('takes the connection of a removed directive along, and undo brings both back', () => {
    const flow = desk();
    const { document, inverse } = applyEdit(
      flow,
      configEdit(flow, catalog, id('router'), { ...flow.nodes[1]?.config, routes: [] }),
    );
    expect(document.edges).toEqual([{ from: 'by-hand', port: 'next', to: 'router' }]);
    expect(applyEdit(document, inverse).document).toEqual(flow);
  });

  it('joins the steps around a removed one when that is asked for', () => {
    const flow = desk();
    expect(applyEdit(flow, removeSteps(flow, [id('router')])).document.edges).toEqual([]);
    expect(applyEdit(flow, removeSteps(flow, [id('router')], true)).document.edges).toEqual([
      { from: 'by-hand', port: 'next', to: 'outcome' },
    ]);
  });
});
