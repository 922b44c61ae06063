import { durationMs } from '../../base/duration.ts';
import { stepKey } from '../../base/ids.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { AskedPerson } from '../../kit/fields.ts';
import { askPerson } from '../ask-person.ts';
import type { RunContext } from '../run-context.ts';
import type { StepResult } from './result.ts';

const PORT = {
  approved: 'approved',
  rejected: 'rejected',
  'timed-out': 'timeout',
  withdrawn: 'rejected',
} as const;

/** Asks a person a question and goes on by the answer, or by the time limit. */
export async function approvalStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const key = stepKey(node.id, visit);
  const { decided, asked } = context.state.step(key);
  if (decided) {
    context.note(key, {
      type: 'step_done',
      node: node.id,
      port: PORT[decided.status],
      output: { decision: decided.status, by: decided.by, note: decided.note },
    });
    return 'moved';
  }
  if (asked) return 'parked';
  const people = (node.config['people'] ?? []) as unknown as readonly AskedPerson[]; // validated against the node's fields when it was published
  const limit = node.config['timeLimit'];
  await context.write('question.ask', (tx, emit, put) => {
    askPerson(context, tx, emit, key, {
      kind: 'question',
      title: renderTemplate(String(node.config['question'] ?? node.title), context.state.data),
      agentSays: '',
      reason: `The flow asks a person here ("${node.title}").`,
      asked: people,
    });
    if (typeof limit === 'string' && limit !== '') {
      tx.putWait({
        run: context.run.id,
        step: key,
        kind: 'approval',
        correlation: null,
        dueAt: context.now() + durationMs(limit),
      });
    }
    put({ status: 'waiting', waitingFor: 'approval' });
  });
  return 'parked';
}
