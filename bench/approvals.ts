import { eventually } from '../tests/drivers/eventually.ts';
import { turnOnFlow } from '../tests/drivers/workspace-setup.ts';
import { numberIn, OPEN_RUNS, PENDING_APPROVALS } from './database.ts';
import { atOnce, FROM_HAND, HAND, inARow, openHostRig } from './host-rig.ts';
import { report } from './report.ts';

const REPETITIONS = 5;
const RUNS = 1_000;
const AT_ONCE = 20;

const FLOW = inARow('Ask first', [
  FROM_HAND,
  {
    id: 'ask',
    type: 'approval',
    config: { question: 'May this go on?', people: [{ person: 'you' }] },
    out: 'approved',
  },
  { id: 'end', type: 'outcome', config: { result: 'resolved' } },
]);

/** A thousand runs wait for a person; the plug is pulled; how soon it is ready again, and how fast a person can be. */
export async function benchApprovals(file: string | undefined): Promise<void> {
  const ready: number[] = [];
  const rates: number[] = [];
  const lost: number[] = [];
  for (let n = 0; n < REPETITIONS; n += 1) {
    const rig = await openHostRig();
    try {
      const before = await rig.host.api();
      const id = await turnOnFlow(before, FLOW);
      await atOnce(AT_ONCE, Array.from({ length: RUNS }), () =>
        before.flows.startByHand.mutate({ id, node: HAND }),
      );
      const pending = (): number => numberIn(rig.dataDir, PENDING_APPROVALS);
      await eventually(() => pending() === RUNS || undefined, 'all runs to wait', 120_000);
      ready.push(await rig.killAndStart());
      lost.push(RUNS - pending());
      const api = await rig.host.api();
      let approved = 0;
      let took = 0;
      // The inbox shows the newest; deciding those brings the others up.
      for (let cards = await api.inbox.list.query({ which: 'pending' }); cards.length > 0;) {
        const began = performance.now();
        await atOnce(AT_ONCE, cards, (card) =>
          api.inbox.approve.mutate({ id: card.id, digest: card.digest ?? null }),
        );
        took += performance.now() - began;
        approved += cards.length;
        cards = await api.inbox.list.query({ which: 'pending' });
      }
      rates.push((approved * 1_000) / took);
      await eventually(
        () => numberIn(rig.dataDir, OPEN_RUNS) === 0 || undefined,
        'all approved runs to end',
        120_000,
      );
    } finally {
      await rig.close();
    }
  }
  const bench = 'approvals/1000-waiting';
  report({ bench, metric: 'ready_after_sigkill', unit: 'ms', values: ready }, file);
  report({ bench, metric: 'lost', unit: 'approvals', values: lost }, file);
  report({ bench, metric: `approvals_per_second_at_${AT_ONCE}`, unit: 'approvals/s', values: rates }, file);
}
