import { digestOf } from '../../base/digest.ts';
import type { Json } from '../../base/json.ts';
import type { Plan } from '../../graph/plan.ts';
import { ofRouter, ownerParts, type DirectiveEntry, type DirectiveOwner } from '../../store/directives.ts';
import type { FlowRecord, VersionRecord } from '../../store/records.ts';
import type { Reader, Transaction } from '../../store/store.ts';
import { readDirective } from '../routing/directive-reading.ts';
import { readPriority, withoutPriority } from './priority-reading.ts';
import { fromRoutes, routesOf, standingNow } from './standing.ts';
import { wayFor, waysOf, type RouterWay } from './ways.ts';

/** A directive as a person hands it in; author and date are added when it changed. */
export type DirectiveDraft = Omit<DirectiveEntry, 'author' | 'at'>;

export interface DirectivesChange {
  readonly owner: DirectiveOwner;
  readonly directives: readonly DirectiveDraft[];
  readonly by: string;
  readonly at: number;
  readonly note: string;
}

const contentOf = ({ id, text, on, way, when, examples }: DirectiveDraft): string =>
  digestOf({ id, text, on, way: way ?? null, when: (when ?? null) as Json, examples: examples ?? null }); // rules are JSON by their schema

const sameContent = (a: DirectiveDraft, b: DirectiveDraft): boolean => contentOf(a) === contentOf(b);

/**
 * Writes a new version of an owner's directives and keeps every older one. Gives its number; the number as it was when
 * nothing changed. What stood before the first change becomes version 1, so that it can be brought back as well.
 */
export function saveDirectives(tx: Transaction, change: DirectivesChange): number {
  const { owner, by, at, note } = change;
  const before = standingNow(tx, owner);
  const directives = change.directives.map((draft): DirectiveEntry => {
    const known = before.directives.find(({ id }) => id === draft.id);
    return known && sameContent(draft, known) ? known : { ...draft, author: by, at };
  });
  if (JSON.stringify(directives) === JSON.stringify(before.directives)) return before.number;
  const first = tx.directiveVersions(owner, 1)[0] === undefined;
  if (first)
    tx.addDirectiveVersion({
      owner,
      number: 1,
      directives: before.directives,
      by: before.directives[0]?.author ?? by,
      at: Math.min(at, ...before.directives.map((directive) => directive.at)),
      note: 'as it came',
    });
  const number = first ? 2 : before.number + 1;
  tx.addDirectiveVersion({ owner, number, directives, by, at, note });
  tx.addAudit(at, by, 'directives_changed', {
    owner,
    version: number,
    note,
    directives: directives.map(({ text, on }) => (on ? text : `${text} (off)`)),
  });
  return number;
}

/** As `saveDirectives`, and where an agent's record carries its directives, there too. */
export function saveAndApply(tx: Transaction, change: DirectivesChange): number {
  const number = saveDirectives(tx, change);
  const parts = ownerParts(change.owner);
  const agent = parts?.kind === 'agent' ? tx.agent(parts.agent) : undefined;
  if (agent)
    tx.putAgent({ ...agent, directives: standingNow(tx, change.owner).directives, updatedAt: change.at });
  return number;
}

/** The ways of a router as it is live now; none for a router that is not live. */
export function liveWays(read: Reader, owner: DirectiveOwner): readonly RouterWay[] {
  const parts = ownerParts(owner);
  if (parts?.kind !== 'router') return [];
  const flow = read.flow(parts.flow);
  const version = flow && flow.liveVersion !== null ? read.version(flow.id, flow.liveVersion) : undefined;
  const node = version?.plan.nodes[parts.node];
  return flow && version && node ? waysOf(read, flow, version.plan, node) : [];
}

/** A directive whose words changed leads where its new words say; one whose words did not stays where it leads. */
export function withWays(
  drafts: readonly DirectiveDraft[],
  before: readonly DirectiveEntry[],
  ways: readonly RouterWay[],
): readonly DirectiveDraft[] {
  return drafts.map((draft) => {
    if (draft.when !== undefined) return draft;
    if (readPriority(draft.text)?.only) {
      const { way: _none, ...rest } = draft;
      return rest;
    }
    const known = before.find(({ id }) => id === draft.id);
    if (known && known.text === draft.text && known.way === draft.way) return draft;
    const way = wayFor(readDirective(withoutPriority(draft.text)).then, ways, draft.way);
    return way === undefined ? draft : { ...draft, way };
  });
}

/**
 * What publishing a flow does to directives that were changed apart from its graph: a directive that was changed in the
 * graph since is taken over, new ways bring theirs, and what led to a way that is gone goes. The rest stays as people left it.
 */
export function publishDirectives(
  tx: Transaction,
  flow: FlowRecord,
  before: VersionRecord | undefined,
  plan: Plan,
  by: string,
  at: number,
): void {
  for (const node of Object.values(plan.nodes)) {
    if (node.kind !== 'router') continue;
    const owner = ofRouter(flow.id, node.id);
    if (tx.directiveVersions(owner, 1).length === 0) continue;
    const routes = routesOf(node.config);
    const old = routesOf(before?.plan.nodes[node.id]?.config ?? {});
    const drawn = fromRoutes(routes, by, at);
    const drawnBefore = fromRoutes(old, by, at);
    const changed = new Map(
      drawn
        .filter((d) => drawnBefore.find(({ id }) => id === d.id)?.text !== d.text)
        .map((directive) => [directive.id, directive]),
    );
    const now = standingNow(tx, owner).directives;
    const kept = now
      .filter(
        (directive) => routes.some(({ id }) => id === directive.way) || readPriority(directive.text)?.only,
      )
      .map((directive) => {
        const from = changed.get(directive.id);
        changed.delete(directive.id);
        return from
          ? { ...directive, text: from.text, ...(from.way === undefined ? {} : { way: from.way }) }
          : directive;
      });
    saveDirectives(tx, {
      owner,
      directives: [...kept, ...changed.values()].map(({ author: _author, at: _at, ...draft }) => draft),
      by,
      at,
      note: 'published with the flow',
    });
  }
}
