import { describeNode } from '../../app/graph/describe.ts';
import { portsOf } from '../../app/graph/edges.ts';
import type { FlowDocument, FlowNode } from '../../app/graph/flow.ts';
import type { Catalog } from '../../app/kit/catalog.ts';

/** Width of every card in canvas units. */
export const CARD_WIDTH = 248;
const PORT_ROW = 22;
const PADDING = 8;
/** Title, gap and the row with agent and state. */
const AROUND_SENTENCE = 24 + 3 + 20;
const LINE = 16;
/** Letters that surely fit in one line; fonts differ. */
const LETTERS = 32;
const MOST_LINES = 3;
/** Room for a title and a state when the card is seen from afar. */
const LEAST_HEIGHT = 112;

/**
 * Size of a card in canvas units. Worked out, not measured, so that the canvas need not draw what is not in view and
 * the layout knows it beforehand.
 */
export interface CardSize {
  readonly lines: number;
  /** Height above the first way out. */
  readonly head: number;
  readonly height: number;
}

export function cardSize(sentence: string, ports: number): CardSize {
  const lines = Math.min(MOST_LINES, Math.max(1, Math.ceil(sentence.length / LETTERS)));
  const head = PADDING + AROUND_SENTENCE + lines * LINE;
  return { lines, head, height: Math.max(LEAST_HEIGHT, head + ports * PORT_ROW + PADDING) };
}

export const cardSizeOf = (node: FlowNode, document: FlowDocument, catalog: Catalog): CardSize =>
  cardSize(describeNode(node, document, catalog), portsOf(node, catalog).length);

/** Middle of a port's row from the card's top. */
export const portTop = (head: number, index: number): number => head + index * PORT_ROW + PORT_ROW / 2;
