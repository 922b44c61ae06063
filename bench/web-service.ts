import { Agent, request } from 'node:http';
import { loadavg } from 'node:os';
import { turnOnFlow } from '../tests/drivers/workspace-setup.ts';
import { atOnce, effectsOf, inARow, openHostRig, SAM } from './host-rig.ts';
import { statsOf } from './process-stats.ts';
import { percentile, report } from './report.ts';

const REPETITIONS = 5;
const RUNS = 1_000;
const AT_ONCE = 20;
const ALONE = 200;

const way = (id: string, value: string) => ({
  id,
  label: id,
  when: { combinator: 'and', rules: [{ field: 'body.order.kind', operator: '=', as: 'text', value }] },
});
const POSTED = inARow(
  'Choose, name, post',
  [
    { id: 'call', type: 'webhook', config: { path: 'orders' } },
    {
      id: 'choose',
      type: 'condition',
      config: { ways: [way('first', 'small'), way('second', 'middle'), way('third', 'large')] },
      out: 'third',
    },
    { id: 'name', type: 'set', config: { values: [{ name: 'line', value: 'Order {{body.order.id}}' }] } },
    {
      id: 'post',
      type: 'http.request',
      config: {
        agent: 'sam',
        method: 'POST',
        path: '/orders',
        body: '{"id":"{{body.order.id}}","line":"{{steps.name.line}}","kind":"{{body.order.kind}}"}',
      },
    },
  ],
  SAM,
);

/** Sends one call; resolves when it has been taken. */
function caller(address: string, sockets: number): { send(id: string): Promise<void>; end(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  const { port, pathname } = new URL(address);
  return {
    send: (id) =>
      new Promise((resolve, reject) => {
        const body = JSON.stringify({ order: { id, kind: 'large' } });
        const call = request(
          {
            agent,
            host: '127.0.0.1',
            port,
            path: pathname,
            method: 'POST',
            headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
          },
          (response) => {
            response.resume().once('end', () => {
              if (response.statusCode === 202) resolve();
              else reject(new Error(`A call was answered with ${String(response.statusCode)}.`));
            });
          },
        );
        call.once('error', reject).end(body);
      }),
    end: () => agent.destroy(),
  };
}

/**
 * A webhook, a condition with three ways, a value made from a template, and a POST to a server of this computer. From
 * outside, by another process: a run begins with the call of the address and ends when the POST arrives.
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
    const flow = await turnOnFlow(api, POSTED);
    const { address } = await api.hooks.address.mutate({ flow, path: 'orders', renew: false });
    const calls = caller(address, AT_ONCE);
    const posts = effectsOf(rig.outside, 'sink called');
    let last = 0;
    const through = async (): Promise<void> => {
      last += 1;
      const id = String(last);
      const arrived = posts.of(id);
      await calls.send(id);
      await arrived;
    };
    const many = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
    await atOnce(AT_ONCE, many(500), through); // warm
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
    const before = await statsOf(rig.host.child.pid);
    for (let n = 0; n < ALONE; n += 1) {
      const began = performance.now();
      await through();
      latencies.push(performance.now() - began);
    }
    const alone = (await statsOf(rig.host.child.pid)).writtenBytes - before.writtenBytes;
    const bench = 'web-service/webhook-condition-template-post';
    report({ bench, metric: 'runs_per_second', unit: 'runs/s', values: rates }, file);
    report({ bench, metric: 'latency_p50', unit: 'ms', values: [percentile(latencies, 0.5)] }, file);
    report({ bench, metric: 'latency_p99', unit: 'ms', values: [percentile(latencies, 0.99)] }, file);
    report({ bench, metric: 'host_cpu_per_run', unit: 'ms', values: cpu }, file);
    report({ bench, metric: 'written_per_run', unit: 'KB', values: bytes }, file);
    report({ bench, metric: 'written_per_run_alone', unit: 'KB', values: [alone / ALONE / 1_024] }, file);
    // Two processes of our own keep a small machine busy: what others do on it shows in every figure above.
    report({ bench, metric: 'machine_load', unit: 'load', values: [loadavg()[0] ?? 0] }, file);
    posts.end();
    calls.end();
  } finally {
    await rig.close();
  }
}
