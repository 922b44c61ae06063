import { newId, type AgentId, type ConnectionId, type FlowId } from '../base/ids.ts';
import { readFlow } from '../graph/migrate.ts';
import type { AgentRecord, ConnectionRecord } from '../store/records.ts';
import type { Api } from './contract/api.ts';
import { checkConnection, connectionSecretName } from './connections.ts';
import { operatorOf, type ApiParts, type PracticeTeammate } from './parts.ts';

/** The practice company is next door, so it is looked at often. */
const PRACTICE_POLL_MS = 1_000;

export function workspaceApi(parts: ApiParts, flows: Api['flows']): Api['workspace'] {
  const { store, clock } = parts;
  return {
    get: async () => ({
      ...parts.about,
      operator: operatorOf(parts),
      practice: store.read.setting('practice_flow') !== undefined,
      starters: parts.starters.map(({ id, name, summary }) => ({ id, name, summary })),
    }),
    setOperator: async ({ name }) => {
      await store.write('workspace.operator', (tx) => {
        tx.putSetting('operator', name);
        tx.addAudit(clock.now(), name, 'operator_named', { name });
      });
    },
    tryPractice: async () => {
      const practice = await parts.openPractice();
      await ensureTeam(parts, practice.team);
      const known = store.read.setting('practice_flow');
      const flow = typeof known === 'string' ? store.read.flow(known as FlowId) : undefined; // written below, from a FlowId
      if (flow) {
        await flows.restore({ id: flow.id });
        return { flow: flow.id };
      }
      const starter = readFlow(practice.starter);
      if (!starter.ok) throw starter.error;
      const { id } = await flows.importFlow({ text: practice.starter });
      await flows.publish({ id, note: 'As it comes' });
      await store.write('practice.open', (tx) => {
        tx.putSetting('practice_flow', id);
        tx.addAudit(clock.now(), operatorOf(parts), 'practice_opened', { flow: id });
      });
      return { flow: id };
    },
  };
}

/**
 * The made-up company's team and accounts. The address changes with every start of the app (the practice server takes
 * a free port), so it is brought up to date; what the operator changed in an agent stays.
 */
export async function ensureTeam(parts: ApiParts, team: readonly PracticeTeammate[]): Promise<void> {
  const { store, clock } = parts;
  const touched: ConnectionId[] = await store.write('practice.team', (tx) => {
    const ids: ConnectionId[] = [];
    const fresh = new Set<AgentId>();
    for (const mate of team) {
      const now = clock.now();
      const agent: AgentRecord = tx.agents().find((a) => a.key === mate.key) ?? {
        id: newId('agent', now, parts.random),
        key: mate.key,
        name: mate.name,
        role: mate.role,
        directives: mate.directives.map((text, index) => ({
          id: `d${index + 1}`,
          text,
          on: true,
          author: 'Switchyard',
          at: now,
        })),
        tools: mate.tools,
        autonomy: mate.autonomy,
        asks: mate.asks,
        model: { kind: 'practice' },
        caps: mate.caps,
        updatedAt: now,
      };
      if (agent.updatedAt === now) {
        tx.putAgent(agent);
        fresh.add(agent.id);
      }
      for (const account of mate.accounts) {
        const known = tx
          .connections()
          .find((c) => c.practice && c.agent === agent.id && c.tool === account.tool);
        // The operator gave this agent a real account there: the practice one does not come back.
        if (!known && tx.connectionOf(agent.id, account.tool)) continue;
        const id = known?.id ?? newId('connection', now, parts.random);
        for (const [name, text] of Object.entries(account.secrets)) {
          const secret = connectionSecretName(id, name);
          tx.putSecret(secret, parts.secrets.seal(secret, text));
        }
        const record: ConnectionRecord = known ?? {
          id,
          agent: agent.id,
          tool: account.tool,
          label: account.label,
          baseUrl: account.baseUrl,
          allowsPrivate: true,
          practice: true,
          secretNames: Object.keys(account.secrets),
          account: null,
          status: 'unchecked',
          problem: null,
          checkedAt: null,
          pollEveryMs: PRACTICE_POLL_MS,
        };
        tx.putConnection({ ...record, baseUrl: account.baseUrl });
        ids.push(id);
      }
    }
    // Once everybody is there: who may turn to whom.
    for (const mate of team) {
      const agent = tx.agents().find((a) => a.key === mate.key);
      const teammates = (mate.teammates ?? []).flatMap(
        (key) => tx.agents().find((a) => a.key === key)?.id ?? [],
      );
      if (agent && fresh.has(agent.id) && teammates.length > 0) tx.putAgent({ ...agent, teammates });
    }
    return ids;
  });
  for (const id of touched) {
    const connection = store.read.connection(id);
    if (!connection) continue;
    const result = await checkConnection(parts, connection);
    await store.write('practice.check', (tx) => {
      const current = tx.connection(id);
      if (current) tx.putConnection({ ...current, ...result, checkedAt: clock.now() });
    });
  }
}
