import type { PracticeTeammate } from '../../app/api/parts.ts';
import type { AgentId } from '../../app/base/ids.ts';
import type { Catalog } from '../../app/kit/catalog.ts';
import type { ToolId } from '../../app/kit/define.ts';
import type { AgentRecord, FlowRecord } from '../../app/store/records.ts';
import type { Reader } from '../../app/store/store.ts';
import type { ChooseTeam } from './play-flow.ts';
import { practiceTeam } from '../starters/starters.ts';

/**
 * The operator's own teammates as they play in a rehearsal: their directives, tools and rules, with accounts of the
 * practice company instead of their own. Whoever they may turn to comes along.
 */
export function ownTeam(read: Reader, flow: FlowRecord, catalog: Catalog): ChooseTeam {
  const keys = new Map<AgentId, string>(Object.entries(flow.bindings).map(([key, id]) => [id, key]));
  const agents: AgentRecord[] = [];
  const take = (id: AgentId): void => {
    const agent = read.agent(id);
    if (!agent || agents.some((one) => one.id === id)) return;
    if (!keys.has(id)) keys.set(id, agent.key);
    agents.push(agent);
    for (const mate of agent.teammates ?? []) take(mate);
  };
  for (const id of [...keys.keys()]) take(id);

  /** The tools that somebody needs: of their own actions, and of the steps that name them. */
  const toolsOf = ({ id, tools }: AgentRecord): ReadonlySet<ToolId> => {
    const types = [
      ...tools,
      ...flow.draft.nodes.flatMap(({ type, config }) => (config['agent'] === keys.get(id) ? [type] : [])),
    ];
    const found = types.flatMap((type) => {
      const definition = catalog.find(type);
      if (definition?.kind === 'wait') return definition.type === 'wait-for-reply' ? REPLIES : [];
      return definition && 'tool' in definition && definition.tool ? [definition.tool] : [];
    });
    return new Set(found);
  };

  return (credentials) => {
    const known = practiceTeam(credentials);
    /** The same one's account, or that of the practice teammate who does most of the same. */
    const accountFor = (
      agent: AgentRecord,
      tool: ToolId,
    ): PracticeTeammate['accounts'][number] | undefined => {
      const alike = (key: string): number => {
        const mate = known.find((one) => one.key === key);
        const same = mate?.tools.filter((type) => agent.tools.includes(type)).length ?? 0;
        return key === agent.key ? Infinity : same;
      };
      const [best] = credentials
        .filter((credential) => credential.tool === tool)
        .toSorted((a, b) => alike(b.agent) - alike(a.agent));
      return (
        best && {
          tool: best.tool,
          label: `${agent.name}, practice`,
          baseUrl: best.baseUrl,
          secrets: best.secrets,
        }
      );
    };
    return agents.map((agent) => ({
      key: keys.get(agent.id) ?? agent.key,
      name: agent.name,
      role: agent.role,
      directives: agent.directives.filter(({ on }) => on).map(({ text }) => text),
      tools: agent.tools,
      autonomy: agent.autonomy,
      asks: agent.asks,
      caps: agent.caps,
      teammates: (agent.teammates ?? []).flatMap((id) => keys.get(id) ?? []),
      accounts: [...toolsOf(agent)].flatMap((tool) => accountFor(agent, tool) ?? []),
    }));
  };
}

/** A wait for a reply looks in the help desk or in the mailbox. */
const REPLIES: readonly ToolId[] = ['helpscout', 'mail'];
