import type { AgentId } from '../../base/ids.ts';
import type { Route } from '../../kit/fields.ts';
import {
  ofAgent,
  ofRouter,
  WORKSPACE,
  type DirectiveEntry,
  type DirectiveOwner,
  type DirectiveVersion,
} from '../../store/directives.ts';
import type { FlowRecord, RunRecord } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import type { PlanNode } from '../../graph/plan.ts';
import { readPriority } from './priority-reading.ts';

/** The directives of an owner at one time. Number 0: nobody has changed them since they came. */
export interface Standing {
  readonly number: number;
  readonly directives: readonly DirectiveEntry[];
}

const NOTHING: Standing = { number: 0, directives: [] };

const asStanding = (version: DirectiveVersion): Standing => version;

/** What the graph says of a router: one directive for each of its ways, and more where the flow brought them along. */
export const fromRoutes = (routes: readonly Route[], author: string, at: number): readonly DirectiveEntry[] =>
  routes.flatMap((route) => {
    const base = { on: route.off !== true, author, at, way: route.id };
    const worded = [route.directive, ...(route.also ?? [])].map((text, index) => ({
      ...(index > 0 && readPriority(text)?.only ? { on: base.on, author, at } : base),
      id: index === 0 ? route.id : `${route.id}-${index + 1}`,
      text,
      ...(index === 0 && route.examples ? { examples: route.examples } : {}),
    }));
    const ruled = (route.rules ?? []).map((when, index) => ({
      ...base,
      id: `${route.id}-rule-${index + 1}`,
      text: '',
      when,
    }));
    return [...worded, ...ruled];
  });

/** A router's ways with the directives that hold now, for a flow file: what people changed travels, what customers wrote does not. */
export function intoRoutes(
  routes: readonly Route[],
  directives: readonly DirectiveEntry[],
): readonly Route[] {
  const urgency = directives.flatMap(({ text, on, way }) =>
    on && way === undefined && readPriority(text)?.only ? [text] : [],
  );
  return routes.map(({ id, label, directive, priority }, index) => {
    const own = directives.filter((entry) => entry.way === id);
    // What only speaks of urgency leads nowhere; it travels with the first way.
    const more = index === 0 ? urgency : [];
    const worded = own.filter((entry) => entry.when === undefined && entry.on);
    const rules = own.flatMap((entry) => (entry.when && entry.on ? [entry.when] : []));
    const [first, ...others] = worded;
    const also = [...others.map(({ text }) => text), ...more];
    const off = own.length > 0 && worded.length === 0 && rules.length === 0;
    return {
      id,
      label,
      directive: first?.text ?? own.find((entry) => entry.when === undefined)?.text ?? directive,
      ...(first?.examples ? { examples: first.examples } : {}),
      ...(also.length > 0 ? { also } : {}),
      ...(priority === undefined ? {} : { priority }),
      ...(rules.length > 0 ? { rules } : {}),
      ...(off ? { off } : {}),
    };
  });
}

/** A router's ways as its settings list them. */
export const routesOf = (config: PlanNode['config']): readonly Route[] =>
  (config['routes'] ?? []) as unknown as readonly Route[]; // validated against the router's fields when it was published

/** What a router of the live version says, where nobody has changed it apart from the graph. */
function routerAsPublished(read: Reader, flow: FlowRecord | undefined, node: string): Standing {
  const version =
    flow === undefined || flow.liveVersion === null ? undefined : read.version(flow.id, flow.liveVersion);
  const planNode = version?.plan.nodes[node];
  return version && planNode
    ? {
        number: 0,
        directives: fromRoutes(routesOf(planNode.config), version.publishedBy, version.publishedAt),
      }
    : NOTHING;
}

/** The directives that hold now. */
export function standingNow(read: Reader, owner: DirectiveOwner): Standing {
  const [newest] = read.directiveVersions(owner, 1);
  if (newest) return asStanding(newest);
  const [kind, first = '', second = ''] = owner.split('/');
  if (kind === 'agent') return { number: 0, directives: read.agent(first as AgentId)?.directives ?? [] }; // as `ofAgent` makes the name
  if (kind === 'router') return routerAsPublished(read, read.flow(first as FlowRecord['id']), second); // as `ofRouter` makes the name
  return NOTHING;
}

/**
 * The directives of a version that was written down somewhere. Number 0 stands for what was there before the first
 * change, which that change has kept as version 1.
 */
export function standingOf(read: Reader, owner: DirectiveOwner, number: number): Standing {
  const version = read.directiveVersion(owner, Math.max(1, number));
  return version ? { number, directives: version.directives } : standingNow(read, owner);
}

/** When the run at the top of a run's story began: its directives are those of that moment (M3). */
export function beganAt(read: Reader, run: RunRecord): number {
  const root = run.parent && read.run(run.parent.root);
  return root?.startedAt ?? run.startedAt;
}

/** What a router of a run goes by: the version that stood when the run began, so that an edit counts from the next event on. */
export function routerStanding(read: Reader, run: RunRecord, node: PlanNode): Standing {
  const version = read.directivesAt(ofRouter(run.flow, node.id), beganAt(read, run));
  return version ? asStanding(version) : { number: 0, directives: fromRoutes(routesOf(node.config), '', 0) };
}

/** The workspace's directives as they stood when a run began. */
export function workspaceStanding(read: Reader, run: RunRecord): Standing {
  const version = read.directivesAt(WORKSPACE, beganAt(read, run));
  return version ? asStanding(version) : NOTHING;
}

/** What an agent goes by in one visit: the versions that stood when the visit began. */
export interface VisitVersions {
  readonly agent: number;
  readonly workspace: number;
}

export const versionsNow = (read: Reader, agent: AgentId): VisitVersions => ({
  agent: standingNow(read, ofAgent(agent)).number,
  workspace: standingNow(read, WORKSPACE).number,
});

/** The directives an agent follows: the workspace's first, then its own; only those that are on. */
export function entriesFor(read: Reader, agent: AgentId, versions: VisitVersions): readonly DirectiveEntry[] {
  const workspace = versions.workspace === 0 ? NOTHING : standingOf(read, WORKSPACE, versions.workspace);
  return [
    ...workspace.directives.map((directive) => ({ ...directive, id: `${WORKSPACE}:${directive.id}` })),
    ...standingOf(read, ofAgent(agent), versions.agent).directives,
  ].filter((directive) => directive.on && directive.when === undefined);
}
