import { stepKey, type NodeId } from '../base/ids.ts';
import type { AgentRecord } from '../store/records.ts';
import { askPerson } from './ask-person.ts';
import type { RunContext } from './run-context.ts';
import { durableOf } from './store-durable.ts';
import { afterWorkingTime, isWorkingTime } from './working-hours.ts';

/**
 * Lets an agent go on within its working hours. Outside of them its work waits for the next ones, or a person is asked
 * whether it may go on now; a yes holds for this piece of work, and nobody's answer is a wait.
 * @param turn which turn of the visit is about to begin
 */
export async function hoursGate(
  context: RunContext,
  { node, visit, turn }: { readonly node: NodeId; readonly visit: number; readonly turn: number },
  agent: AgentRecord,
): Promise<'open' | 'parked'> {
  const { hours } = agent;
  const now = context.now();
  if (!hours || isWorkingTime(hours, now)) return 'open';
  const opens = afterWorkingTime(hours, now, 0);
  const durable = durableOf(context);
  if (hours.outside === 'ask') {
    const key = stepKey(node, visit, 'hours');
    const woken = await durable.waitAny('question.ask', key, { answer: true, until: opens }, (tx, emit) => {
      askPerson(context, tx, emit, key, {
        kind: 'question',
        title: `May ${agent.name} work on this outside its hours?`,
        agentSays: '',
        reason: `${agent.name} works from ${hours.from} to ${hours.to}. Without an answer it goes on then.`,
        asked: agent.asks,
        agent: agent.id,
      });
    });
    if (woken === 'parked') return 'parked';
    if (woken.by === 'answer' && woken.decision.status === 'approved') return 'open';
  }
  const key = stepKey(node, visit, `h${turn}`);
  const what = `${agent.name}'s working hours`;
  return (await durable.waitAny('wait.begin', key, { until: opens, what })) === 'parked' ? 'parked' : 'open';
}
