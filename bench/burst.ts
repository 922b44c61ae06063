import { eventually } from '../tests/drivers/eventually.ts';
import { turnOnFlow } from '../tests/drivers/workspace-setup.ts';
import { numberIn, OPEN_RUNS } from './database.ts';
import { addTeammate, atOnce, FROM_HAND, HAND, inARow, inRig, SAM, type HostRig } from './host-rig.ts';
import { statsOf } from './process-stats.ts';
import { percentile, report } from './report.ts';
import { urgentBesideLow } from './urgent.ts';

const EVENTS = 50_000;
const HUNG = 200;
const BESIDE = 2_000;
const LOW = 10_000;
const URGENT = 100;

const end = { id: 'end', type: 'outcome', config: { result: 'resolved' } };
const QUICK = inARow('Quick', [
  FROM_HAND,
  { id: 'name', type: 'set', config: { values: [{ name: 'line', value: 'Order {{order.id}}' }] } },
  end,
]);
const NOTE = inARow(
  'Note by hand',
  [
    FROM_HAND,
    { id: 'note', type: 'helpscout.note', config: { agent: 'sam', ticket: '{{ticket.id}}', text: 'Seen.' } },
    end,
  ],
  SAM,
);

export interface Burst {
  /** Events that were taken and whose run has not ended well. */
  readonly lost: number;
  readonly seconds: number;
  readonly mostRssMb: number;
  /** Milliseconds that calls of a window took meanwhile. */
  readonly apiMs: readonly number[];
}

/** `count` events at once, while a window looks at its lists. */
export async function burst(rig: HostRig, count: number): Promise<Burst> {
  const api = await rig.host.api();
  const id = await turnOnFlow(api, QUICK);
  const apiMs: number[] = [];
  let mostRssMb = 0;
  const over = new AbortController();
  const looking = (async () => {
    while (!over.signal.aborted) {
      const began = performance.now();
      await api.runs.list.query({ limit: 50 });
      apiMs.push(performance.now() - began);
      mostRssMb = Math.max(mostRssMb, (await statsOf(rig.host.child.pid)).rssMb);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  const began = performance.now();
  let taken = 0;
  await atOnce(
    100,
    Array.from({ length: count }, (_, n) => n),
    async (n) => {
      await api.flows.startByHand.mutate({ id, node: HAND, data: { order: { id: String(n) } } });
      taken += 1;
    },
  );
  await eventually(() => numberIn(rig.dataDir, OPEN_RUNS) === 0 || undefined, 'all runs to end', 600_000);
  const seconds = (performance.now() - began) / 1_000;
  over.abort();
  await looking;
  return {
    lost: taken - numberIn(rig.dataDir, `SELECT count(*) FROM run WHERE status = 'done'`),
    seconds,
    mostRssMb,
    apiMs,
  };
}

/** Quick runs by themselves, and again while `hung` runs hang at a tool that does not answer. Runs a second. */
async function besideAHungTool(rig: HostRig): Promise<{ readonly alone: number; readonly beside: number }> {
  const api = await rig.host.api();
  await addTeammate(api, rig.outside);
  const quick = await turnOnFlow(api, QUICK);
  const note = await turnOnFlow(api, NOTE);
  const many = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
  const done = (): number => numberIn(rig.dataDir, `SELECT count(*) FROM run WHERE status = 'done'`);
  const rate = async (): Promise<number> => {
    const wanted = done() + BESIDE;
    const began = performance.now();
    await atOnce(20, many(BESIDE), (n) =>
      api.flows.startByHand.mutate({ id: quick, node: HAND, data: { order: { id: String(n) } } }),
    );
    await eventually(() => done() >= wanted || undefined, 'the quick runs to end', 300_000);
    return (BESIDE * 1_000) / (performance.now() - began);
  };
  await rate(); // warm
  const alone = await rate();
  const tickets = await rig.outside.write(HUNG);
  rig.outside.hang(true);
  try {
    await atOnce(20, tickets, (ticket) =>
      api.flows.startByHand.mutate({ id: note, node: HAND, data: { ticket: { id: String(ticket) } } }),
    );
    return { alone, beside: await rate() };
  } finally {
    rig.outside.hang(false);
  }
}

export async function benchBurst(file: string | undefined): Promise<void> {
  const { lost, seconds, mostRssMb, apiMs } = await inRig((rig) => burst(rig, EVENTS));
  const bench = 'burst/50000-events';
  report({ bench, metric: 'lost', unit: 'events', values: [lost] }, file);
  report({ bench, metric: 'events_per_second', unit: 'events/s', values: [EVENTS / seconds] }, file);
  report({ bench, metric: 'rss_most', unit: 'MB', values: [mostRssMb] }, file);
  report({ bench, metric: 'api_p95_meanwhile', unit: 'ms', values: [percentile(apiMs, 0.95)] }, file);
  const alone: number[] = [];
  const beside: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const rates = await inRig(besideAHungTool);
    alone.push(rates.alone);
    beside.push(rates.beside);
  }
  report(
    {
      bench: 'burst/hung-tool',
      metric: 'others_runs_per_second',
      unit: 'runs/s',
      values: beside,
      baseline: alone,
    },
    file,
  );
  const waits = await urgentBesideLow(LOW, URGENT);
  for (const [metric, share] of [
    ['urgent_wait_p50', 0.5],
    ['urgent_wait_p95', 0.95],
  ] as const)
    report(
      { bench: `burst/urgent-beside-${LOW}-low`, metric, unit: 'ms', values: [percentile(waits, share)] },
      file,
    );
}
