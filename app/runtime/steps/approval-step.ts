import { durationMs } from '../../base/duration.ts';
import { SwitchyardError } from '../../base/errors.ts';
import { stepKey } from '../../base/ids.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { AskedPerson } from '../../kit/fields.ts';
import { askPerson } from '../ask-person.ts';
import type { RunContext } from '../run-context.ts';
import { durableOf } from '../store-durable.ts';
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
  const people = (node.config['people'] ?? []) as unknown as readonly AskedPerson[]; // validated against the node's fields when it was published
  const limit = node.config['timeLimit'];
  const until = typeof limit === 'string' && limit !== '' ? context.now() + durationMs(limit) : undefined;
  const what = { answer: true, ...(until === undefined ? {} : { until }) } as const;
  const woken = await durableOf(context).waitAny('question.ask', key, what, (tx, emit) => {
    askPerson(context, tx, emit, key, {
      kind: 'question',
      title: renderTemplate(String(node.config['question'] ?? node.title), context.state.data),
      agentSays: '',
      reason: `The flow asks a person here ("${node.title}").`,
      asked: people,
    });
  });
  if (woken === 'parked') return 'parked';
  if (woken.by !== 'answer') throw new SwitchyardError('internal', 'A question was answered by nobody.');
  const { status, by, note } = woken.decision;
  context.note(key, {
    type: 'step_done',
    node: node.id,
    port: PORT[status],
    output: { decision: status, by, note },
  });
  return 'moved';
}
