import { stepKey } from '../../base/ids.ts';
import type { PlanNode } from '../../graph/plan.ts';
import { JOINED } from '../next-step.ts';
import type { RunContext } from '../run-context.ts';
import { durableOf } from '../store-durable.ts';
import { hearEnds, untilNextEnd } from './child-ends.ts';
import type { StepResult } from './result.ts';

/**
 * Runs the ways of a "together" as child runs. A way that fails does not take the others with it: what comes of it is
 * decided where they meet. With "any", the first that is done is enough, and the others are stopped.
 */
export async function togetherStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const key = stepKey(node.id, visit);
  const branches = node.branches ?? [];
  const step = context.state.step(key);
  const hear = (): void =>
    hearEnds(context, key, (position) => wayName(node, branches[position]?.port ?? ''), true);
  if (!step.branches && branches.length > 0) {
    await durableOf(context).startChildren(
      key,
      branches.map(({ port, until }, position) => ({
        position,
        label: wayName(node, port),
        flow: context.run,
        node: node.id,
        port,
        until,
        data: context.state.data,
      })),
    );
  }
  hear();
  const all = [...(step.branches?.values() ?? [])];
  const ended = all.filter((branch) => branch.end);
  const isEnough = anyIsEnough(context, node) && ended.some((branch) => branch.end?.outcome === 'done');
  if (ended.length < all.length && !isEnough) return untilNextEnd(context, key);
  const rest = all.filter((branch) => !branch.end);
  if (rest.length > 0) {
    await durableOf(context).cancelChildren(rest.map(({ run }) => run));
    hear();
  }
  const ways = Object.fromEntries(
    [...(step.branches ?? [])].map(([position, { end }]) => [
      branches[position]?.port ?? '',
      end?.outcome ?? 'stopped',
    ]),
  );
  context.note(key, { type: 'step_done', node: node.id, port: JOINED, output: { ways } });
  return 'moved';
}

/** What the operator calls a way. */
export function wayName(node: PlanNode, port: string): string {
  const ways = node.config['ways'];
  const named = Array.isArray(ways) ? (ways as readonly { id?: unknown; label?: unknown }[]) : []; // validated against the node's fields when it was published
  const label = named.find((way) => way.id === port)?.label;
  return typeof label === 'string' ? label : port;
}

function anyIsEnough(context: RunContext, node: PlanNode): boolean {
  const meet = node.branches?.[0]?.until;
  return meet !== undefined && meet !== null && context.plan.nodes[meet]?.config['mode'] === 'any';
}
