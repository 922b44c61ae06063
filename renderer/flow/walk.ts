import type { NodeId } from '../../app/base/ids.ts';
import type { FlowDocument, FlowPosition } from '../../app/graph/flow.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const AHEAD: Readonly<Record<Direction, (d: FlowPosition) => number>> = {
  left: (d) => -d.x,
  right: (d) => d.x,
  up: (d) => -d.y,
  down: (d) => d.y,
};

/**
 * The step that an arrow key walks to: along a connection when one leads that way, else the nearest step there.
 * Straight ahead counts more than aside.
 */
export function neighbour(document: FlowDocument, from: NodeId, direction: Direction): NodeId | undefined {
  const here = document.positions[from];
  if (!here) return undefined;
  const cost = (id: NodeId): number => {
    const there = document.positions[id];
    if (!there || id === from) return Number.POSITIVE_INFINITY;
    const d = { x: there.x - here.x, y: there.y - here.y };
    const ahead = AHEAD[direction](d);
    const aside = direction === 'left' || direction === 'right' ? Math.abs(d.y) : Math.abs(d.x);
    return ahead <= 0 ? Number.POSITIVE_INFINITY : ahead + 2 * aside;
  };
  const connected = document.edges.flatMap((e) => {
    if (direction === 'right' && e.from === from) return [e.to];
    return direction === 'left' && e.to === from ? [e.from] : [];
  });
  return (
    nearest(connected, cost) ??
    nearest(
      document.nodes.map((n) => n.id),
      cost,
    )
  );
}

function nearest(ids: readonly NodeId[], cost: (id: NodeId) => number): NodeId | undefined {
  const [best] = ids
    .map((id) => ({ id, cost: cost(id) }))
    .filter((c) => Number.isFinite(c.cost))
    .toSorted((a, b) => a.cost - b.cost);
  return best?.id;
}
