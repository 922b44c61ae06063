import type { TRPCClient } from '@trpc/client';
import { z } from 'zod';
import type { FlowDocument } from '../../app/graph/flow.ts';
import type { AppRouter } from '../../app/api/router.ts';
import type { AgentId, FlowId } from '../../app/base/ids.ts';
import type { Practice } from '../../main/practice/open-practice.ts';
import supportTeam from '../../resources/starters/support-desk.team.json' with { type: 'json' };

type Client = TRPCClient<AppRouter>;
type SaveAgent = Parameters<Client['team']['save']['mutate']>[0];

const MATE = z.array(
  z.looseObject({
    key: z.string(),
    name: z.string(),
    role: z.string(),
    directives: z.array(z.string()),
    tools: z.array(z.string()),
    accounts: z.array(z.enum(['helpscout', 'slack', 'stripe', 'google', 'hubspot', 'mail'])),
  }),
);

/**
 * Sets a workspace up as a person does for real tools: a team, and for each teammate accounts with pasted keys. The
 * tools are those of a practice company that runs outside the host, so that they live on when the host dies.
 * @param knowsNoVip nobody has a rule about VIP customers, so that a flow which looks none of them up runs by itself
 */
export async function setUpTeam(
  client: Client,
  practice: Practice,
  { knowsNoVip = false } = {},
): Promise<ReadonlyMap<string, AgentId>> {
  const agents = new Map<string, AgentId>();
  for (const mate of MATE.parse(supportTeam)) {
    const source = supportTeam.find((t) => t.key === mate.key);
    const rules = (source?.autonomy ?? []) as SaveAgent['autonomy']; // the file is checked against the same shape by the product
    const { id } = await client.team.save.mutate({
      name: mate.name,
      role: mate.role,
      directives: mate.directives.map((text, index) => ({ id: `d${index + 1}`, text, on: true })),
      tools: mate.tools,
      autonomy: knowsNoVip ? rules.map((rule) => ({ ...rule, askForVip: false })) : rules,
      asks: [{ person: 'you' }],
    });
    agents.set(mate.key, id);
    for (const credential of practice.world.credentials()) {
      if (credential.agent !== mate.key || !mate.accounts.includes(credential.tool)) continue;
      const added = await client.connections.add.mutate({
        agent: id,
        tool: credential.tool,
        label: `${mate.name} at ${credential.tool}`,
        baseUrl: credential.baseUrl,
        allowsPrivate: true,
        secrets: { ...credential.secrets },
        lookEverySeconds: 1,
      });
      if (added.status !== 'ok')
        throw new Error(`${added.label}: ${added.problem?.sentence ?? added.status}`);
    }
  }
  return agents;
}

/** Takes a flow in, publishes it and turns it on. */
export async function turnOnFlow(client: Client, flow: FlowDocument): Promise<FlowId> {
  const { id } = await client.flows.importFlow.mutate({ text: JSON.stringify(flow) });
  await client.flows.publish.mutate({ id, note: '' });
  await client.flows.turnOn.mutate({ id });
  return id;
}
