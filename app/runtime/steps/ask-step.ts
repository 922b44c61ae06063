import { errorData, SwitchyardError } from '../../base/errors.ts';
import { stepKey } from '../../base/ids.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { AgentRecord, AskKind } from '../../store/records.ts';
import { askTeammate } from '../ask-teammate.ts';
import type { RunContext } from '../run-context.ts';
import { failForGood } from './fail-step.ts';
import type { StepResult } from './result.ts';

const KINDS: Readonly<Record<string, AskKind>> = { 'ask-teammate': 'ask', 'hand-over': 'hand-off' };
const PORTS = {
  ask: { answered: 'answered', returned: 'answered', nobody: 'timeout' },
  'hand-off': { answered: 'done', returned: 'stuck', nobody: 'timeout' },
} as const;

/** The flow itself asks a teammate, or hands the case over, and goes on with what comes of it. */
export async function askStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const as = KINDS[node.type] ?? 'ask';
  let to: AgentRecord;
  try {
    to = context.agent(node.config['agent']);
  } catch (thrown) {
    failForGood(context, node, visit, errorData(thrown));
    return 'moved';
  }
  const setting = (name: string): string => {
    const value = node.config[name];
    return typeof value === 'string' ? value : '';
  };
  const filled = (name: string): string => renderTemplate(setting(name), context.state.data);
  const promise = filled('promise');
  const within = setting('timeLimit');
  const key = stepKey(node.id, visit);
  const answered = await askTeammate(
    context,
    { node: node.id, visit, key },
    {
      as,
      to,
      by: null,
      packet: {
        task: filled('task'),
        ...(promise === '' ? {} : { promise }),
        ...(within === '' ? {} : { within }),
      },
      // Only what was written in the settings is a person's; what was filled in came with the case.
      operatorWords: [setting('task'), setting('promise')],
    },
  );
  if (answered === 'parked' || answered === 'moved') return answered;
  const { outcome, answer, by, decision } = answered;
  if (outcome === 'failed') {
    failForGood(context, node, visit, new SwitchyardError('not_answered', answer).toData());
    return 'moved';
  }
  context.note(key, {
    type: 'step_done',
    node: node.id,
    port: PORTS[as][outcome],
    output: {
      answer,
      by,
      ...(as === 'hand-off' ? { summary: answer } : {}),
      ...(decision ? { decision } : {}),
    },
  });
  return 'moved';
}
