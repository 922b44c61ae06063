import type { NodeId } from '../base/ids.ts';
import { isJsonObject } from '../base/json.ts';
import type { Catalog } from '../kit/catalog.ts';
import { titleOf } from './edges.ts';
import type { FlowDocument, FlowNode } from './flow.ts';
import type { Problem } from './plan.ts';

/** Deepest that flows may call flows that call flows. */
const MOST_DEPTH = 8;

/** The flows of a workspace by id. */
export type FindFlow = (id: string) => FlowDocument | undefined;

/** What is wrong with the calls of a flow to others. Needs the workspace, so it is looked at when a flow is published. */
export function callProblems(
  own: string,
  document: FlowDocument,
  catalog: Catalog,
  find: FindFlow,
): readonly Problem[] {
  return callsOf(document, catalog).flatMap(({ node, flow }) => {
    const at = { node: node.id, title: titleOf(node, catalog) };
    const called = find(flow);
    if (!called) return [problem(at, 'flow_missing', 'runs a flow that is not here', 'Choose another flow.')];
    if (!called.nodes.some((n) => startsByCall(n, catalog)))
      return [
        problem(
          at,
          'flow_not_callable',
          `runs “${called.name}”, which does not begin with “When another flow calls this”`,
          `Add that trigger to “${called.name}”, or choose another flow.`,
        ),
      ];
    const depth = depthOf(flow, own, catalog, find);
    if (depth === 'circle')
      return [
        problem(
          at,
          'flow_calls_itself',
          `runs “${called.name}”, which comes back to this flow`,
          'Remove one of the calls.',
        ),
      ];
    return depth > MOST_DEPTH
      ? [
          problem(
            at,
            'calls_too_deep',
            `starts a chain of more than ${MOST_DEPTH} flows`,
            'Put some of them together.',
          ),
        ]
      : [];
  });
}

const problem = (
  { node, title }: { readonly node: NodeId; readonly title: string },
  code: string,
  what: string,
  fix: string,
): Problem => ({ severity: 'error', code, node, field: 'flow', sentence: `"${title}" ${what}.`, fix });

const startsByCall = (node: FlowNode, catalog: Catalog): boolean => {
  const definition = catalog.find(node.type);
  return definition?.kind === 'trigger' && definition.source === 'flow';
};

function callsOf(
  document: FlowDocument,
  catalog: Catalog,
): readonly { readonly node: FlowNode; readonly flow: string }[] {
  return document.nodes.flatMap((node) => {
    if (catalog.find(node.type)?.kind !== 'subflow') return [];
    const { flow } = node.config;
    return isJsonObject(flow) && typeof flow['id'] === 'string' ? [{ node, flow: flow['id'] }] : [];
  });
}

/** How many flows deep a call goes; `circle` when it comes back to where it began. */
function depthOf(flow: string, own: string, catalog: Catalog, find: FindFlow): number | 'circle' {
  let level = new Set([flow]);
  for (let depth = 1; depth <= MOST_DEPTH + 1; depth += 1) {
    if (level.has(own)) return 'circle';
    const next = new Set<string>();
    for (const id of level) {
      const document = find(id);
      if (document) for (const call of callsOf(document, catalog)) next.add(call.flow);
    }
    if (next.size === 0) return depth;
    level = next;
  }
  return MOST_DEPTH + 1;
}
