import dagre from '@dagrejs/dagre';
import type { FlowPosition } from '../../app/graph/flow.ts';

export interface Boxes {
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** Places boxes in columns from left to right. Gives top left corners on the grid. */
export function layOut({ nodes, edges }: Boxes): Readonly<Record<string, FlowPosition>> {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 36, ranksep: 84, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const [index, { from, to }] of edges.entries()) graph.setEdge(from, to, {}, String(index));
  dagre.layout(graph);
  const onGrid = (n: number): number => Math.round(n / 10) * 10;
  return Object.fromEntries(
    nodes.map(({ id, width, height }) => {
      const { x, y } = graph.node(id) as FlowPosition; // dagre's types say `any`; it puts the middle of each box there
      return [id, { x: onGrid(x - width / 2), y: onGrid(y - height / 2) }];
    }),
  );
}
