import type { NodeId } from '../base/ids.ts';
import type { Catalog } from '../kit/catalog.ts';
import type { JsonObject } from '../base/json.ts';
import type { DataShape, NodeDefinition, Port } from '../kit/define.ts';
import { withDefaults, type Fields } from '../kit/fields.ts';
import type { FlowDocument, FlowEdge, FlowNode } from './flow.ts';
import { migrateConfig } from './migrate.ts';

export const edgeKey = (edge: FlowEdge): string => `${edge.from}|${edge.port}|${edge.to}`;

/** A node's settings as its type knows them now: brought up to its version, with defaults. */
export const configOf = (node: FlowNode, definition: NodeDefinition): JsonObject =>
  withDefaults(definition.fields as Fields, migrateConfig(definition, node.version, node.config));

/** Nodes are never changed, only replaced, so what was worked out for one holds. */
const PORTS = new WeakMap<
  FlowNode,
  { readonly definition: NodeDefinition; readonly ports: readonly Port[] }
>();

/**
 * The ways out of a node as it is set now. An unknown node type has none, and neither has one whose settings are of
 * another kind than its type expects: a flow file may hold anything.
 */
export function portsOf(node: FlowNode, catalog: Catalog): readonly Port[] {
  const definition = catalog.find(node.type);
  if (!definition) return [];
  const known = PORTS.get(node);
  if (known?.definition === definition) return known.ports;
  const ports = readablePorts(definition, node);
  PORTS.set(node, { definition, ports });
  return ports;
}

function readablePorts(definition: NodeDefinition, node: FlowNode): readonly Port[] {
  try {
    return definition
      .ports(configOf(node, definition))
      .filter((p) => typeof p.id === 'string' && typeof p.label === 'string');
  } catch {
    return [];
  }
}

/** What a node gives to the steps after it, as it is set now. */
export function givesOf(node: FlowNode, definition: NodeDefinition): readonly DataShape[] {
  if (!definition.givesWith) return definition.gives;
  try {
    return [...definition.gives, ...definition.givesWith(configOf(node, definition))];
  } catch {
    return definition.gives; // settings of another kind than the type expects
  }
}

export const titleOf = (node: FlowNode, catalog: Catalog): string =>
  node.title || catalog.find(node.type)?.title || node.type;

/** Why a port may not lead to a node, in a sentence, or undefined. */
export function whyNotConnect(
  document: FlowDocument,
  catalog: Catalog,
  from: NodeId,
  port: string,
  to: NodeId,
): string | undefined {
  const source = document.nodes.find((n) => n.id === from);
  const target = document.nodes.find((n) => n.id === to);
  if (!source || !target) return 'One end is missing.';
  if (from === to) return 'A step cannot lead to itself.';
  if (catalog.find(target.type)?.kind === 'trigger')
    return 'A trigger starts a flow, so nothing can lead to it.';
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
  const into = new Map<NodeId, NodeId[]>();
  for (const { from, to } of document.edges) {
    const known = into.get(to);
    if (known) known.push(from);
    else into.set(to, [from]);
  }
  const seen = new Set<NodeId>();
  const queue: NodeId[] = [of];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const from of into.get(id) ?? []) {
      if (seen.has(from)) continue;
      seen.add(from);
      queue.push(from);
    }
  }
  return seen;
}
