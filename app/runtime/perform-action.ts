import { SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { StepKey } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { callAction } from './action-call.ts';
import { planAction } from './action-plan.ts';
import { recoverAction } from './action-recovery.ts';
import type { Wish } from './action-wish.ts';
import type { RunContext } from './run-context.ts';

/** How it went. `parked`: the run waits on rows and holds no worker. */
export type Performed =
  | { readonly as: 'done'; readonly output: JsonObject }
  | { readonly as: 'failed'; readonly error: ErrorData }
  | { readonly as: 'declined'; readonly error: ErrorData }
  | { readonly as: 'parked' };

/**
 * The only way to an effect (G1): wish → gate → (approval) → intent → call → receipt, each durable before the next.
 * Called again for the same step it goes on where its rows end, so it is also the recovery (M1).
 */
export async function performAction(context: RunContext, key: StepKey, wish: Wish): Promise<Performed> {
  const runner = context.parts.runners.action(wish.action);
  if (!runner) {
    const sentence = `This build of Switchyard does not know the action "${wish.action}".`;
    return declined('refused_by_policy', sentence);
  }
  const step = context.state.step(key);
  if (!step.planned && !step.result) {
    const error = await planAction(context, key, wish, runner.definition);
    if (error) return { as: 'failed', error };
  }
  for (;;) {
    const { result, decided, intent } = step;
    if (result?.type === 'action_done') return { as: 'done', output: result.output };
    if (result?.type === 'action_refused') {
      return declined('refused_by_policy', `Not allowed: ${result.rule}.`);
    }
    if (result?.type === 'action_failed' && result.retryAt === null) {
      return { as: 'failed', error: result.error };
    }
    if (result?.type === 'action_unknown' && !decided) return { as: 'parked' };
    if (step.planned?.decision === 'ask' && !intent) {
      if (!decided) return { as: 'parked' };
      if (decided.status !== 'approved') {
        const how = decided.status === 'rejected' ? `${decided.by} rejected it` : 'Nobody decided in time';
        return declined('rejected', `${how}${decided.note ? `: ${decided.note}` : '.'}`);
      }
    }
    const action = { context, key, step, wish, runner };
    const moved = intent && !result ? await recoverAction(action) : await callAction(action);
    if (moved === 'parked') return { as: 'parked' };
  }
}

const declined = (code: 'refused_by_policy' | 'rejected', sentence: string): Performed => ({
  as: 'declined',
  error: new SwitchyardError(code, sentence).toData(),
});
