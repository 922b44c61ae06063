import { eventually } from '../tests/drivers/eventually.ts';
import { turnOnFlow } from '../tests/drivers/workspace-setup.ts';
import { numberIn, OPEN_RUNS, PENDING_APPROVALS } from './database.ts';
import { atOnce, FROM_HAND, HAND, inARow, openHostRig, type HostRig } from './host-rig.ts';
import { statsOf } from './process-stats.ts';
import { percentile, report } from './report.ts';

const RUNS = 100_000;
const AT_ONCE = 50;
const WOKEN = 50;
const APPROVED = 1_000;

const end = { id: 'end', type: 'outcome', config: { result: 'resolved' } };
const ASKS = inARow('Ask first', [
  FROM_HAND,
  {
    id: 'ask',
    type: 'approval',
    config: { question: 'May this go on?', people: [{ person: 'you' }] },
    out: 'approved',
  },
  end,
]);
/** `count` runs that wait for a person. */
export async function waitingRuns(rig: HostRig, count: number): Promise<void> {
  const api = await rig.host.api();
  const id = await turnOnFlow(api, ASKS);
  await atOnce(AT_ONCE, Array.from({ length: count }), () =>
    api.flows.startByHand.mutate({ id, node: HAND }),
  );
  await eventually(
    () => numberIn(rig.dataDir, `SELECT count(*) FROM run WHERE status = 'waiting'`) === count || undefined,
    'all runs to wait',
    600_000,
  );
}

/** Approves the newest `count` cards and waits until their runs have ended. Gives milliseconds. */
export async function approveMany(rig: HostRig, count: number): Promise<number> {
  const api = await rig.host.api();
  const before = numberIn(rig.dataDir, OPEN_RUNS);
  const began = performance.now();
  for (let left = count; left > 0;) {
    const cards = (await api.inbox.list.query({ which: 'pending' })).slice(0, left);
    if (cards.length === 0) throw new Error('There are fewer cards than were wanted.');
    await atOnce(20, cards, (card) => api.inbox.approve.mutate({ id: card.id, digest: card.digest ?? null }));
    left -= cards.length;
  }
  await eventually(
    () => numberIn(rig.dataDir, OPEN_RUNS) <= before - count || undefined,
    'the approved runs to end',
    600_000,
  );
  return performance.now() - began;
}

/** A hundred thousand runs wait. What does that cost, and how fast does one of them go on? */
export async function benchWaiting(file: string | undefined): Promise<void> {
  const rig = await openHostRig();
  try {
    await waitingRuns(rig, RUNS);
    const pending = numberIn(rig.dataDir, PENDING_APPROVALS);
    const ready: number[] = [];
    const rss: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      ready.push(await rig.killAndStart());
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      rss.push((await statsOf(rig.host.child.pid)).rssMb);
    }
    const bench = 'waiting/100000';
    report({ bench, metric: 'ready_after_sigkill', unit: 'ms', values: ready }, file);
    report({ bench, metric: 'rss', unit: 'MB', values: rss }, file);
    report(
      {
        bench,
        metric: 'lost',
        unit: 'approvals',
        values: [pending - numberIn(rig.dataDir, PENDING_APPROVALS)],
      },
      file,
    );

    const api = await rig.host.api();
    const woken: number[] = [];
    for (const card of (await api.inbox.list.query({ which: 'pending' })).slice(0, WOKEN)) {
      const began = performance.now();
      await api.inbox.approve.mutate({ id: card.id, digest: card.digest ?? null });
      const isOpen = async (): Promise<boolean> => {
        const { run } = await api.runs.get.query({ id: card.run });
        return run.status === 'waiting' || run.status === 'ready';
      };
      while (await isOpen());
      woken.push(performance.now() - began);
    }
    report({ bench, metric: 'approved_to_ended_p50', unit: 'ms', values: [percentile(woken, 0.5)] }, file);
    report({ bench, metric: 'approved_to_ended_p95', unit: 'ms', values: [percentile(woken, 0.95)] }, file);
    report(
      {
        bench,
        metric: `approve_${APPROVED}_and_end`,
        unit: 'ms',
        values: [await approveMany(rig, APPROVED)],
      },
      file,
    );
  } finally {
    await rig.close();
  }
}
