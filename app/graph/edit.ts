import type { NodeId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { FlowDocument, FlowEdge, FlowNode, FlowPosition, FlowTeammate } from './flow.ts';

/** One edit of a flow, as data: what canvas, outline and undo have in common. */
export type FlowEdit =
  | {
      readonly do: 'add-nodes';
      readonly nodes: readonly FlowNode[];
      readonly edges: readonly FlowEdge[];
      readonly positions: Readonly<Record<string, FlowPosition>>;
      /** Where in the list, so that undo restores the order too. */ readonly at?: readonly number[];
      readonly edgesAt?: readonly number[];
    }
  | { readonly do: 'remove-nodes'; readonly ids: readonly NodeId[] }
  | {
      readonly do: 'move-nodes';
      readonly positions: Readonly<Record<string, FlowPosition>>;
      /** Nodes that had no place of their own before. */ readonly forget?: readonly string[];
    }
  | { readonly do: 'set-config'; readonly id: NodeId; readonly config: JsonObject }
  | { readonly do: 'set-title'; readonly id: NodeId; readonly title: string | undefined }
  | { readonly do: 'connect'; readonly edge: FlowEdge; readonly at?: number }
  | {
      readonly do: 'disconnect';
      readonly edge: FlowEdge;
      /** Which one, where the same connection stands twice. */ readonly at?: number;
    }
  | { readonly do: 'rename'; readonly name: string }
  | { readonly do: 'set-overlap'; readonly overlap: FlowDocument['overlap'] }
  | { readonly do: 'set-team'; readonly team: readonly FlowTeammate[] }
  | { readonly do: 'all'; readonly edits: readonly FlowEdit[] };

const sameEdge = (a: FlowEdge, b: FlowEdge): boolean =>
  a.from === b.from && a.port === b.port && a.to === b.to;

/** Puts items back at the places they had, in rising order. */
function insertAt<T>(list: readonly T[], items: readonly T[], at: readonly number[] | undefined): T[] {
  const result = [...list];
  items.forEach((item, index) => result.splice(at?.[index] ?? result.length, 0, item));
  return result;
}

/** Does an edit and gives the one that takes it back exactly. */
export function applyEdit(
  document: FlowDocument,
  edit: FlowEdit,
): { readonly document: FlowDocument; readonly inverse: FlowEdit } {
  switch (edit.do) {
    case 'add-nodes': {
      const fresh = new Set<string>(edit.nodes.map((n) => n.id));
      // What the edit brought beside the nodes themselves does not go with them: it is taken back by name.
      const between = edit.edges
        .flatMap((edge, i): FlowEdit[] =>
          fresh.has(edge.from) || fresh.has(edge.to)
            ? []
            : [{ do: 'disconnect', edge, at: edit.edgesAt?.[i] ?? document.edges.length + i }],
        )
        .toReversed();
      const places = Object.keys(edit.positions).filter(
        (id) => !fresh.has(id) || Object.hasOwn(document.positions, id),
      );
      const remove: FlowEdit = { do: 'remove-nodes', ids: edit.nodes.map((n) => n.id) };
      return {
        document: {
          ...document,
          nodes: insertAt(document.nodes, edit.nodes, edit.at),
          edges: insertAt(document.edges, edit.edges, edit.edgesAt),
          positions: { ...document.positions, ...edit.positions },
        },
        inverse:
          between.length + places.length === 0
            ? remove
            : { do: 'all', edits: [...between, remove, placesBefore(document, places)] },
      };
    }
    case 'remove-nodes': {
      const gone = new Set<string>(edit.ids);
      const at: number[] = [];
      const edgesAt: number[] = [];
      const nodes = document.nodes.filter((n, i) => gone.has(n.id) && at.push(i) > 0);
      const edges = document.edges.filter(
        (e, i) => (gone.has(e.from) || gone.has(e.to)) && edgesAt.push(i) > 0,
      );
      const positions = Object.fromEntries(Object.entries(document.positions).filter(([id]) => gone.has(id)));
      return {
        document: {
          ...document,
          nodes: document.nodes.filter((n) => !gone.has(n.id)),
          edges: document.edges.filter((e) => !gone.has(e.from) && !gone.has(e.to)),
          positions: Object.fromEntries(Object.entries(document.positions).filter(([id]) => !gone.has(id))),
        },
        inverse: { do: 'add-nodes', nodes, edges, positions, at, edgesAt },
      };
    }
    case 'move-nodes': {
      const gone = new Set(edit.forget);
      const kept = Object.entries(document.positions).filter(([id]) => !gone.has(id));
      return {
        document: { ...document, positions: { ...Object.fromEntries(kept), ...edit.positions } },
        inverse: placesBefore(document, [...Object.keys(edit.positions), ...gone]),
      };
    }
    case 'set-config': {
      const before = document.nodes.find((n) => n.id === edit.id)?.config ?? {};
      return {
        document: changeNode(document, edit.id, (n) => ({ ...n, config: edit.config })),
        inverse: { do: 'set-config', id: edit.id, config: before },
      };
    }
    case 'set-title': {
      const before = document.nodes.find((n) => n.id === edit.id)?.title;
      return {
        document: changeNode(document, edit.id, ({ title: _old, ...n }) =>
          edit.title === undefined ? n : { ...n, title: edit.title },
        ),
        inverse: { do: 'set-title', id: edit.id, title: before },
      };
    }
    case 'connect':
      return {
        document: {
          ...document,
          edges: insertAt(document.edges, [edit.edge], edit.at === undefined ? undefined : [edit.at]),
        },
        inverse: { do: 'disconnect', edge: edit.edge, at: edit.at ?? document.edges.length },
      };
    case 'disconnect': {
      const meant = edit.at === undefined ? undefined : document.edges[edit.at];
      const at =
        edit.at !== undefined && meant && sameEdge(meant, edit.edge)
          ? edit.at
          : document.edges.findIndex((e) => sameEdge(e, edit.edge));
      return {
        document: { ...document, edges: document.edges.filter((_, i) => i !== at) },
        inverse: at === -1 ? { do: 'all', edits: [] } : { do: 'connect', edge: edit.edge, at },
      };
    }
    case 'rename':
      return { document: { ...document, name: edit.name }, inverse: { do: 'rename', name: document.name } };
    case 'set-overlap': {
      const { overlap: before, ...rest } = document;
      return {
        document: edit.overlap === undefined ? rest : { ...rest, overlap: edit.overlap },
        inverse: { do: 'set-overlap', overlap: before },
      };
    }
    case 'set-team':
      return {
        document: { ...document, team: [...edit.team] },
        inverse: { do: 'set-team', team: document.team },
      };
    case 'all': {
      let now = document;
      const inverses: FlowEdit[] = [];
      for (const one of edit.edits) {
        const done = applyEdit(now, one);
        now = done.document;
        inverses.unshift(done.inverse);
      }
      return { document: now, inverse: { do: 'all', edits: inverses } };
    }
  }
}

/** Puts nodes back where they stand in a document, those without a place included. */
function placesBefore(document: FlowDocument, ids: readonly string[]): FlowEdit {
  const placed = ids.filter((id) => Object.hasOwn(document.positions, id));
  const forget = ids.filter((id) => !Object.hasOwn(document.positions, id));
  const positions = Object.fromEntries(
    Object.entries(document.positions).filter(([id]) => placed.includes(id)),
  );
  return { do: 'move-nodes', positions, ...(forget.length > 0 ? { forget } : {}) };
}

const changeNode = (
  document: FlowDocument,
  id: NodeId,
  change: (node: FlowNode) => FlowNode,
): FlowDocument => ({
  ...document,
  nodes: document.nodes.map((n) => (n.id === id ? change(n) : n)),
});

/** A short readable id that is free: `reply`, `reply-2`. */
export function freeNodeId(document: FlowDocument, type: string, alsoTaken: readonly string[] = []): NodeId {
  const stem =
    type
      .slice(type.lastIndexOf('.') + 1)
      .replaceAll(/[^A-Za-z0-9_-]/g, '-')
      .replace(/^[^A-Za-z]+/, '') || 'step';
  const taken = new Set<string>([...document.nodes.map((n) => n.id), ...alsoTaken]);
  let id = stem;
  for (let n = 2; taken.has(id); n += 1) id = `${stem}-${n}`;
  return id as NodeId; // made of letters, digits, - and _ above
}

/** Makes room in the way from a port: connects it to `edge.to`, taking the place of what was there. */
export function connectInstead(document: FlowDocument, edge: FlowEdge): FlowEdit {
  const old = document.edges.find((e) => e.from === edge.from && e.port === edge.port);
  const connect: FlowEdit = { do: 'connect', edge };
  return old ? { do: 'all', edits: [{ do: 'disconnect', edge: old }, connect] } : connect;
}
