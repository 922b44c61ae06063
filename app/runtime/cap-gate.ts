import { stepKey, type NodeId } from '../base/ids.ts';
import type { AgentRecord, CapReached } from '../store/records.ts';
import { inputOf } from './action-under-way.ts';
import { askPerson } from './ask-person.ts';
import { capsOf, nextDay, type Admitted, type Use } from './budget.ts';
import { capInWords, capReached, NO_CAPS, type Used } from './caps.ts';
import { HOPS, hopScope } from './hops.ts';
import type { RunContext } from './run-context.ts';

/** `parked`: a cap stands in the way and a person was asked. */
export type Let = Admitted | 'parked';

/** What a run has used: the fold of its trace. Money is what its calls were sent with. */
function usedByRun(context: RunContext, use: Use): Used {
  const { counts } = context.state.usage;
  const money: Record<string, number> = {};
  if (!use.money) return { counts, money };
  for (const step of context.state.steps.values()) {
    const definition =
      step.intent && step.planned && context.parts.catalog.action(step.planned.proposal.action);
    const moved = definition?.money?.(inputOf(step) ?? {});
    if (moved) money[moved.currency] = (money[moved.currency] ?? 0) + moved.amount;
  }
  return { counts, money };
}

/** Where the card of a cap stands: a part of the visit, so that no other decision of the step is taken for it. */
const capKey = (node: NodeId, visit: number) => stepKey(node, visit, 'cap');

/**
 * Lets the next call of a run out, or asks a person because a cap is used up (M7). The run parks then; it goes on when
 * the person says so, and a cap of the day when the day is over.
 */
export async function capGate(
  context: RunContext,
  node: NodeId,
  visit: number,
  use: Use,
  agent?: AgentRecord,
): Promise<Let> {
  const { asked, decided } = context.state.step(capKey(node, visit));
  if (asked && !decided) return 'parked';
  const ofRun = { used: usedByRun(context, use), raised: context.state.usage.raised };
  const settle = (): Promise<void> => context.flush('run.park');
  const answer = await context.parts.budget.admit(
    { flow: context.run.flow, agent: agent?.id },
    use,
    ofRun,
    settle,
  );
  if (!('limit' in answer)) return answer;
  await askAboutCap(context, node, visit, answer, agent);
  return 'parked';
}

/** Is a cap of this run used up before its next step? For steps that call nobody, such as a loop that goes round. */
export async function capGateOfRun(context: RunContext, node: NodeId, visit: number): Promise<boolean> {
  const { asked, decided } = context.state.step(capKey(node, visit));
  if (asked && !decided) return false;
  const reached = runCapReached(context);
  if (!reached) return true;
  await askAboutCap(context, node, visit, reached);
  return false;
}

/** Lets a question or a hand-off to another agent out, or asks a person because there were too many in a row. */
export async function hopGate(
  context: RunContext,
  node: NodeId,
  visit: number,
  agent: AgentRecord,
): Promise<'open' | 'parked'> {
  const { run, parts, state } = context;
  const { asked, decided } = state.step(capKey(node, visit));
  if (asked && !decided) return 'parked';
  const { hops } = capsOf(parts.store.read, 'run', run.flow);
  const used = parts.store.read.counts(hopScope(run.asked?.top ?? run.id))[HOPS] ?? 0;
  const counts = { hops: used };
  const reached = capReached('run', { ...NO_CAPS, hops }, { counts, money: {} }, state.usage.raised);
  if (!reached) return 'open';
  await askAboutCap(context, node, visit, reached, agent);
  return 'parked';
}

/** The cap of this run that what it has used so far has reached, if there is one. Money is not looked at. */
export function runCapReached(context: RunContext): CapReached | undefined {
  const { counts, raised } = context.state.usage;
  const caps = capsOf(context.parts.store.read, 'run', context.run.flow);
  return capReached('run', caps, { counts, money: {} }, raised);
}

/** Puts the card into the inbox and parks the run. */
export async function askAboutCap(
  context: RunContext,
  node: NodeId,
  visit: number,
  cap: CapReached,
  agent?: AgentRecord,
): Promise<void> {
  const key = capKey(node, visit);
  const words = capInWords(cap, context.flow().draft.name, agent?.name);
  await context.write('run.capped', (tx, emit, put) => {
    const approval = askPerson(context, tx, emit, key, {
      kind: 'capped',
      title: words.title,
      agentSays: '',
      reason: words.reason,
      asked: agent?.asks ?? [],
      cap,
      ...(agent ? { agent: agent.id } : {}),
    });
    if (cap.scope !== 'run' && cap.scope !== 'visit')
      tx.putWait({
        run: context.run.id,
        step: key,
        kind: 'approval',
        correlation: null,
        dueAt: nextDay(context.now()),
      });
    put({ status: 'waiting', waitingFor: 'approval' });
    tx.addAudit(context.now(), 'Switchyard', 'run_capped', {
      run: context.run.id,
      approval,
      title: words.title,
    });
  });
}
