import { conditionInWords } from '../../kit/condition/describe.ts';
import { stepKey } from '../../base/ids.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { RuleWay } from '../../kit/fields.ts';
import type { RunContext } from '../run-context.ts';
import type { StepResult } from './result.ts';

type Evaluate = typeof import('../../kit/condition/evaluate.ts').evaluate;

let loaded: Evaluate | undefined;

/** Loaded when the first condition is met: its language takes memory and time that a start should not pay for. */
async function load(): Promise<Evaluate> {
  loaded ??= (await import('../../kit/condition/evaluate.ts')).evaluate;
  return loaded;
}

/** Takes the first way whose rules hold. Data that cannot be compared holds no rule, and the story says so. */
export async function conditionStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  takeWay(context, node, visit, await load());
  return 'moved';
}

/** As `conditionStep`, at once. False, and nothing was done: the language of conditions is not loaded yet. */
export function conditionAtOnce(context: RunContext, node: PlanNode, visit: number): boolean {
  if (!loaded) return false;
  takeWay(context, node, visit, loaded);
  return true;
}

function takeWay(context: RunContext, node: PlanNode, visit: number, evaluate: Evaluate): void {
  const ways = (node.config['ways'] ?? []) as unknown as readonly RuleWay[]; // validated against the node's fields when it was published
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
}
