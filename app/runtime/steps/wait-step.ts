import { durationInWords, durationMs } from '../../base/duration.ts';
import { SwitchyardError } from '../../base/errors.ts';
import { stepKey } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { RunContext } from '../run-context.ts';
import { failForGood } from './fail-step.ts';
import type { StepResult } from './result.ts';

/** The mailbox in which the customer's answers to a run's conversation arrive. */
export function replyCorrelation(data: JsonObject): string | undefined {
  const ticket = data['ticket'];
  const id = typeof ticket === 'object' && ticket !== null && 'id' in ticket ? ticket.id : undefined;
  return typeof id === 'string' ? `helpscout:conversation:${id}:reply` : undefined;
}

/** Waits for the customer's reply or the time limit. An answer that came before the wait began is taken at once. */
export async function waitStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const key = stepKey(node.id, visit);
  const step = context.state.step(key);
  if (step.waitEnded) {
    const { reason, data } = step.waitEnded;
    const port = reason === 'event' ? 'reply' : 'timeout';
    context.note(key, { type: 'step_done', node: node.id, port, output: data });
    return 'moved';
  }
  if (step.wait) return 'parked';
  const correlation = replyCorrelation(context.state.data);
  if (correlation === undefined) {
    failForGood(
      context,
      node,
      visit,
      new SwitchyardError(
        'invalid_input',
        'There is no conversation whose reply could be waited for.',
      ).toData(),
    );
    return 'moved';
  }
  const limit = node.config['timeLimit'];
  const now = context.now();
  const dueAt = typeof limit === 'string' && limit !== '' ? now + durationMs(limit) : null;
  const what =
    typeof limit === 'string' && limit !== ''
      ? `the customer's reply, up to ${durationInWords(limit)}`
      : "the customer's reply";
  return context.write('wait.begin', (tx, emit, put) => {
    emit(key, { type: 'wait_started', correlation, dueAt, what });
    const early = tx.takeMail(correlation, context.state.started?.at ?? now);
    if (early) {
      emit(key, { type: 'wait_ended', reason: 'event', data: early });
      return 'moved';
    }
    tx.putWait({ run: context.run.id, step: key, kind: 'event', correlation, dueAt });
    put({ status: 'waiting', waitingFor: 'event' });
    return 'parked';
  });
}
