import { ModelAway, type AskModel } from '../../agents/directives/decide-route.ts';
import { askModelToRoute, ROUTE_TOKENS } from '../../agents/routing/ask-model.ts';
import { errorData } from '../../base/errors.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { Transaction } from '../../store/store.ts';
import type { RunContext } from '../run-context.ts';

/** The model that a router asks, if it is set up so. */
export interface RouterModel {
  readonly ask?: AskModel;
  /** Why this computer decides although a model was chosen. */
  readonly instead?: string;
  /** Counts what the question used, in the transaction that writes the decision. */
  count(tx: Transaction): void;
}

/** The model of the agent that is chosen in a router's settings. What it uses counts like an agent's (M7). */
export function modelForRouter(context: RunContext, node: PlanNode): RouterModel {
  const { parts, run } = context;
  const key = node.config['agent'];
  if (typeof key !== 'string' || key === '') return { count: () => {} };
  const agent = context.agent(key);
  if (agent.model.kind === 'practice')
    return { count: () => {}, instead: `${agent.name} has no model of its own` };
  let tokens = 0;
  let done = (): void => {};
  const ask: AskModel = async (request) => {
    const ofRun = {
      used: { counts: context.state.usage.counts, money: {} },
      raised: context.state.usage.raised,
    };
    const letOut = await parts.budget.admit(run, { counts: { tokens: ROUTE_TOKENS } }, ofRun);
    if ('limit' in letOut) throw new ModelAway('the limit of the model is used up');
    done = letOut.done;
    try {
      const model = await parts.modelFor(agent);
      const answer = await parts.lanes.within(
        `agent:${agent.id}`,
        run.priority,
        () => askModelToRoute(model, request, parts.signal),
        parts.signal,
      );
      tokens = answer.tokens;
      letOut.used({ tokens });
      return { ...answer, by: `The model ${answer.model}` };
    } catch (thrown) {
      letOut.done();
      if (parts.signal.aborted) throw thrown;
      throw new ModelAway(errorData(thrown).sentence.replace(/\.$/, ''));
    }
  };
  return {
    ask,
    count: (tx) => {
      if (tokens > 0) parts.budget.count(tx, { flow: run.flow }, { counts: { tokens } });
      done();
    },
  };
}
