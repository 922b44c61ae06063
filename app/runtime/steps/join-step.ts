import { stepKey } from '../../base/ids.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { RunContext } from '../run-context.ts';
import { failForGood } from './fail-step.ts';
import type { StepResult } from './result.ts';
import { wayName } from './together-step.ts';

/** Where ways come together: goes on when enough of them are done, and out at Error when not. */
export async function joinStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const { left } = context.state;
  const from = left ? context.plan.nodes[left.node] : undefined;
  const started = from && stepKey(from.id, context.state.visits.get(from.id) ?? 1);
  const branches = started ? [...(context.state.step(started).branches ?? [])] : [];
  const failed = branches.filter(([, { end }]) => end?.outcome === 'failed');
  const done = branches.filter(([, { end }]) => end?.outcome === 'done');
  const isEnough = node.config['mode'] === 'any' ? done.length > 0 : failed.length === 0;
  const [first] = failed;
  if (from && first?.[1].end?.error && !isEnough) {
    const name = wayName(from, from.branches?.[first[0]]?.port ?? '');
    const { error } = first[1].end;
    const more = failed.length > 1 ? ` ${failed.length - 1} more failed too.` : '';
    failForGood(context, node, visit, { ...error, sentence: `“${name}” failed: ${error.sentence}${more}` });
    return 'moved';
  }
  context.note(stepKey(node.id, visit), {
    type: 'step_done',
    node: node.id,
    port: 'next',
    output: { done: done.length, failed: failed.length },
  });
  return 'moved';
}
