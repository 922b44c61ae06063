import { errorData } from '../../base/errors.ts';
import { stepKey } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import { resolveConfig } from '../../graph/resolve-config.ts';
import type { PlanNode } from '../../graph/plan.ts';
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
