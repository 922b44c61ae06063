import { z } from 'zod';
import type { NodeId } from '../../app/base/ids.ts';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../../app/base/json.ts';
import { freeNodeId, type FlowEdit } from '../../app/graph/edit.ts';
import {
  FLOW_EDGE,
  FLOW_NODE,
  FLOW_POSITION,
  FLOW_TEAMMATE,
  type FlowDocument,
} from '../../app/graph/flow.ts';

/** Copied steps as text, so that they can go to another window, a chat or a file. */
const PIECE = z.object({
  format: z.literal('switchyard.steps'),
  nodes: z.array(FLOW_NODE).min(1).max(500),
  edges: z.array(FLOW_EDGE).max(2_000),
  positions: z.record(z.string(), FLOW_POSITION),
  team: z.array(FLOW_TEAMMATE).max(50),
});

/** The chosen steps, the connections between them and the teammates they name, as JSON text. */
export function copySteps(document: FlowDocument, ids: readonly NodeId[]): string {
  const chosen = new Set<string>(ids);
  const nodes = document.nodes.filter((n) => chosen.has(n.id));
  const named = new Set(nodes.map((n) => n.config['agent']));
  return JSON.stringify(
    {
      format: 'switchyard.steps',
      nodes,
      edges: document.edges.filter((e) => chosen.has(e.from) && chosen.has(e.to)),
      positions: Object.fromEntries(Object.entries(document.positions).filter(([id]) => chosen.has(id))),
      team: document.team.filter((t) => named.has(t.key)),
    },
    null,
    2,
  );
}

/** Puts copied steps into a flow under ids of their own, a little aside. Undefined when the text is something else. */
export function pasteSteps(
  document: FlowDocument,
  text: string,
  shift = 40,
): { readonly edit: FlowEdit; readonly ids: readonly NodeId[] } | undefined {
  const piece = PIECE.safeParse(parseJson(text));
  if (!piece.success) return undefined;
  const { nodes, edges, positions, team } = piece.data;
  const ids = new Map<string, NodeId>();
  for (const node of nodes)
    ids.set(node.id, freeNodeId(document, node.id.replace(/-\d+$/, ''), [...ids.values()]));
  const renamed = (id: string): NodeId => ids.get(id) ?? (id as NodeId); // every node of the piece is in the map
  const add: FlowEdit = {
    do: 'add-nodes',
    nodes: nodes.map((n) => ({ ...n, id: renamed(n.id), config: withNewNames(n.config, ids) })),
    edges: edges
      .filter((e) => ids.has(e.from) && ids.has(e.to))
      .map((e) => ({ from: renamed(e.from), port: e.port, to: renamed(e.to) })),
    positions: Object.fromEntries(
      nodes.map((n) => [
        renamed(n.id),
        { x: (positions[n.id]?.x ?? 0) + shift, y: (positions[n.id]?.y ?? 0) + shift },
      ]),
    ),
  };
  const missing = team.filter((t) => !document.team.some((known) => known.key === t.key));
  const edit: FlowEdit =
    missing.length === 0
      ? add
      : { do: 'all', edits: [{ do: 'set-team', team: [...document.team, ...missing] }, add] };
  return { edit, ids: [...ids.values()] };
}

/** Settings in which `steps.<id>.…` means the pasted step where that step was copied along. */
function withNewNames(config: JsonObject, ids: ReadonlyMap<string, NodeId>): JsonObject {
  const rename = (value: Json): Json => {
    if (typeof value === 'string') {
      return value.replaceAll(/\{\{[^{}]*\}\}/g, (hole) =>
        hole.replaceAll(
          /(\bsteps\.)([\w-]+)/g,
          (_all, stem: string, id: string) => `${stem}${ids.get(id) ?? id}`,
        ),
      );
    }
    if (Array.isArray(value)) return (value as readonly Json[]).map(rename);
    return isJsonObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rename(inner)]))
      : value;
  };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, rename(value)]));
}
