import { digestOf } from '../base/digest.ts';
import type { NodeId } from '../base/ids.ts';
import type { Json } from '../base/json.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Catalog } from '../kit/catalog.ts';
import { mayFail } from '../kit/define.ts';
import { RETRY_KEY, retryOf } from '../kit/retry.ts';
import { branchingsOf, type Branch } from './branches.ts';
import { configOf, titleOf } from './edges.ts';
import type { FlowDocument } from './flow.ts';
import type { Plan, PlanBranch, PlanNode, PlanWatcher, Problem } from './plan.ts';
import { validateFlow } from './validate.ts';

/** A way that ends by itself has the same meeting point as its sisters: the parent goes on there once all have ended. */
function planBranches(parts: readonly Branch[]): readonly PlanBranch[] {
  const meet = parts.find((part) => part.until !== null)?.until ?? null;
  return parts.map(({ port, entry }) => ({ port, entry, until: meet }));
}

/** Turns a flow into what the runtime executes, or gives the problems that stand against it. */
export function compileFlow(document: FlowDocument, catalog: Catalog): Result<Plan, readonly Problem[]> {
  const errors = validateFlow(document, catalog).filter((p) => p.severity === 'error');
  if (errors.length > 0) return fail(errors);
  const nodes: Record<string, PlanNode> = {};
  const triggers: NodeId[] = [];
  const watchers = new Map<string, PlanWatcher>();
  const team = new Set<string>();
  const branches = new Map(branchingsOf(document, catalog).map((b) => [b.node.id, b.branches]));
  for (const node of document.nodes) {
    const definition = catalog.find(node.type);
    if (!definition) continue; // validated above
    const { [RETRY_KEY]: _retry, ...config } = configOf(node, definition);
    const retry = mayFail(definition.kind) ? retryOf(node.config) : undefined;
    const parts = branches.get(node.id);
    const next: Record<string, NodeId> = {};
    for (const edge of document.edges) if (edge.from === node.id) next[edge.port] = edge.to;
    nodes[node.id] = {
      id: node.id,
      kind: definition.kind,
      type: node.type,
      version: definition.version,
      title: titleOf(node, catalog),
      config,
      next,
      ...(retry ? { retry } : {}),
      ...(parts ? { branches: planBranches(parts) } : {}),
    };
    if (definition.kind === 'trigger') triggers.push(node.id);
    const { agent } = config;
    if (typeof agent === 'string' && agent !== '') team.add(agent);
    // A wait for a reply needs somebody who looks for replies.
    if (node.type === 'wait-for-reply' && typeof agent === 'string') {
      const watcher: PlanWatcher =
        config['by'] === 'mail'
          ? { type: 'mail.reply', config: { agent, folder: 'INBOX' } }
          : { type: 'helpscout.customer-replied', config: { agent } };
      watchers.set(`${watcher.type} ${agent}`, watcher);
    }
  }
  const meaning = {
    abi: 1 as const,
    name: document.name,
    nodes,
    triggers,
    watchers: [...watchers.values()],
    team: [...team].toSorted(),
  };
  return ok({ ...meaning, hash: digestOf(meaning as unknown as Json) }); // a plan is plain JSON by type
}
