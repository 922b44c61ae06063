import type { Edge, Node } from '@xyflow/react';
import type { NodeId } from '../../../app/base/ids.ts';
import { describeNode, namesIn } from '../../../app/graph/describe.ts';
import { edgeKey, portsOf, titleOf } from '../../../app/graph/edges.ts';
import type { FlowDocument, FlowEdge, FlowNode } from '../../../app/graph/flow.ts';
import type { Problem } from '../../../app/graph/plan.ts';
import type { Catalog } from '../../../app/kit/catalog.ts';
import type { IconName, NodeKind, Port } from '../../../app/kit/define.ts';
import { groupBy } from '../../kit/group-by.ts';
import { CARD_WIDTH, cardSize } from '../card-size.ts';
import { edgeInWords } from '../steps.ts';

/** What one card shows. */
export interface CardData extends Record<string, unknown> {
  readonly title: string;
  readonly sentence: string;
  readonly kind: NodeKind;
  readonly icon: IconName;
  readonly agent: string | null;
  readonly ports: readonly Port[];
  /** Errors and warnings of this step, as one text for the badge. */
  readonly problems: string;
  readonly worst: 'error' | 'warning' | null;
}
export type CardNode = Node<CardData, 'card'>;

export interface WayData extends Record<string, unknown> {
  readonly edge: FlowEdge;
  readonly tone: Port['tone'] | undefined;
  readonly words: string;
}
export type WayEdge = Edge<WayData, 'way'>;

function cardOf(
  node: FlowNode,
  document: FlowDocument,
  catalog: Catalog,
  problems: readonly Problem[],
): CardData {
  const definition = catalog.find(node.type);
  const agent = node.config['agent'];
  return {
    title: titleOf(node, catalog),
    sentence: describeNode(node, document, catalog),
    kind: definition?.kind ?? 'action',
    icon: definition?.icon ?? 'flag',
    agent: typeof agent === 'string' && agent !== '' ? namesIn(document, catalog).agent(agent) : null,
    ports: portsOf(node, catalog),
    problems: problems.map((p) => p.sentence).join('\n'),
    worst: problems.some((p) => p.severity === 'error') ? 'error' : problems.length > 0 ? 'warning' : null,
  };
}

/**
 * The cards of a flow. A card that says the same as before stays the same object, so that an edit draws only what it
 * changed.
 */
export function cardsOf(
  document: FlowDocument,
  catalog: Catalog,
  problems: readonly Problem[],
  selected: readonly NodeId[],
  before: readonly CardNode[],
): readonly CardNode[] {
  const old = new Map(before.map((card) => [card.id, card]));
  const byNode = groupBy(problems, (p) => p.node);
  const chosen = new Set<string>(selected);
  return document.nodes.map((node) => {
    const data = cardOf(node, document, catalog, byNode.get(node.id) ?? []);
    const known = old.get(node.id);
    const position = document.positions[node.id] ?? { x: 0, y: 0 };
    const sameData = known && JSON.stringify(known.data) === JSON.stringify(data);
    const isSelected = chosen.has(node.id);
    if (
      known &&
      sameData &&
      known.selected === isSelected &&
      known.position.x === position.x &&
      known.position.y === position.y
    )
      return known;
    return {
      id: node.id,
      type: 'card',
      position,
      data: sameData ? known.data : data,
      selected: isSelected,
      width: CARD_WIDTH,
      height: cardSize(data.sentence, data.ports.length).height,
      ariaLabel: `${data.title}: ${data.sentence}`,
    };
  });
}

export function waysOf(
  document: FlowDocument,
  catalog: Catalog,
  selected: string | null,
): readonly WayEdge[] {
  const nodes = new Map(document.nodes.map((n) => [n.id, n]));
  return document.edges.flatMap((edge) => {
    const from = nodes.get(edge.from);
    const port = from && portsOf(from, catalog).find((p) => p.id === edge.port);
    // A way out that is not there any more has no handle to start from; the list of problems names it.
    if (!port || !nodes.has(edge.to)) return [];
    const id = edgeKey(edge);
    return [
      {
        id,
        type: 'way' as const,
        source: edge.from,
        sourceHandle: edge.port,
        target: edge.to,
        targetHandle: 'in',
        selected: id === selected,
        data: { edge, tone: port.tone, words: edgeInWords(document, catalog, edge) },
      },
    ];
  });
}
