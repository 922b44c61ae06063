import type { NodeId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import { emptyFlow, type FlowDocument } from '../../graph/flow.ts';

/** A flow in few words: nodes as [id, type, config], edges as 'from.port > to'. */
export function flowOf(
  name: string,
  nodes: readonly (readonly [string, string, JsonObject])[],
  edges: readonly string[],
  team: readonly string[] = ['fin'],
): FlowDocument {
  const id = (text: string): NodeId => text as NodeId; // tests write ids that fit the pattern
  return {
    ...emptyFlow(name),
    team: team.map((key) => ({ key, name: key[0]?.toUpperCase() + key.slice(1), role: '' })),
    nodes: nodes.map(([node, type, config]) => ({ id: id(node), type, version: 1, config })),
    edges: edges.map((text) => {
      const [, from = '', port = '', to = ''] = /^([\w-]+)\.([\w-]+) > ([\w-]+)$/.exec(text) ?? [];
      return { from: id(from), port, to: id(to) };
    }),
  };
}
