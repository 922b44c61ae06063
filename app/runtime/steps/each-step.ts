import { SwitchyardError } from '../../base/errors.ts';
import { stepKey } from '../../base/ids.ts';
import type { Json } from '../../base/json.ts';
import { templateValue } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { BranchEnd } from '../../store/records.ts';
import type { RunContext } from '../run-context.ts';
import { durableOf } from '../store-durable.ts';
import { hearEnds, untilNextEnd } from './child-ends.ts';
import { failForGood } from './fail-step.ts';
import type { StepResult } from './result.ts';

/** A longer list is more likely a mistake than a wish. */
const MOST_ITEMS = 10_000;

/** Goes through the body once for each thing in a list, a few at a time, each as a child run of its own. */
export async function eachStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const key = stepKey(node.id, visit);
  const fail = (sentence: string): StepResult => {
    failForGood(context, node, visit, new SwitchyardError('invalid_input', sentence).toData());
    return 'moved';
  };
  const list = templateValue(String(node.config['list'] ?? ''), context.state.data);
  if (!Array.isArray(list)) return fail(`"${node.title}" needs a list, and got none.`);
  const items = list as readonly Json[];
  if (items.length > MOST_ITEMS) return fail(`"${node.title}" takes up to ${MOST_ITEMS} things at once.`);
  const body = node.branches?.[0];
  const label = (position: number): string => `item ${position + 1}`;
  hearEnds(context, key, label, false);
  const step = context.state.step(key);
  const known = [...(step.branches?.values() ?? [])];
  const ends = known.flatMap((branch) => branch.end ?? []);
  const stops = node.config['onError'] !== 'go-on' && ends.some(isBad);
  const running = known.length - ends.length;
  const atOnce = Number(node.config['atOnce'] ?? 4);
  if (body && !stops && known.length < items.length && running < atOnce) {
    const next = items.slice(known.length, known.length + atOnce - running);
    await durableOf(context).startChildren(
      key,
      next.map((item, offset) => ({
        position: known.length + offset,
        label: label(known.length + offset),
        flow: context.run,
        node: node.id,
        port: body.port,
        until: body.until,
        data: { ...context.state.data, item, index: known.length + offset },
      })),
    );
    return untilNextEnd(context, key);
  }
  if (running > 0) return untilNextEnd(context, key);
  const bad = ends.find(isBad);
  if (stops && bad?.error) {
    failForGood(context, node, visit, bad.error);
    return 'moved';
  }
  const results = [...(step.branches ?? [])].flatMap(([index, { end }]) =>
    end
      ? [
          {
            index,
            outcome: end.outcome,
            ...(end.error ? { error: end.error.sentence } : {}),
            gave: end.output,
          },
        ]
      : [],
  );
  context.note(key, {
    type: 'step_done',
    node: node.id,
    port: 'done',
    output: {
      count: items.length,
      done: results.filter((r) => r.outcome === 'done').length,
      failed: results.filter((r) => r.outcome === 'failed').map((r) => r.index),
      results,
    },
  });
  return 'moved';
}

const isBad = (end: BranchEnd): boolean => end.outcome === 'failed';
