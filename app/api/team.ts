import { saveDirectives } from '../agents/directives/save-directives.ts';
import {
  LOCAL_SERVER_IDS,
  LOCAL_SERVERS,
  modelsAt,
  whyNotUsable,
  type LocalServer,
} from '../agents/local-models.ts';
import { SwitchyardError } from '../base/errors.ts';
import type { BoundFetch } from '../kit/net.ts';
import { newId, type AgentId } from '../base/ids.ts';
import { factsInWords } from '../kit/gate-data.ts';
import type { AgentPicture, AgentRecord, ConnectionRecord, Directive } from '../store/records.ts';
import { ofAgent } from '../store/directives.ts';
import type { Reader } from '../store/store.ts';
import type { Api } from './contract/api.ts';
import type { ConnectionView } from './contract/views.ts';
import { operatorOf, type ApiParts } from './parts.ts';

/** What an agent may spend on one visit, until somebody says otherwise. */
export const DEFAULT_CAPS = { turns: 12, tokens: 60_000, timeMs: 180_000 } as const;

export const modelSecretName = (agent: AgentRecord['id']): string => `agent/${agent}/model`;

/** Teammates: their directives, tools, autonomy and model. Every change is in the audit log. */
export function teamApi(parts: ApiParts): Api['team'] {
  const { store, clock } = parts;
  return {
    list: async () =>
      store.read.agents().map((agent) => ({
        ...agent,
        connections: store.read
          .connections()
          .filter((c) => c.agent === agent.id)
          .map((c) => connectionView(store.read, c)),
      })),
    save: async (input) =>
      store.write('agent.save', (tx) => {
        const now = clock.now();
        const by = operatorOf(parts);
        const known = input.id ? tx.agent(input.id) : undefined;
        if (input.id && !known)
          throw new SwitchyardError('not_found', 'This agent is not in the team any more.');
        const typed = input.directives ?? known?.directives ?? [];
        const directives: Directive[] = typed.map((d) => {
          const before = known?.directives.find((k) => k.id === d.id);
          return before && before.text === d.text && before.on === d.on
            ? before
            : { ...d, author: by, at: now };
        });
        const agent: AgentRecord = {
          id: known?.id ?? newId('agent', now, parts.random),
          key: known?.key ?? keyFor(tx, input.name),
          model: known?.model ?? { kind: 'practice' },
          caps: input.caps ?? known?.caps ?? DEFAULT_CAPS,
          name: input.name,
          role: input.role,
          directives,
          tools: input.tools,
          autonomy: input.autonomy.map(({ upTo, askForVip, when, ...rule }) => ({
            ...rule,
            ...(upTo ? { upTo } : {}),
            ...(askForVip === undefined ? {} : { askForVip }),
            ...(when === undefined ? {} : { when }),
          })),
          asks: input.asks.map(({ person, within, remind }) => ({
            person,
            ...(within === undefined ? {} : { within }),
            ...(remind === undefined ? {} : { remind }),
          })),
          ...matesOf(tx, input.teammates ?? known?.teammates ?? [], known?.id),
          ...pictured(input.picture ?? known?.picture),
          ...worksAt(input.hours === undefined ? known?.hours : input.hours),
          ...laneOf(input.concurrency === undefined ? known?.concurrency : input.concurrency),
          updatedAt: now,
        };
        if (known)
          saveDirectives(tx, {
            owner: ofAgent(agent.id),
            directives: typed.map(({ id, text, on }) => ({ id, text, on })),
            by,
            at: now,
            note: '',
          });
        tx.putAgent(agent);
        tx.addAudit(now, by, known ? 'agent_changed' : 'agent_added', {
          agent: agent.id,
          name: agent.name,
          directives: agent.directives.map((d) => d.text),
          tools: agent.tools,
          teammates: (agent.teammates ?? []).map((mate) => tx.agent(mate)?.name ?? mate),
          autonomy: agent.autonomy.map(
            (r) =>
              `${r.action}: ${r.decision}${r.when ? ` when ${factsInWords(r.when)}` : ''}${r.upTo ? ` up to ${r.upTo.amount} ${r.upTo.currency}` : ''}`,
          ),
        });
        return { id: agent.id };
      }),
    localModels: async () => {
      const lists = await Promise.all(
        LOCAL_SERVER_IDS.map(async (server) => {
          const { name, baseUrl } = LOCAL_SERVERS[server];
          const models = await modelsAt(server, localFetch(parts, server));
          return models.map((model) => ({ server, serverName: name, baseUrl, model }));
        }),
      );
      return lists.flat();
    },
    tryLocalModel: async ({ server, model }) => {
      const { createOpenAiModel } = await import('../agents/openai-model.ts');
      const { baseUrl } = LOCAL_SERVERS[server];
      const tried = createOpenAiModel({
        baseUrl,
        model,
        apiKey: '',
        fetch: localFetch(parts, server),
        clock,
      });
      return { whyNot: (await whyNotUsable(tried, parts.hostEnds)) ?? null };
    },
    setModel: async ({ agent: id, model }) => {
      await store.write('agent.model', (tx) => {
        const agent = tx.agent(id);
        if (!agent) throw new SwitchyardError('not_found', 'This agent is not in the team any more.');
        const name = modelSecretName(id);
        if (model.kind === 'openai') {
          const { key, ...rest } = model;
          const moved =
            agent.model.kind !== 'openai' ||
            new URL(agent.model.baseUrl).origin !== new URL(model.baseUrl).origin;
          // A key goes only to the origin it was typed for: a new address needs it typed again.
          if (key !== '') tx.putSecret(name, parts.secrets.seal(name, key));
          else if (moved) tx.dropSecret(name);
          tx.putAgent({ ...agent, model: { ...rest, secret: name }, updatedAt: clock.now() });
        } else {
          tx.dropSecret(name);
          tx.putAgent({ ...agent, model, updatedAt: clock.now() });
        }
        tx.addAudit(clock.now(), operatorOf(parts), 'model_chosen', {
          agent: id,
          model: model.kind === 'openai' ? model.model : 'practice',
          address: model.kind === 'openai' ? model.baseUrl : '',
        });
      });
    },
  };
}

/** A way to one of the fixed addresses on this computer, and nowhere else. */
const localFetch = ({ net }: ApiParts, server: LocalServer): BoundFetch =>
  net.fetchFor({ origin: new URL(LOCAL_SERVERS[server].baseUrl).origin, allowsPrivate: true });

/** Whom an agent may turn to: only who is in the team, and never itself. */
function matesOf(
  read: Reader,
  teammates: readonly AgentId[],
  self: AgentId | undefined,
): Pick<AgentRecord, 'teammates'> {
  const known = [...new Set(teammates)].filter((id) => id !== self && read.agent(id) !== undefined);
  return known.length === 0 ? {} : { teammates: known };
}

const pictured = (picture: AgentPicture | undefined): Pick<AgentRecord, 'picture'> =>
  picture ? { picture } : {};
const worksAt = (hours: AgentRecord['hours'] | null): Pick<AgentRecord, 'hours'> => (hours ? { hours } : {});
const laneOf = (concurrency: number | null | undefined): Pick<AgentRecord, 'concurrency'> =>
  typeof concurrency === 'number' ? { concurrency } : {};

/** A short key from a name, not used by anybody else. */
function keyFor(read: Reader, name: string): string {
  const stem =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^[^a-z]+|-+$/g, '')
      .slice(0, 30) || 'agent';
  const taken = new Set(read.agents().map((a) => a.key));
  let key = stem;
  for (let n = 2; taken.has(key); n += 1) key = `${stem}-${n}`;
  return key;
}

/** A tool that does not answer, and until when nothing is sent to it. */
function awayOf(read: Reader, c: ConnectionRecord): ConnectionView['away'] {
  const breaker = read.breaker(c.id);
  return breaker?.openUntil ? { until: breaker.openUntil, sentence: breaker.problem.sentence } : null;
}

export function connectionView(read: Reader, c: ConnectionRecord): ConnectionView {
  return {
    id: c.id,
    agent: c.agent,
    agentName: read.agent(c.agent)?.name ?? 'A removed agent',
    tool: c.tool,
    label: c.label,
    baseUrl: c.baseUrl,
    practice: c.practice,
    account: c.account?.name ?? null,
    status: c.status,
    problem: c.problem,
    checkedAt: c.checkedAt,
    away: awayOf(read, c),
    limits: c.limits ?? {},
  };
}
