import { stepKey } from '../../base/ids.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { RunOutcome } from '../../store/records.ts';
import { finishRun } from '../finish-run.ts';
import type { RunContext } from '../run-context.ts';
import type { StepResult } from './result.ts';

const OUTCOMES: ReadonlySet<string> = new Set(['resolved', 'unresolved', 'escalated'] satisfies RunOutcome[]);
const isOutcome = (text: unknown): text is RunOutcome => typeof text === 'string' && OUTCOMES.has(text);

/** Ends the run and says how the case came out. Escalated means a person takes it over. */
export async function outcomeStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const { result } = node.config;
  const outcome = isOutcome(result) ? result : 'finished';
  const note = renderTemplate(String(node.config['note'] ?? ''), context.state.data);
  const person = node.config['person'];
  await finishRun(
    context,
    {
      node: node.id,
      outcome,
      note,
      handOver: outcome === 'escalated' ? note || 'The flow hands this case to a person.' : null,
      person: typeof person === 'string' && person !== '' ? person : undefined,
    },
    (emit) =>
      emit(stepKey(node.id, visit), {
        type: 'step_done',
        node: node.id,
        port: '',
        output: { outcome, note },
      }),
  );
  return 'moved';
}
