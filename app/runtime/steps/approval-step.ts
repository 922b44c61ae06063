import { durationMs } from '../../base/duration.ts';
import { stepKey, type AgentId } from '../../base/ids.ts';
import { jsonAt } from '../../base/json.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { AskedPerson } from '../../kit/fields.ts';
import { askPerson } from '../ask-person.ts';
import { AT_DESK, BY_PERSON } from '../desk.ts';
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
      ...whyAsked(context, node),
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

/** Who wants to know, and why a person is asked. */
function whyAsked(
  { run, state, parts }: RunContext,
  node: PlanNode,
): { readonly agentSays: string; readonly reason: string; readonly agent?: AgentId } {
  const { asked } = run;
  if (!asked || node.id !== BY_PERSON)
    return { agentSays: '', reason: `The flow asks a person here ("${node.title}").` };
  const agentSays = jsonAt(state.outputs, [AT_DESK, 'summary']);
  const name = parts.store.read.agent(asked.agent)?.name ?? 'A teammate';
  return {
    agentSays: typeof agentSays === 'string' ? agentSays : '',
    reason: asked.person ?? `${name} cannot answer this alone. What you decide is given to ${asked.from}.`,
    agent: asked.agent,
  };
}
