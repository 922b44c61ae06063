import { errorData, SwitchyardError } from '../../base/errors.ts';
import { stepKey } from '../../base/ids.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { WaitFor } from '../durable-port.ts';
import type { RunContext } from '../run-context.ts';
import type { RunState } from '../run-state.ts';
import { durableOf } from '../store-durable.ts';
import { eventWait } from './event-wait.ts';
import { failForGood } from './fail-step.ts';
import { replyWait } from './reply-wait.ts';
import type { StepResult } from './result.ts';
import { timeWait } from './time-wait.ts';

/** What a wait waits for. */
export interface WaitPlan {
  /** The mailbox; null when only time passes. */
  readonly correlation: string | null;
  /** What is older than this (epoch ms) is of another story; since the run began unless told. */
  readonly since?: number;
  /** Epoch milliseconds; null to wait as long as it takes. */
  readonly dueAt: number | null;
  /** In words that continue "Waits for …". */
  readonly what: string;
}

interface WaitType {
  /** Throws a SwitchyardError when the data give nothing to wait for. */
  plan(node: PlanNode, state: RunState, now: number): WaitPlan;
  /** The ways out after something came, and after time was up. */
  readonly ports: { readonly event: string; readonly time: string };
}

const WAITS: Readonly<Record<string, WaitType>> = {
  'wait-for-reply': { plan: replyWait, ports: { event: 'reply', time: 'timeout' } },
  'wait-for-time': {
    plan: (node, { data }, now) => timeWait(node, data, now),
    ports: { event: 'next', time: 'next' },
  },
  'wait-for-event': {
    plan: (node, { data }, now) => eventWait(node, data, now),
    ports: { event: 'event', time: 'timeout' },
  },
};

/**
 * Holds a run until something comes or time is up. What came since the run started and before the wait began is taken
 * at once, oldest first; a time that has passed holds nothing up.
 */
export async function waitStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const key = stepKey(node.id, visit);
  const type = WAITS[node.type];
  if (!type) throw new SwitchyardError('internal', `There is no wait of the type "${node.type}".`);
  let what: WaitFor;
  try {
    what = waitFor(
      context,
      context.state.step(key).wait?.event ?? type.plan(node, context.state, context.now()),
    );
  } catch (thrown) {
    failForGood(context, node, visit, errorData(thrown));
    return 'moved';
  }
  const woken = await durableOf(context).waitAny('wait.begin', key, what);
  if (woken === 'parked') return 'parked';
  const [port, output] = woken.by === 'event' ? [type.ports.event, woken.data] : [type.ports.time, {}];
  context.note(key, { type: 'step_done', node: node.id, port, output });
  return 'moved';
}

const waitFor = (context: RunContext, { correlation, since, dueAt, what }: WaitPlan): WaitFor => ({
  what,
  ...(correlation === null ? {} : { event: { correlation, since: since ?? storyBegan(context) } }),
  ...(dueAt === null ? {} : { until: dueAt }),
});

/** When what started the run happened: a reply that came after it, and before the run looked, is an answer too. */
function storyBegan(context: RunContext): number {
  const { run, state, parts } = context;
  const event = parts.store.read.event(run.event);
  const root = run.parent && parts.store.read.run(run.parent.root);
  const began = root?.startedAt ?? state.started?.at ?? context.now();
  return Math.min(event?.at ?? began, began);
}
