import { durationMs } from '../../base/duration.ts';
import { SwitchyardError } from '../../base/errors.ts';
import { stepKey, type AgentId } from '../../base/ids.ts';
import { jsonAt } from '../../base/json.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import { conditionInWords } from '../../kit/condition/describe.ts';
import type { RuleGroup } from '../../kit/condition/rules.ts';
import type { AskedPerson } from '../../kit/fields.ts';
import { askPerson } from '../ask-person.ts';
import { AT_DESK, BY_PERSON } from '../desk.ts';
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
  const when = node.config['when'] as unknown as RuleGroup | undefined; // validated against the node's fields when it was published
  if (when !== undefined && !context.state.step(key).asked && !(await mustAsk(context, when))) {
    context.note(key, { type: 'note_added', text: `Nobody is asked: not so that ${conditionInWords(when)}` });
    context.note(key, {
      type: 'step_done',
      node: node.id,
      port: 'approved',
      output: { decision: 'not-needed', by: '', note: '' },
    });
    return 'moved';
  }
  const people = (node.config['people'] ?? []) as unknown as readonly AskedPerson[]; // as above
  const limit = node.config['timeLimit'];
  const until = typeof limit === 'string' && limit !== '' ? context.now() + durationMs(limit) : undefined;
  const what = { answer: true, ...(until === undefined ? {} : { until }) } as const;
  const woken = await durableOf(context).waitAny('question.ask', key, what, (tx, emit) => {
    askPerson(context, tx, emit, key, {
      kind: 'question',
      title: renderTemplate(String(node.config['question'] ?? node.title), context.state.data),
      ...whyAsked(context, node),
      asked: people,
      atEnd: node.config['atEnd'] === 'reject' ? 'reject' : 'hold',
    });
  });
  if (woken === 'parked') return 'parked';
  if (woken.by !== 'answer') throw new SwitchyardError('internal', 'A question was answered by nobody.');
  const { status, by, note } = woken.decision;
  const port = PORT[status];
  context.note(key, {
    type: 'step_done',
    node: node.id,
    // Without a limit there is no way out for it: nobody answered, and that is a no.
    port: port === 'timeout' && until === undefined ? 'rejected' : port,
    output: { decision: status, by, note },
  });
  return 'moved';
}

/** Data that cannot be compared asks: it is not known that nobody has to. */
async function mustAsk(context: RunContext, when: RuleGroup): Promise<boolean> {
  const { evaluate } = await import('../../kit/condition/evaluate.ts');
  const { holds, notes } = evaluate(when, context.state.data, context.now());
  return holds || notes.length > 0;
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
