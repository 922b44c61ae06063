import type { NodeId } from '../base/ids.ts';
import type { Json } from '../base/json.ts';
import type { Plan, PlanNode } from '../graph/plan.ts';
import type { RunRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';

/*
 * What an agent does who is asked something or is handed a case: its own desk, apart from the steps of any flow. It is
 * a small plan beside the flow's own nodes. No node of a flow can be called like these.
 */
/** The agent works. */
export const AT_DESK = '(agent)' as NodeId;
/** A person answers in its place. */
export const BY_PERSON = '(person)' as NodeId;
/** Where a run of a desk ends; no node stands there. */
export const DESK_ENDS = '(back)' as NodeId;
/** The key by which the desk's node names its agent. No team of a flow has such a key. */
export const DESK_KEY = '(asked)';

const TASK = {
  ask: 'A teammate asks you something: it stands in the case under "asked". Deal with it as your directives say. What you answer at the end is given to that teammate.',
  'hand-off':
    'A teammate hands this case to you: what is to be done stands in the case under "asked". Deal with it as your directives say.',
} as const;

/** The plan that a run executes: its flow's, with the desk beside it when an agent was asked. */
export function planOfRun(run: Pick<RunRecord, 'asked'>, plan: Plan, read: Pick<Reader, 'agent'>): Plan {
  const { asked } = run;
  if (!asked) return plan;
  const agent = read.agent(asked.agent);
  const name = agent?.name ?? 'a teammate';
  const desk: PlanNode = {
    id: AT_DESK,
    kind: 'agent',
    type: 'agent',
    version: 1,
    title: asked.as === 'ask' ? `${asked.from} asks ${name}` : `${asked.from} hands the case to ${name}`,
    config: { agent: DESK_KEY, task: TASK[asked.as] },
    // Whoever handed the case over gets it back; an open question is a person's.
    next: { done: DESK_ENDS, stuck: asked.as === 'ask' ? BY_PERSON : DESK_ENDS },
  };
  const person: PlanNode = {
    id: BY_PERSON,
    kind: 'approval',
    type: 'approval',
    version: 1,
    title: `A person answers for ${name}`,
    config: {
      question: `${asked.from} asks ${name}: ${asked.packet.task}`.replaceAll('{{', '{ {'),
      people: (agent?.asks ?? []) as unknown as Json, // people are plain JSON by type
    },
    next: { approved: DESK_ENDS, rejected: DESK_ENDS, timeout: DESK_ENDS },
  };
  return { ...plan, nodes: { ...plan.nodes, [AT_DESK]: desk, [BY_PERSON]: person } };
}
