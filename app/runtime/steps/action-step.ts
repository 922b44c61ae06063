import { digestOf } from '../../base/digest.ts';
import { errorData } from '../../base/errors.ts';
import { stepKey, type AgentId, type StepKey } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import { resolveConfig } from '../../graph/resolve-config.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { DoneBefore } from '../../store/trace.ts';
import { performAction } from '../perform-action.ts';
import type { RunContext } from '../run-context.ts';
import { failForGood } from './fail-step.ts';
import type { StepResult } from './result.ts';

/** Does one thing in a tool, with what the node says and the run's data filled in. */
export async function actionStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const definition = context.parts.catalog.action(node.type);
  const key = stepKey(node.id, visit);
  try {
    const agent = context.agent(node.config['agent']);
    const filled = resolveConfig(definition?.fields ?? {}, node.config, context.state.data);
    if (!filled.ok) {
      failForGood(context, node, visit, {
        code: 'invalid_input',
        actor: 'operator',
        sentence: filled.error.sentence,
      });
      return 'moved';
    }
    const { agent: _who, ...input }: JsonObject = filled.value;
    const before = doneBefore(context, key, node.type, agent.id, input);
    if (before) {
      context.note(key, {
        type: 'note_added',
        text: `Was done already, and is not done again: ${before.title}`,
      });
      context.note(key, { type: 'step_done', node: node.id, port: 'next', output: before.output });
      return 'moved';
    }
    const done = await performAction(context, key, {
      action: node.type,
      agent,
      input,
      says: '',
      operatorWords: Object.values(node.config).filter((v) => typeof v === 'string'),
    });
    if (done.as === 'parked') return 'parked';
    if (done.as === 'done') {
      context.note(key, { type: 'step_done', node: node.id, port: 'next', output: done.output });
    } else failForGood(context, node, visit, done.error);
    return 'moved';
  } catch (thrown) {
    const error = errorData(thrown);
    if (error.code === 'internal') throw thrown;
    failForGood(context, node, visit, error);
    return 'moved';
  }
}

/** The very same thing, done before a person sent the run this way. */
const doneBefore = (
  { state }: RunContext,
  key: StepKey,
  action: string,
  agent: AgentId,
  input: JsonObject,
): DoneBefore | undefined =>
  state.doneBefore.length === 0 || state.step(key).planned
    ? undefined
    : state.doneBefore.find(
        (one) => one.action === action && one.agent === agent && one.input === digestOf(input),
      );
