import type { NodeId } from '../base/ids.ts';
import { isJsonObject, jsonAt, type Json } from '../base/json.ts';
import type { Catalog } from '../kit/catalog.ts';
import { mayFail, type DataShape } from '../kit/define.ts';
import { branchingsOf } from './branches.ts';
import { givesOf, titleOf, upstream } from './edges.ts';
import type { FlowDocument, FlowNode } from './flow.ts';
import { templatePaths } from './template.ts';

/** A value that a step can use: its path in the run's data, what it is called, and which step gives it. */
export interface GivenData {
  readonly path: string;
  readonly label: string;
  readonly from: string;
  readonly sample: Json;
}

/** What a node can use: the triggers' and waits' data at the root, each earlier step's under `steps`, and the item of a list. */
export function dataBefore(document: FlowDocument, id: NodeId, catalog: Catalog): readonly GivenData[] {
  const before = upstream(document, id);
  return document.nodes.flatMap((node) => {
    if (!before.has(node.id)) return [];
    const definition = catalog.find(node.type);
    const atRoot = definition?.kind === 'trigger' || definition?.kind === 'wait';
    const inside = isInBody(document, node, id, catalog);
    const shapes = inside ? itemShapes(document, node, catalog) : definition ? givesOf(node, definition) : [];
    return shapes.map((d) => ({
      path: atRoot || inside ? d.path : `steps.${node.id}.${d.path}`,
      label: d.label,
      from: titleOf(node, catalog),
      sample: d.sample,
    }));
  });
}

/** Does a node lie in the body of a "for each"? */
const isInBody = (document: FlowDocument, each: FlowNode, id: NodeId, catalog: Catalog): boolean =>
  catalog.find(each.type)?.kind === 'each' &&
  branchingsOf(document, catalog).some(
    (b) => b.node.id === each.id && b.branches.some((branch) => branch.nodes.has(id)),
  );

/** What the steps for each item can use; what an item looks like is taken from the sample of the step that gives the list. */
function itemShapes(document: FlowDocument, each: FlowNode, catalog: Catalog): readonly DataShape[] {
  const item = sampleItem(document, each, catalog);
  const fields = isJsonObject(item) ? Object.entries(item) : [];
  return [
    { path: 'item', label: 'The item', sample: item ?? '' },
    ...fields.map(([key, sample]) => ({ path: `item.${key}`, label: `The item’s ${key}`, sample })),
    { path: 'index', label: 'Its place in the list, from 0', sample: 0 },
  ];
}

function sampleItem(document: FlowDocument, each: FlowNode, catalog: Catalog): Json | undefined {
  const { list } = each.config;
  const [root, step, ...rest] =
    (typeof list === 'string' ? templatePaths(list)[0] : undefined)?.split('.') ?? [];
  const source = root === 'steps' ? document.nodes.find((n) => n.id === step) : undefined;
  const definition = source && catalog.find(source.type);
  return definition?.kind === 'action'
    ? jsonAt(definition.sample.output as Json, [...rest, '0']) // an action's output is JSON by type
    : undefined;
}

/** Tells of a path whether something before a node gives it. */
export type Given = (path: string) => boolean;

export function givenBefore(document: FlowDocument, id: NodeId, catalog: Catalog): Given {
  const before = upstream(document, id);
  const atRoot = new Set<string>();
  const steps = new Map<string, readonly string[]>();
  for (const node of document.nodes) {
    const definition = before.has(node.id) ? catalog.find(node.type) : undefined;
    if (!definition) continue;
    const paths = givesOf(node, definition).map((d) => d.path);
    if (definition.kind === 'trigger' || definition.kind === 'wait')
      for (const path of paths) atRoot.add(path);
    if (isInBody(document, node, id, catalog)) for (const path of ['item', 'index']) atRoot.add(path);
    // Whatever fails says why, to the steps at its Error port.
    else if (mayFail(definition.kind)) steps.set(node.id, [...paths, 'error', 'code']);
  }
  return (path) => {
    if (path === 'steps') return steps.size > 0;
    const [, step, rest] = /^steps\.([^.]+)(?:\.(.*))?$/.exec(path) ?? [];
    if (step === undefined) return [...atRoot].some((known) => fits(known, path));
    const known = steps.get(step);
    return known !== undefined && (rest === undefined || known.some((one) => fits(one, rest)));
  };
}

/** A path may name what is given, a whole of which something is given, or something within what is given. */
const fits = (known: string, path: string): boolean =>
  known === path || known.startsWith(`${path}.`) || path.startsWith(`${known}.`);
