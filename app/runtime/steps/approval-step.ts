import { durationMs } from '../../base/duration.ts';
import { stepKey } from '../../base/ids.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import { conditionInWords } from '../../kit/condition/describe.ts';
import type { RuleGroup } from '../../kit/condition/rules.ts';
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
  const limit = node.config['timeLimit'];
  const isLimited = typeof limit === 'string' && limit !== '';
  if (decided) {
    const port = PORT[decided.status];
    context.note(key, {
      type: 'step_done',
      node: node.id,
      // Without a limit there is no way out for it: nobody answered, and that is a no.
      port: port === 'timeout' && !isLimited ? 'rejected' : port,
      output: { decision: decided.status, by: decided.by, note: decided.note },
    });
    return 'moved';
  }
  if (asked) return 'parked';
  const when = node.config['when'] as unknown as RuleGroup | undefined; // validated against the node's fields when it was published
  if (when !== undefined && !(await mustAsk(context, when))) {
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
  await context.write('question.ask', (tx, emit, put) => {
    askPerson(context, tx, emit, key, {
      kind: 'question',
      title: renderTemplate(String(node.config['question'] ?? node.title), context.state.data),
      agentSays: '',
      reason: `The flow asks a person here ("${node.title}").`,
      asked: people,
      atEnd: node.config['atEnd'] === 'reject' ? 'reject' : 'hold',
    });
    if (isLimited) {
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

/** Data that cannot be compared asks: it is not known that nobody has to. */
async function mustAsk(context: RunContext, when: RuleGroup): Promise<boolean> {
  const { evaluate } = await import('../../kit/condition/evaluate.ts');
  const { holds, notes } = evaluate(when, context.state.data, context.now());
  return holds || notes.length > 0;
}
