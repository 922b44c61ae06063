import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../app/base/ids.ts';
import { emptyFlow, type FlowDocument } from '../../app/graph/flow.ts';
import { neighbour } from './walk.ts';

const id = (text: string): NodeId => text as NodeId;
const flow: FlowDocument = {
  ...emptyFlow('Desk'),
  nodes: ['a', 'up', 'far', 'near'].map((name) => ({
    id: id(name),
    type: 'outcome',
    version: 1,
    config: {},
  })),
  edges: [{ from: id('a'), port: 'next', to: id('far') }],
  positions: { a: { x: 0, y: 0 }, near: { x: 300, y: 0 }, far: { x: 600, y: 40 }, up: { x: 20, y: -200 } },
};

describe('walking by arrow keys', () => {
  it('follows a connection even when another step is nearer', () => {
    expect(neighbour(flow, id('a'), 'right')).toBe('far');
    expect(neighbour(flow, id('far'), 'left')).toBe('a');
  });
  it('goes to the nearest step where no connection leads', () => {
    expect(neighbour(flow, id('near'), 'right')).toBe('far');
    expect(neighbour(flow, id('a'), 'up')).toBe('up');
  });
  it('stays where nothing lies that way', () => {
    expect(neighbour(flow, id('up'), 'up')).toBeUndefined();
  });
});
