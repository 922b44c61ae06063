import type { Plan } from '../graph/plan.ts';
import type { Names } from '../kit/names.ts';
import { DESK_KEY } from '../runtime/desk.ts';
import type { Asked, FlowRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';

/**
 * Names for the sentences of one flow: agents by their key, nodes by their title.
 * @param asked who works in the run, when it is one agent's own desk
 */
export function namesOf(
  read: Reader,
  flow: FlowRecord | undefined,
  plan: Plan | undefined,
  asked?: Asked,
): Names {
  return {
    agent: (key) => {
      if (!key) return 'an agent';
      const id = key === DESK_KEY ? asked?.agent : flow?.bindings[key];
      const agent = id && read.agent(id);
      return agent ? agent.name : (flow?.draft.team.find((t) => t.key === key)?.name ?? key);
    },
    node: (id) => (id && plan?.nodes[id]?.title) || id || 'a step',
  };
}
