import type { Json } from '../base/json.ts';
import type { FlowDocument } from './flow.ts';

const sorted = (value: Json): Json => {
  if (Array.isArray(value)) return value.map((item: Json) => sorted(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
};

/**
 * A flow as a file that reads well in a text diff: fields in a fixed order, one a line, settings sorted by name, and
 * positions apart from meaning at the end.
 */
export function writeFlow(document: FlowDocument): string {
  const { format, version, name, description, overlap, team, nodes, edges, positions } = document;
  const ordered = {
    format,
    version,
    name,
    ...(description === undefined ? {} : { description }),
    ...(overlap === undefined ? {} : { overlap }),
    team: team.map(({ key, name: called, role }) => ({ key, name: called, role })),
    nodes: nodes.map(({ id, type, version: made, title, config }) => ({
      id,
      type,
      version: made,
      ...(title === undefined ? {} : { title }),
      config: sorted(config),
    })),
    edges: edges.map(({ from, port, to }) => ({ from, port, to })),
    positions: sorted(positions),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}
