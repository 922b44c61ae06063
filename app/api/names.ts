import type { Plan } from '../graph/plan.ts';
import type { Names } from '../kit/names.ts';
import type { FlowRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';

/** Names for the sentences of one flow: agents by their key, nodes by their title. */
export function namesOf(read: Reader, flow: FlowRecord | undefined, plan: Plan | undefined): Names {
  return {
    agent: (key) => {
      if (!key) return 'an agent';
      const id = flow?.bindings[key];
      const agent = id && read.agent(id);
      return agent ? agent.name : (flow?.draft.team.find((t) => t.key === key)?.name ?? key);
    },
    node: (id) => (id && plan?.nodes[id]?.title) || id || 'a step',
  };
}
