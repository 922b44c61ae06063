import { stepKey } from '../../base/ids.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { RunOutcome } from '../../store/records.ts';
import { finishRun, type Ending } from '../finish-run.ts';
import type { RunEvent } from '../../store/trace.ts';
import type { RunContext } from '../run-context.ts';
import type { StepResult } from './result.ts';

const OUTCOMES: ReadonlySet<string> = new Set(['resolved', 'unresolved', 'escalated'] satisfies RunOutcome[]);
const isOutcome = (text: unknown): text is RunOutcome => typeof text === 'string' && OUTCOMES.has(text);

/** Ends the run and says how the case came out. Escalated means a person takes it over. */
export async function outcomeStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const ending = endingOf(context, node);
  await finishRun(context, ending, (emit) => emit(stepKey(node.id, visit), doneBy(node, ending)));
  return 'moved';
}

/** How the run ends at this node. */
export function endingOf(context: RunContext, node: PlanNode): Ending {
  const { result } = node.config;
  const outcome = isOutcome(result) ? result : 'finished';
  const note = renderTemplate(String(node.config['note'] ?? ''), context.state.data);
  const person = node.config['person'];
  return {
    node: node.id,
    outcome,
    note,
    handOver: outcome === 'escalated' ? note || 'The flow hands this case to a person.' : null,
    person: typeof person === 'string' && person !== '' ? person : undefined,
  };
}

/** The row that says the node is done. */
export const doneBy = (node: PlanNode, { outcome, note }: Ending): RunEvent => ({
  type: 'step_done',
  node: node.id,
  port: '',
  output: { outcome, note },
});
