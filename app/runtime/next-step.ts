import { SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { NodeId } from '../base/ids.ts';
import type { Plan, PlanNode } from '../graph/plan.ts';
import type { RunOutcome } from '../store/records.ts';
import type { RunState } from './run-state.ts';

/** What a run does next. */
export type Next =
  | { readonly do: 'nothing' }
  /** Go on with a step that has begun. */
  | { readonly do: 'continue'; readonly node: PlanNode; readonly visit: number }
  /** Begin a step. */
  | { readonly do: 'enter'; readonly node: PlanNode; readonly visit: number }
  /** Nothing follows. With `handOver`, a person must take the case over, and this says why. */
  | {
      readonly do: 'finish';
      readonly node: NodeId;
      readonly outcome: RunOutcome;
      readonly note: string;
      readonly handOver: string | null;
    }
  | { readonly do: 'fail'; readonly error: ErrorData };

/** Most steps of one run, whatever its caps say: a run is folded from all its rows. */
export const MOST_STEPS = 100_000;

/** Ports that need a person when nothing is connected to them, and why. */
const NEEDS_PERSON: Readonly<Record<string, string>> = {
  stuck: 'The agent could not finish this by itself.',
  otherwise: 'No directive fits this.',
  timeout: 'Nobody answered in time.',
  rejected: 'It was rejected, and the flow does not say what follows.',
};

/** The way by which a run leaves "together" when its branches have ended: to where they meet. */
export const JOINED = 'joined';

/**
 * Decides from plan and state alone: no clock, no chance, no store.
 * @param until of a child run: the node before which it ends
 */
export function nextStep(plan: Plan, state: RunState, until: NodeId | null = null): Next {
  if (state.finished || state.started === null) return { do: 'nothing' };
  if (state.broken) return { do: 'fail', error: state.broken };
  if (state.at)
    return onNode(plan, state.at.node, (node) => ({ do: 'continue', node, visit: state.at?.visit ?? 1 }));
  if (state.left === null) return { do: 'nothing' };
  if (state.stepsDone >= MOST_STEPS) {
    return {
      do: 'fail',
      error: new SwitchyardError('stopped', `This run took ${MOST_STEPS} steps, which is the limit.`, {
        fix: 'Look for a loop in the flow.',
      }).toData(),
    };
  }
  const { node, port } = state.left;
  const to = wayOut(plan, node, port);
  if (to !== undefined && to === until)
    return { do: 'finish', node, outcome: 'finished', note: '', handOver: null };
  if (to !== undefined)
    return onNode(plan, to, (next) => ({ do: 'enter', node: next, visit: (state.visits.get(to) ?? 0) + 1 }));
  const handOver = NEEDS_PERSON[port] ?? null;
  return handOver
    ? { do: 'finish', node, outcome: 'escalated', note: handOver, handOver }
    : { do: 'finish', node, outcome: 'finished', note: '', handOver: null };
}

/** The way out by which a run that was moved begins: into the node itself. No port of a node is called so. */
export const HERE = '(here)';

function wayOut(plan: Plan, node: NodeId, port: string): NodeId | undefined {
  if (port === HERE) return node;
  const from = plan.nodes[node];
  if (from?.branches && port === JOINED) return from.branches[0]?.until ?? undefined;
  const ways = from?.next ?? {};
  // A port may be called anything, also like something that every object has.
  return Object.hasOwn(ways, port) ? ways[port] : undefined;
}

function onNode(plan: Plan, id: NodeId, then: (node: PlanNode) => Next): Next {
  const node = plan.nodes[id];
  if (node) return then(node);
  return {
    do: 'fail',
    error: new SwitchyardError('internal', `The published version has no step "${id}".`).toData(),
  };
}
