import type { NodeId } from '../../app/base/ids.ts';
import type { JsonObject } from '../../app/base/json.ts';
import { edgeKey, portsOf, titleOf, whyNotConnect } from '../../app/graph/edges.ts';
import { connectInstead, freeNodeId, type FlowEdit } from '../../app/graph/edit.ts';
import type { FlowDocument, FlowEdge, FlowNode, FlowPosition } from '../../app/graph/flow.ts';
import type { Catalog } from '../../app/kit/catalog.ts';
import { withDefaults, type Field } from '../../app/kit/fields.ts';
import { CARD_WIDTH, cardSizeOf } from './card-size.ts';

/** Empty space between two cards, in canvas units. */
const GAP = { x: 80, y: 40 };

/** One way out of one step. */
export interface WayOut {
  readonly from: NodeId;
  readonly port: string;
}

/** An edit that brings a new step, and the step's id, so that it can be selected. */
export interface AddedStep {
  readonly edit: FlowEdit;
  readonly id: NodeId;
}

/** A new step of a type with its defaults. Its agent is the one of the step before, or the only one of the team. */
function newStep(
  document: FlowDocument,
  catalog: Catalog,
  type: string,
  before?: FlowNode,
): FlowNode | undefined {
  const definition = catalog.find(type);
  if (!definition) return undefined;
  const fields = definition.fields as Readonly<Record<string, Field>>;
  const agent = before?.config['agent'] ?? (document.team.length === 1 ? document.team[0]?.key : undefined);
  const config: JsonObject = fields['agent']?.kind === 'agent' && typeof agent === 'string' ? { agent } : {};
  return {
    id: freeNodeId(document, type),
    type,
    version: definition.version,
    config: withDefaults(fields, config),
  };
}

/** The first way out that leads nowhere yet; ways for errors and time limits are left to a deliberate choice. */
export function freeWayOut(document: FlowDocument, catalog: Catalog, id: NodeId): WayOut | undefined {
  const node = document.nodes.find((n) => n.id === id);
  const port =
    node &&
    portsOf(node, catalog).find(
      (p) => p.tone === undefined && !document.edges.some((e) => e.from === id && e.port === p.id),
    );
  return port ? { from: id, port: port.id } : undefined;
}

/**
 * Adds a step. With a way out it is connected there, taking in between what the way led to before; without a position
 * it stands to the right of it, where there is room.
 */
export function addStep(
  document: FlowDocument,
  catalog: Catalog,
  type: string,
  where: { readonly after?: WayOut; readonly at?: FlowPosition },
): AddedStep | undefined {
  const { after, at } = where;
  const before = after && document.nodes.find((n) => n.id === after.from);
  const node = newStep(document, catalog, type, before);
  if (!node) return undefined;
  const isTrigger = catalog.find(type)?.kind === 'trigger';
  const old = after && document.edges.find((e) => e.from === after.from && e.port === after.port);
  const onward = portsOf(node, catalog).find((p) => p.tone === undefined);
  const between = old && onward && !isTrigger ? makeRoom(document, old) : undefined;
  const arranged = between
    ? { ...document, positions: { ...document.positions, ...between.moved } }
    : document;
  const position = between
    ? clearOf(arranged, catalog, node, between.at)
    : (at ?? placeFor(document, catalog, node, after));
  const edges: FlowEdge[] = [];
  if (after && !isTrigger) {
    edges.push({ ...after, to: node.id });
    if (old && onward) edges.push({ from: node.id, port: onward.id, to: old.to });
  }
  const add: FlowEdit = { do: 'add-nodes', nodes: [node], edges, positions: { [node.id]: position } };
  if (!old || isTrigger) return { id: node.id, edit: add };
  const move: readonly FlowEdit[] =
    between && Object.keys(between.moved).length > 0 ? [{ do: 'move-nodes', positions: between.moved }] : [];
  return { id: node.id, edit: { do: 'all', edits: [{ do: 'disconnect', edge: old }, ...move, add] } };
}

/** Room for a step in the middle of a connection: what comes after it moves to the right when it is too close. */
function makeRoom(
  document: FlowDocument,
  edge: FlowEdge,
): { readonly at: FlowPosition; readonly moved: Readonly<Record<string, FlowPosition>> } | undefined {
  const from = document.positions[edge.from];
  const to = document.positions[edge.to];
  if (!from || !to) return undefined;
  const column = CARD_WIDTH + GAP.x;
  const at = { x: from.x + column, y: to.x > from.x ? to.y : from.y };
  const by = to.x > from.x ? from.x + 2 * column - to.x : 0;
  if (by <= 0) return { at, moved: {} };
  const moved: Record<string, FlowPosition> = {};
  const queue: NodeId[] = [edge.to];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const here = document.positions[id];
    if (!here || moved[id] || id === edge.from || here.x <= from.x) continue;
    moved[id] = { x: here.x + by, y: here.y };
    for (const e of document.edges) if (e.from === id) queue.push(e.to);
  }
  return { at, moved };
}

/** To the right of the way out, or at the left edge; further down while something stands there. */
function placeFor(
  document: FlowDocument,
  catalog: Catalog,
  node: FlowNode,
  after: WayOut | undefined,
): FlowPosition {
  const source = after && document.positions[after.from];
  const heightOf = (n: FlowNode): number => cardSizeOf(n, document, catalog).height;
  const all = Object.values(document.positions);
  const start = source
    ? { x: source.x + CARD_WIDTH + GAP.x, y: source.y }
    : {
        x: Math.min(0, ...all.map((p) => p.x)),
        y:
          all.length === 0
            ? 0
            : Math.max(...document.nodes.map((n) => (document.positions[n.id]?.y ?? 0) + heightOf(n))) +
              GAP.y,
      };
  return clearOf(document, catalog, node, start);
}

/** The first free place below the wished one. */
function clearOf(
  document: FlowDocument,
  catalog: Catalog,
  node: FlowNode,
  start: FlowPosition,
): FlowPosition {
  const heightOf = (n: FlowNode): number => cardSizeOf(n, document, catalog).height;
  let { y } = start;
  const height = heightOf(node);
  for (let tries = 0; tries < 200; tries += 1) {
    const blocking = document.nodes.find((other) => {
      const p = document.positions[other.id];
      return (
        p &&
        Math.abs(p.x - start.x) < CARD_WIDTH + 20 &&
        p.y < y + height + 20 &&
        y < p.y + heightOf(other) + 20
      );
    });
    if (!blocking) break;
    y = (document.positions[blocking.id]?.y ?? y) + heightOf(blocking) + GAP.y;
  }
  return { x: start.x, y };
}

/** Connects a way out, in place of where it led before. Or says why not, in a sentence. */
export function connectTo(
  document: FlowDocument,
  catalog: Catalog,
  way: WayOut,
  to: NodeId,
): { readonly edit: FlowEdit } | { readonly why: string } {
  const why = whyNotConnect(document, catalog, way.from, way.port, to);
  return why === undefined ? { edit: connectInstead(document, { ...way, to }) } : { why };
}

/** Removes steps. A step with one way in and one way out leaves its neighbours connected when `heal` is asked for. */
export function removeSteps(document: FlowDocument, ids: readonly NodeId[], heal = false): FlowEdit {
  const remove: FlowEdit = { do: 'remove-nodes', ids };
  const [only, ...more] = ids;
  if (!heal || only === undefined || more.length > 0) return remove;
  const onward = document.edges.find((e) => e.from === only);
  const into = document.edges.filter((e) => e.to === only);
  if (!onward) return remove;
  return {
    do: 'all',
    edits: [
      remove,
      ...into
        .filter((e) => e.from !== onward.to)
        .map((e): FlowEdit => ({ do: 'connect', edge: { ...e, to: onward.to } })),
    ],
  };
}

/** New settings of a step. Ways out that the settings take away take their connections with them. */
export function configEdit(
  document: FlowDocument,
  catalog: Catalog,
  id: NodeId,
  config: JsonObject,
): FlowEdit {
  const set: FlowEdit = { do: 'set-config', id, config };
  const node = document.nodes.find((n) => n.id === id);
  if (!node) return set;
  const left = new Set(portsOf({ ...node, config }, catalog).map((p) => p.id));
  const gone = new Set(
    portsOf(node, catalog)
      .map((p) => p.id)
      .filter((port) => !left.has(port)),
  );
  const cut = document.edges.filter((e) => e.from === id && gone.has(e.port));
  return cut.length === 0
    ? set
    : { do: 'all', edits: [...cut.map((edge): FlowEdit => ({ do: 'disconnect', edge })), set] };
}

/** "Sort the ticket, Billing, to Finance": a connection in words. */
export function edgeInWords(document: FlowDocument, catalog: Catalog, edge: FlowEdge): string {
  const from = document.nodes.find((n) => n.id === edge.from);
  const to = document.nodes.find((n) => n.id === edge.to);
  const port = from && portsOf(from, catalog).find((p) => p.id === edge.port);
  return `${from ? titleOf(from, catalog) : edge.from}, ${port?.label ?? edge.port}, to ${to ? titleOf(to, catalog) : edge.to}`;
}

export const findEdge = (document: FlowDocument, key: string): FlowEdge | undefined =>
  document.edges.find((e) => edgeKey(e) === key);
