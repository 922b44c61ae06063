import type { NodeId } from '../base/ids.ts';
import type { Catalog } from '../kit/catalog.ts';
import { portsOf } from './edges.ts';
import type { FlowDocument, FlowNode } from './flow.ts';
import type { PlanBranch } from './plan.ts';

/** A part of the flow that runs on its own: a way of "together", or the body of "for each". */
export interface Branch extends PlanBranch {
  /** Every step in it; the step where it ends (`until`) is not among them. */
  readonly nodes: ReadonlySet<NodeId>;
}

/** The branches of one step, and what is wrong with how they are drawn. */
export interface Branching {
  readonly node: FlowNode;
  readonly branches: readonly Branch[];
  readonly faults: readonly BranchFault[];
}

export interface BranchFault {
  readonly code: 'branch_leads_back' | 'branches_meet' | 'branches_meet_apart' | 'jump_into_branch';
  readonly node: NodeId;
  /** The other step that the sentence names. */
  readonly other: NodeId;
}

/** Documents are never changed, only replaced, so what was worked out for one holds. */
const KNOWN = new WeakMap<
  FlowDocument,
  { readonly catalog: Catalog; readonly found: readonly Branching[] }
>();

/** The parts of every "together" and "for each" of a flow, found by walking from their ways out. Always ends. */
export function branchingsOf(document: FlowDocument, catalog: Catalog): readonly Branching[] {
  const known = KNOWN.get(document);
  if (known?.catalog === catalog) return known.found;
  const walker = new Walker(document, catalog);
  const found = document.nodes.flatMap((node) => walker.branching(node) ?? []);
  KNOWN.set(document, { catalog, found });
  return found;
}

class Walker {
  readonly #catalog: Catalog;
  readonly #nodes: ReadonlyMap<NodeId, FlowNode>;
  readonly #out = new Map<NodeId, { readonly port: string; readonly to: NodeId }[]>();
  readonly #into = new Map<NodeId, NodeId[]>();
  readonly #known = new Map<NodeId, Branching>();
  /** Steps whose branches are being walked. */
  readonly #open: NodeId[] = [];

  constructor(document: FlowDocument, catalog: Catalog) {
    this.#catalog = catalog;
    this.#nodes = new Map(document.nodes.map((n) => [n.id, n]));
    for (const { from, port, to } of document.edges) {
      if (!this.#nodes.has(to)) continue;
      push(this.#out, from, { port, to });
      push(this.#into, to, from);
    }
  }

  /** The branches of a step; undefined when it is of a kind that has none. */
  branching(node: FlowNode): Branching | undefined {
    const kind = this.#kindOf(node.id);
    if (kind !== 'together' && kind !== 'each') return undefined;
    const known = this.#known.get(node.id);
    if (known) return known;
    this.#open.push(node.id);
    const ports = portsOf(node, this.#catalog)
      .map((p) => p.id)
      .filter((id) => (kind === 'each' ? id === 'item' : id !== 'error'));
    const branches: Branch[] = [];
    const faults: BranchFault[] = [];
    for (const port of ports) {
      const entry = this.#out.get(node.id)?.find((way) => way.port === port)?.to;
      if (entry === undefined) continue;
      const { nodes, ends } = this.#walk(entry);
      const [until = null, ...more] = ends;
      branches.push({ port, entry, until, nodes });
      if (nodes.has(node.id)) faults.push({ code: 'branch_leads_back', node: node.id, other: entry });
      if (more[0] !== undefined) faults.push({ code: 'branches_meet_apart', node: node.id, other: more[0] });
    }
    this.#open.pop();
    const found = { node, branches, faults: [...faults, ...this.#betweenFaults(node, branches)] };
    this.#known.set(node.id, found);
    return found;
  }

  /** Every step from an entry on, up to where ways come together outside of any branching that began on the way. */
  #walk(entry: NodeId): { readonly nodes: Set<NodeId>; readonly ends: readonly NodeId[] } {
    const nodes = new Set<NodeId>();
    const ends = new Set<NodeId>();
    const queue: NodeId[] = [entry];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (nodes.has(id) || ends.has(id)) continue;
      const node = this.#nodes.get(id);
      if (!node) continue;
      if (this.#kindOf(id) === 'join') {
        ends.add(id);
        continue;
      }
      nodes.add(id);
      // Leading back into a branching that is still being walked: its own check names the fault.
      if (this.#open.includes(id)) continue;
      const inner = this.branching(node);
      if (!inner) {
        for (const { to } of this.#out.get(id) ?? []) queue.push(to);
        continue;
      }
      const taken = new Set(inner.branches.map((b) => b.port));
      for (const branch of inner.branches) {
        for (const one of branch.nodes) nodes.add(one);
        if (branch.until === null || this.#kindOf(id) === 'each') continue;
        nodes.add(branch.until);
        for (const { to } of this.#out.get(branch.until) ?? []) queue.push(to);
      }
      for (const { port, to } of this.#out.get(id) ?? []) if (!taken.has(port)) queue.push(to);
    }
    return { nodes, ends: [...ends] };
  }

  /** Ways that touch each other before they come together, and connections that come in from the side. */
  #betweenFaults(node: FlowNode, branches: readonly Branch[]): readonly BranchFault[] {
    const faults: BranchFault[] = [];
    const owner = new Map<NodeId, Branch>();
    for (const branch of branches) {
      const shared = [...branch.nodes].find((id) => owner.has(id));
      if (shared !== undefined && shared !== node.id)
        faults.push({ code: 'branches_meet', node: node.id, other: shared });
      for (const id of branch.nodes) owner.set(id, branch);
    }
    const meets = new Set(branches.flatMap((b) => b.until ?? []));
    const [first, other] = [...meets];
    if (first !== undefined && other !== undefined)
      faults.push({ code: 'branches_meet_apart', node: node.id, other });
    for (const branch of branches) {
      for (const id of branch.nodes) {
        const from = (this.#into.get(id) ?? []).find(
          (one) => !owner.has(one) && !(one === node.id && id === branch.entry),
        );
        if (from !== undefined) faults.push({ code: 'jump_into_branch', node: from, other: id });
      }
    }
    return faults;
  }

  #kindOf(id: NodeId): string | undefined {
    const node = this.#nodes.get(id);
    return node && this.#catalog.find(node.type)?.kind;
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
