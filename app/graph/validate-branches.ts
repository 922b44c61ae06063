import type { NodeId } from '../base/ids.ts';
import type { Catalog } from '../kit/catalog.ts';
import { branchingsOf, type BranchFault, type Branching } from './branches.ts';
import { portsOf, titleOf } from './edges.ts';
import type { FlowDocument } from './flow.ts';
import type { Problem } from './plan.ts';

/** Deepest that branches may lie within branches. */
const MOST_DEPTH = 8;
const MOST_OF_A_KIND = 20;

/** What is wrong with the parts of a flow that run on their own: they must begin, run and meet cleanly. */
export function branchProblems(document: FlowDocument, catalog: Catalog): readonly Problem[] {
  const branchings = branchingsOf(document, catalog);
  const titles = new Map(document.nodes.map((n) => [n.id, titleOf(n, catalog)]));
  const name = (id: NodeId): string => `"${titles.get(id) ?? id}"`;
  const seen = new Set<string>();
  const faults = branchings
    .flatMap((b) => b.faults)
    .filter(({ code, node, other }) => {
      const key = `${code} ${node} ${other}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, MOST_OF_A_KIND)
    .map((fault) => faultProblem(fault, name));
  return [
    ...faults,
    ...openWays(document, catalog, branchings),
    ...strayJoins(document, catalog, branchings, name),
    ...tooDeep(branchings, name),
  ];
}

function faultProblem({ code, node, other }: BranchFault, name: (id: NodeId) => string): Problem {
  const [a, b] = [name(node), name(other)];
  const at = { severity: 'error', code, node } as const;
  switch (code) {
    case 'branch_leads_back':
      return {
        ...at,
        sentence: `The steps that ${a} starts lead back to it.`,
        fix: 'They end by themselves: remove the connection that leads back.',
      };
    case 'branches_meet':
      return {
        ...at,
        sentence: `Two ways of ${a} meet at ${b}, while they run at the same time.`,
        fix: 'Put a “Come together” before it, or give each way steps of its own.',
      };
    case 'branches_meet_apart':
      return {
        ...at,
        sentence: `The ways of ${a} come together at more than one step, also at ${b}.`,
        fix: 'Lead all of them to the same “Come together”.',
      };
    case 'jump_into_branch':
      return {
        ...at,
        sentence: `${a} leads from outside into ${b}, which is part of a way that runs on its own.`,
        fix: 'Remove this connection, or lead it to the step that starts those ways.',
      };
  }
}

/** A way that leads nowhere does nothing: said, because it may be forgotten. */
function openWays(
  document: FlowDocument,
  catalog: Catalog,
  branchings: readonly Branching[],
): readonly Problem[] {
  return branchings.flatMap(({ node, branches }): readonly Problem[] => {
    const title = titleOf(node, catalog);
    if (catalog.find(node.type)?.kind === 'each')
      return branches.length > 0
        ? []
        : [
            {
              severity: 'error' as const,
              code: 'body_missing',
              node: node.id,
              sentence: `"${title}" does nothing for each item.`,
              fix: 'Connect “For each item” to the first step.',
            },
          ];
    const connected = new Set(branches.map((b) => b.port));
    return portsOf(node, catalog)
      .filter((p) => p.id !== 'error' && !connected.has(p.id))
      .map((port) => ({
        severity: 'warning' as const,
        code: 'way_open',
        node: node.id,
        sentence: `"${title}": "${port.label}" leads nowhere, so nothing happens there.`,
        fix: 'Connect it, or remove the way.',
      }));
  });
}

/** A join needs ways that come together there, and nothing else may lead to it. */
function strayJoins(
  document: FlowDocument,
  catalog: Catalog,
  branchings: readonly Branching[],
  name: (id: NodeId) => string,
): readonly Problem[] {
  const joins = document.nodes.filter((n) => catalog.find(n.type)?.kind === 'join');
  return joins.flatMap((join) => {
    const ending = branchings.flatMap(({ node, branches }) =>
      branches.filter((b) => b.until === join.id).map((branch) => ({ node, branch })),
    );
    const into = document.edges.filter((e) => e.to === join.id);
    if (into.length === 0) return []; // nothing leads there, which is said anyway
    if (ending.length === 0)
      return [
        {
          severity: 'error' as const,
          code: 'join_without_together',
          node: join.id,
          sentence: `${name(join.id)} has no ways that could come together.`,
          fix: 'Start them with “Do together”, or remove this step.',
        },
      ];
    const stray = into.find(
      (e) =>
        !ending.some(
          ({ node, branch }) => branch.nodes.has(e.from) || (node.id === e.from && e.port !== 'error'),
        ),
    );
    return stray ? [faultProblem({ code: 'jump_into_branch', node: stray.from, other: join.id }, name)] : [];
  });
}

function tooDeep(branchings: readonly Branching[], name: (id: NodeId) => string): readonly Problem[] {
  const inner = branchings.find(
    ({ node }) =>
      branchings.filter((b) => b.branches.some((branch) => branch.nodes.has(node.id))).length >= MOST_DEPTH,
  );
  return inner
    ? [
        {
          severity: 'error',
          code: 'branches_too_deep',
          node: inner.node.id,
          sentence: `${name(inner.node.id)} lies more than ${MOST_DEPTH} branches deep.`,
          fix: 'Move a part into a flow of its own and run it with “Run another flow”.',
        },
      ]
    : [];
}
