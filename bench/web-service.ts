import { turnOnFlow } from '../tests/drivers/workspace-setup.ts';
import { atOnce, effectsOf, FROM_HAND, HAND, inARow, openHostRig, SAM } from './host-rig.ts';
import { statsOf } from './process-stats.ts';
import { percentile, report } from './report.ts';

const REPETITIONS = 5;
const RUNS = 500;
const AT_ONCE = 20;

const way = (id: string, value: string) => ({
  id,
  label: id,
  when: { combinator: 'and', rules: [{ field: 'order.kind', operator: '=', as: 'text', value }] },
});
const POSTED = inARow(
  'Choose, name, post',
  [
    FROM_HAND,
    {
      id: 'choose',
      type: 'condition',
      config: { ways: [way('first', 'small'), way('second', 'middle'), way('third', 'large')] },
      out: 'third',
    },
    { id: 'name', type: 'set', config: { values: [{ name: 'line', value: 'Order {{order.id}}' }] } },
    {
      id: 'post',
      type: 'http.request',
      config: {
        agent: 'sam',
        method: 'POST',
        path: '/{{order.id}}',
        body: '{"line":"{{line}}","kind":"{{order.kind}}"}',
      },
    },
  ],
  SAM,
);

/**
 * One start, a condition with three ways, a value made from a template, and a POST to a server of this computer. From
 * outside: a run begins with a call of the API and ends when the POST arrives.
 */
export async function benchWebService(file: string | undefined): Promise<void> {
  const rig = await openHostRig();
  try {
    const api = await rig.host.api();
    const { id: agent } = await api.team.save.mutate({
      name: 'Sam',
      role: 'Support agent',
      directives: [],
      tools: ['http.request'],
      autonomy: [{ id: 'post', action: 'http.request', decision: 'run' }],
      asks: [{ person: 'you' }],
    });
    await api.connections.add.mutate({
      agent,
      tool: 'http',
      label: 'Sink',
      baseUrl: rig.outside.about.sinkUrl,
      allowsPrivate: true,
      secrets: {},
    });
    const id = await turnOnFlow(api, POSTED);
    const posts = effectsOf(rig.outside, 'sink called');
    let last = 0;
    const through = async (): Promise<void> => {
      last += 1;
      const order = { id: String(last), kind: 'large' };
      const arrived = posts.of(`/${order.id}`);
      await api.flows.startByHand.mutate({ id, node: HAND, data: { order } });
      await arrived;
    };
    const many = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
    await atOnce(AT_ONCE, many(200), through); // warm
    const rates: number[] = [];
    const cpu: number[] = [];
    const bytes: number[] = [];
    for (let n = 0; n < REPETITIONS; n += 1) {
      const before = await statsOf(rig.host.child.pid);
      const began = performance.now();
      await atOnce(AT_ONCE, many(RUNS), through);
      rates.push((RUNS * 1_000) / (performance.now() - began));
      const after = await statsOf(rig.host.child.pid);
      cpu.push((after.cpuMs - before.cpuMs) / RUNS);
      bytes.push((after.writtenBytes - before.writtenBytes) / RUNS / 1_024);
    }
    const latencies: number[] = [];
    for (let n = 0; n < 50; n += 1) {
      const began = performance.now();
      await through();
      latencies.push(performance.now() - began);
    }
    const bench = 'web-service/condition-template-post';
    report({ bench, metric: `runs_per_second_at_${AT_ONCE}`, unit: 'runs/s', values: rates }, file);
    report({ bench, metric: 'latency_p50_at_1', unit: 'ms', values: [percentile(latencies, 0.5)] }, file);
    report({ bench, metric: 'host_cpu_per_run', unit: 'ms', values: cpu }, file);
    report({ bench, metric: 'written_per_run', unit: 'KB', values: bytes }, file);
    posts.end();
  } finally {
    await rig.close();
  }
}
