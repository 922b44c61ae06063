import type { NodeId } from '../base/ids.ts';
import type { Catalog } from '../kit/catalog.ts';
import type { Port } from '../kit/define.ts';
import type { FlowDocument, FlowEdge, FlowNode } from './flow.ts';

export const edgeKey = (edge: FlowEdge): string => `${edge.from}|${edge.port}|${edge.to}`;

/** The ways out of a node as it is set now. An unknown node type has none. */
export const portsOf = (node: FlowNode, catalog: Catalog): readonly Port[] => catalog.find(node.type)?.ports(node.config) ?? [];

export const titleOf = (node: FlowNode, catalog: Catalog): string => node.title || catalog.find(node.type)?.title || node.type;

/** Why a port may not lead to a node, in a sentence, or undefined. */
export function whyNotConnect(document: FlowDocument, catalog: Catalog, from: NodeId, port: string, to: NodeId): string | undefined {
  const source = document.nodes.find((n) => n.id === from);
  const target = document.nodes.find((n) => n.id === to);
  if (!source || !target) return 'One end is missing.';
  if (from === to) return 'A step cannot lead to itself.';
  if (catalog.find(target.type)?.kind === 'trigger') return 'A trigger starts a flow, so nothing can lead to it.';
  if (!portsOf(source, catalog).some((p) => p.id === port)) return 'This way out does not exist.';
  return undefined;
}

/** Nodes that a run can reach from the triggers. */
export function reachable(document: FlowDocument, catalog: Catalog): ReadonlySet<NodeId> {
  const seen = new Set<NodeId>();
  const queue = document.nodes.filter((n) => catalog.find(n.type)?.kind === 'trigger').map((n) => n.id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of document.edges) if (edge.from === id) queue.push(edge.to);
  }
  return seen;
}

/** Nodes that come before a node on some way. */
export function upstream(document: FlowDocument, of: NodeId): ReadonlySet<NodeId> {
  const seen = new Set<NodeId>();
  const queue: NodeId[] = [of];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const edge of document.edges) {
      if (edge.to === id && !seen.has(edge.from)) {
        seen.add(edge.from);
        queue.push(edge.from);
      }
    }
  }
  return seen;
}
