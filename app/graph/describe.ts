import type { NodeId } from '../base/ids.ts';
import type { Catalog } from '../kit/catalog.ts';
import type { Names } from '../kit/names.ts';
import { branchingsOf } from './branches.ts';
import { configOf, portsOf, titleOf } from './edges.ts';
import type { FlowDocument, FlowNode } from './flow.ts';

export const namesIn = (document: FlowDocument, catalog: Catalog): Names => ({
  agent: (key) => document.team.find((t) => t.key === key)?.name ?? key ?? 'an agent',
  node: (id) => {
    const node = document.nodes.find((n) => n.id === id);
    return node ? titleOf(node, catalog) : (id ?? 'a step');
  },
});

/** What one node will do, in one sentence. */
export function describeNode(node: FlowNode, document: FlowDocument, catalog: Catalog): string {
  const definition = catalog.find(node.type);
  if (!definition) return `Unknown step "${node.type}"`;
  try {
    return definition.sentence(configOf(node, definition), namesIn(document, catalog));
  } catch {
    // A flow file may hold settings of any kind; a sentence is written for those that its type expects.
    return 'Is not set up in a way that can be read';
  }
}

/** One line of the outline: the flow as text, in the order in which it is lived. */
export interface OutlineLine {
  readonly depth: number;
  /** The way out that leads here; null for a beginning or a plain next step. */
  readonly via: string | null;
  readonly node: NodeId | null;
  readonly text: string;
}

const isDoneOfEach = (node: FlowNode, port: string, catalog: Catalog): boolean =>
  port === 'done' && catalog.find(node.type)?.kind === 'each';

/** The whole flow as lines, every step once; a second way to the same step refers back to it. */
export function outlineFlow(document: FlowDocument, catalog: Catalog): readonly OutlineLine[] {
  const nodes = new Map(document.nodes.map((n) => [n.id, n]));
  const told = new Set<NodeId>();
  const lines: OutlineLine[] = [];
  const branchings = new Map(branchingsOf(document, catalog).map((b) => [b.node.id, b.branches]));
  /** Where the ways that are being told come together: told after them, at the depth of their beginning. */
  const meeting: NodeId[] = [];
  const tell = (id: NodeId, depth: number, via: string | null): void => {
    const node = nodes.get(id);
    if (!node) return;
    const title = titleOf(node, catalog);
    if (told.has(id) || meeting.includes(id)) {
      lines.push({ depth, via, node: null, text: `Goes on with “${title}”` });
      return;
    }
    told.add(id);
    lines.push({ depth, via, node: id, text: `${title}: ${describeNode(node, document, catalog)}` });
    const ports = portsOf(node, catalog);
    const out = ports.flatMap((port) => {
      const edge = document.edges.find((e) => e.from === id && e.port === port.id);
      return edge ? [{ port, to: edge.to }] : [];
    });
    const meet = branchings.get(id)?.find((b) => b.until !== null && !told.has(b.until))?.until ?? undefined;
    const isOuter = meet !== undefined && !meeting.includes(meet);
    if (isOuter) meeting.push(meet);
    const single = ports.filter((p) => p.tone !== 'error').length <= 1;
    for (const { port, to } of out.toSorted(
      (a, b) => Number(a.port.tone === 'error') - Number(b.port.tone === 'error'),
    )) {
      // What comes after a list is told where the list stands, its body deeper.
      const plain = (single && port.tone !== 'error') || isDoneOfEach(node, port.id, catalog);
      tell(to, plain ? depth : depth + 1, plain ? null : port.label);
    }
    if (!isOuter) return;
    meeting.pop();
    tell(meet, depth, null);
  };
  for (const node of document.nodes) if (catalog.find(node.type)?.kind === 'trigger') tell(node.id, 0, null);
  for (const node of document.nodes) if (!told.has(node.id)) tell(node.id, 0, null);
  return lines;
}

/** The outline as indented text. */
export const describeFlow = (document: FlowDocument, catalog: Catalog): readonly string[] =>
  outlineFlow(document, catalog).map(
    (line) => `${'  '.repeat(line.depth)}${line.via === null ? '' : `${line.via} → `}${line.text}`,
  );

/** What a flow may do once it is on, before anybody turns it on (G6). Sorted, each once. */
export function mayDo(document: FlowDocument, catalog: Catalog): readonly string[] {
  const names = namesIn(document, catalog);
  const lines = document.nodes.flatMap((node) => {
    const definition = catalog.find(node.type);
    const agent = names.agent(typeof node.config['agent'] === 'string' ? node.config['agent'] : undefined);
    const tool = definition?.tool ? catalog.tool(definition.tool).title : '';
    if (definition?.kind === 'trigger' && tool) return [`Looks into ${tool} as ${agent}`];
    if (definition?.kind === 'trigger' && definition.place) {
      const at = node.config[definition.place.field];
      return [`Looks at ${typeof at === 'string' ? at : `a ${definition.place.kind}`}, once you allow it`];
    }
    if (definition?.kind === 'trigger' && definition.source === 'call')
      return portsOf(node, catalog).length > 0
        ? ['Can be started by other programs of this computer that you give its address']
        : ['Lets other programs of this computer that you give its address wake runs that wait'];
    if (definition?.kind === 'action') return [`Can do “${definition.title}” in ${tool} as ${agent}`];
    if (definition?.kind === 'subflow') return ['Can run another flow of this workspace'];
    if (definition?.kind === 'ask')
      return [
        `Can ask ${agent}, or hand the case to ${agent}, who works with their own tools within what they may do`,
      ];
    if (definition?.kind === 'agent')
      return [
        `Lets ${agent} work with the tools that ${agent} has in your team, within what ${agent} may do there`,
      ];
    return [];
  });
  return [...new Set(lines)].toSorted();
}
