import { conditionInWords } from '../../kit/condition/describe.ts';
import { stepKey } from '../../base/ids.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { RuleWay } from '../../kit/fields.ts';
import type { RunContext } from '../run-context.ts';
import type { StepResult } from './result.ts';

/** Takes the first way whose rules hold. Data that cannot be compared holds no rule, and the story says so. */
export async function conditionStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const ways = (node.config['ways'] ?? []) as unknown as readonly RuleWay[]; // validated against the node's fields when it was published
  // Loaded when the first condition is met: its language takes memory and time that a start should not pay for.
  const { evaluate } = await import('../../kit/condition/evaluate.ts');
  const now = context.now();
  const notes: string[] = [];
  let taken: RuleWay | undefined;
  for (const way of ways) {
    const { holds, notes: said } = evaluate(way.when, context.state.data, now);
    notes.push(...said);
    if (!holds) continue;
    taken = way;
    break;
  }
  const key = stepKey(node.id, visit);
  for (const text of new Set(notes)) context.note(key, { type: 'note_added', text });
  context.note(key, {
    type: 'step_done',
    node: node.id,
    port: taken?.id ?? 'otherwise',
    output: { way: taken?.label ?? 'Otherwise', because: taken ? conditionInWords(taken.when) : '' },
  });
  return 'moved';
}
