import type { FlowId } from '../base/ids.ts';
import type { Catalog } from '../kit/catalog.ts';
import { clockGaps } from '../runtime/clock-gap.ts';
import { newestOf, type Count } from '../runtime/waiting-items.ts';
import type { ConnectionRecord, FlowRecord, TriggerRecord } from '../store/records.ts';
import type { TriggerHealth, TriggerView, WaitingView, WatchView } from './contract/views.ts';
import type { ApiParts } from './parts.ts';

/** Skipped events that a trigger's card shows. */
const MOST_SKIPPED = 3;
const WORST_FIRST: readonly TriggerHealth[] = ['failing', 'silent', 'well', 'off'];

/** Is it called from outside, so that it never looks by itself? */
const isCalled = (catalog: Catalog, type: string): boolean => {
  const definition = catalog.find(type);
  return definition?.kind === 'trigger' && definition.source === 'call';
};

const problemOf = ({ hooks }: ApiParts, trigger: TriggerRecord): TriggerRecord['problem'] =>
  hooks.problemOf(trigger.id) ?? trigger.problem;

function healthOf(parts: ApiParts, trigger: TriggerRecord): TriggerHealth {
  if (trigger.state === 'off') return 'off';
  if (problemOf(parts, trigger) === null) return 'well';
  const { restartedAt } = trigger;
  return restartedAt !== undefined && restartedAt > (trigger.lastPollAt ?? 0) ? 'silent' : 'failing';
}

/** The triggers of a flow, as its panel shows them. */
export function triggerViews(parts: ApiParts, flow: FlowId): readonly TriggerView[] {
  const { read } = parts.store;
  const gap = clockGaps(read).at(-1) ?? null;
  return read
    .triggers()
    .filter((trigger) => trigger.flow === flow)
    .map((trigger) => {
      const { id, node, type, state, lastPollAt, lastNewAt, nextPollAt, restartedAt = null } = trigger;
      const called = isCalled(parts.catalog, type);
      return {
        node,
        state,
        health: healthOf(parts, trigger),
        restartedAt,
        isCalled: called,
        heldUpBy: state === 'on' && parts.runtime.isHeldUp(flow) ? parts.runtime.backlog : null,
        lastPollAt,
        lastNewAt,
        nextPollAt: state === 'on' && !called ? nextPollAt : null,
        problem: problemOf(parts, trigger),
        skipped: read.skippedEvents([id], MOST_SKIPPED).map(({ at, why = '' }) => ({ at, why })),
        gap,
      };
    });
}

/** How the triggers of each flow are, for the list of flows. */
export function watchViews(parts: ApiParts): ReadonlyMap<FlowId, WatchView> {
  const views = new Map<FlowId, WatchView>();
  for (const trigger of parts.store.read.triggers()) {
    if (trigger.state === 'off') continue;
    const known = views.get(trigger.flow);
    const state = healthOf(parts, trigger);
    const worst = WORST_FIRST.find((one) => one === state || one === known?.state) ?? state;
    const at = Math.max(known?.at ?? 0, trigger.lastPollAt ?? 0);
    views.set(trigger.flow, { state: worst, at: at === 0 ? null : at });
  }
  return views;
}

/** When the triggers that are on last looked with an account. */
export function lookedWith(
  { store: { read }, catalog }: ApiParts,
  account: ConnectionRecord,
): number | undefined {
  const times = read
    .triggers()
    .filter(
      ({ state, agent, type }) =>
        state === 'on' && agent === account.agent && catalog.find(type)?.tool === account.tool,
    )
    .map(({ lastPollAt }) => lastPollAt ?? 0);
  const last = Math.max(0, ...times);
  return last === 0 ? undefined : last;
}

/** What was counted, without what it is made of. */
export function waitingView(
  { catalog }: Pick<ApiParts, 'catalog'>,
  flow: FlowRecord,
  count: Count,
): WaitingView {
  const newest = newestOf(count);
  return {
    token: count.token,
    total: count.waiting.reduce((sum, { events }) => sum + events.length, 0),
    isWhole: count.waiting.every(({ isWhole }) => isWhole),
    newest: newest ? { subject: newest.subject, at: newest.at } : null,
    triggers: count.waiting.map(({ node, type, events, why }) => ({ node, type, count: events.length, why })),
    refusedCalls: flow.draft.nodes.some(({ type }) => isCalled(catalog, type)),
  };
}
