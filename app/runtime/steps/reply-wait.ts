import { durationInWords, durationMs } from '../../base/duration.ts';
import { SwitchyardError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { WaitPlan } from './wait-step.ts';

/** The mailbox in which the customer's answers to a run's conversation arrive. */
function replyCorrelation(data: JsonObject): string | undefined {
  const ticket = data['ticket'];
  const id = typeof ticket === 'object' && ticket !== null && 'id' in ticket ? ticket.id : undefined;
  return typeof id === 'string' ? `helpscout:conversation:${id}:reply` : undefined;
}

/** Waits for the customer's reply or the time limit. */
export function replyWait(node: PlanNode, data: JsonObject, now: number): WaitPlan {
  const correlation = replyCorrelation(data);
  if (correlation === undefined)
    throw new SwitchyardError('invalid_input', 'There is no conversation whose reply could be waited for.');
  const { timeLimit } = node.config;
  const limit = typeof timeLimit === 'string' && timeLimit !== '' ? timeLimit : undefined;
  return {
    correlation,
    dueAt: limit === undefined ? null : now + durationMs(limit),
    what:
      limit === undefined ? "the customer's reply" : `the customer's reply, up to ${durationInWords(limit)}`,
  };
}
