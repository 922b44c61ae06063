import { turnOnFlow } from '../tests/drivers/workspace-setup.ts';
import { addTeammate, atOnce, effectsOf, FROM_HAND, HAND, inARow, openHostRig, SAM } from './host-rig.ts';
import { statsOf } from './process-stats.ts';
import { percentile, report } from './report.ts';

const REPETITIONS = 5;
const RUNS = 100;
const AT_ONCE = 20;

const FLOW = inARow(
  'Agent and reply',
  [
    FROM_HAND,
    {
      id: 'work',
      type: 'agent',
      config: { agent: 'sam', task: 'Note and tag ticket {{ticket.id}}.' },
      out: 'done',
    },
    {
      id: 'reply',
      type: 'helpscout.reply',
      config: { agent: 'sam', ticket: '{{ticket.id}}', text: 'We have looked at it.' },
    },
  ],
  SAM,
);

/**
 * One ticket, an agent that calls two tools, and a reply: four durable steps, three questions to a model that answers
 * at once, and six calls to the help desk. From outside: a run begins with a call of the API and ends with its reply.
 */
export async function benchAgent(file: string | undefined): Promise<void> {
  const rig = await openHostRig();
  try {
    const api = await rig.host.api();
    const agent = await addTeammate(api, rig.outside);
    await api.team.setModel.mutate({
      agent,
      model: {
        kind: 'openai',
        baseUrl: rig.outside.about.modelUrl,
        model: 'instant',
        key: 'k',
        allowsPrivate: true,
      },
    });
    const id = await turnOnFlow(api, FLOW);
    const replies = effectsOf(rig.outside, 'reply sent');
    const through = async (ticket: number): Promise<void> => {
      await api.flows.startByHand.mutate({
        id,
        node: HAND,
        data: { ticket: { id: String(ticket), subject: 'A question', text: 'How does this work?' } },
      });
      await replies.of(String(ticket));
    };
    await atOnce(AT_ONCE, await rig.outside.write(AT_ONCE * 2), through); // warm
    const rates: number[] = [];
    const cpu: number[] = [];
    for (let n = 0; n < REPETITIONS; n += 1) {
      const tickets = await rig.outside.write(RUNS);
      const before = await statsOf(rig.host.child.pid);
      const began = performance.now();
      await atOnce(AT_ONCE, tickets, through);
      rates.push((RUNS * 1_000) / (performance.now() - began));
      cpu.push(((await statsOf(rig.host.child.pid)).cpuMs - before.cpuMs) / RUNS);
    }
    const latencies: number[] = [];
    for (const ticket of await rig.outside.write(30)) {
      const began = performance.now();
      await through(ticket);
      latencies.push(performance.now() - began);
    }
    const bench = 'agent/two-tools-and-reply';
    report({ bench, metric: `runs_per_second_at_${AT_ONCE}`, unit: 'runs/s', values: rates }, file);
    report({ bench, metric: 'host_cpu_per_run', unit: 'ms', values: cpu }, file);
    report({ bench, metric: 'latency_p50_at_1', unit: 'ms', values: [percentile(latencies, 0.5)] }, file);
    replies.end();
  } finally {
    await rig.close();
  }
}
