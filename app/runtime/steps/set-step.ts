import { stepKey } from '../../base/ids.ts';
import type { Json } from '../../base/json.ts';
import { readData } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { Pair } from '../../kit/fields.ts';
import type { RunContext } from '../run-context.ts';
import type { StepResult } from './result.ts';

/** Gives names to values: numbers stay numbers, lists stay lists, text is filled in. */
export function setStep(context: RunContext, node: PlanNode, visit: number): StepResult {
  const values = (node.config['values'] ?? []) as unknown as readonly Pair[]; // validated against the node's fields when it was published
  const output: Record<string, Json> = {};
  for (const { name, value } of values) output[name] = readData(value, context.state.data);
  context.note(stepKey(node.id, visit), { type: 'step_done', node: node.id, port: 'next', output });
  return 'moved';
}
