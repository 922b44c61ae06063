import { afterEach, expect, test, vi } from 'vitest';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import type { FlowId, NodeId } from '../../app/base/ids.ts';
import { seededRandom } from '../../app/base/random.ts';
import { catalog } from '../../nodes/catalog.ts';
import { queueRuns } from '../drivers/queued-runs.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const tickets = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ticketEvent(String(from + i)));
const offers = flowOf(
  'Offers',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['offer', 'stripe.apply-offer', { agent: 'fin', subscription: 'sub_1', coupon: 'TEN' }],
  ],
  ['new.next > offer'],
);
const notes = flowOf(
  'Notes',
  [
    ['new', TICKETS, { agent: 'sam' }],
    ['note', 'helpscout.note', { agent: 'sam', ticket: '{{ticket.id}}', text: 'x' }],
  ],
  ['new.next > note'],
  ['sam'],
);

test('a tool that hangs takes no workers away: more runs than workers stand in its line, and all others are done', async () => {
  const desk = open();
  const autonomy = [{ id: 'all', action: '*', decision: 'run' as const }];
  await desk.addAgent('fin', { autonomy });
  await desk.addAgent('sam', { autonomy });
  await desk.host.start();
  desk.tools.fault = (effect) => (effect.action === 'stripe.apply-offer' ? 'hang' : undefined);
  await desk.turnOn(offers);
  desk.tools.offer(TICKETS, ...tickets(1, 150));
  await desk.until('150 runs stand in line', () => desk.runs().length === 150);
  const other = await desk.turnOn(notes);
  desk.tools.offer(TICKETS, ...tickets(151, 170));
  const done = () =>
    desk.store.read.runs({ flow: other, limit: 200 }).filter((r) => r.status === 'done').length;
  await desk.until('the other flow is done', () => done() === 20, 30_000);
  const { lanes } = await desk.host.api.control.get();
  expect(lanes.find((lane) => lane.name === 'Fin in stripe')).toMatchObject({ busy: 4 });
  expect(lanes.find((lane) => lane.name === 'Fin in stripe')?.waiting).toBeGreaterThan(100);
});

const random = seededRandom(1);
const many = (count: number, of: string): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${of}-${n}`);

/** Lets runs of a flow stand in line, as events of cases with that priority do. */
async function queue(
  desk: TestHost,
  flow: FlowId,
  priority: 'low' | 'urgent',
  waiting: readonly string[],
): Promise<void> {
  const at = { flow, node: 'new' as NodeId, now: desk.clock.now(), random }; // as the flows have it
  desk.host.runtime.wake(await queueRuns(desk.store, at, priority, waiting));
  await desk.rest();
}

test('however many stand in line for a tool that hangs, the runs of other flows are done', async () => {
  const desk = open();
  const autonomy = [{ id: 'all', action: '*', decision: 'run' as const }];
  await desk.addAgent('fin', { autonomy });
  await desk.addAgent('sam', { autonomy });
  await desk.host.start();
  desk.tools.fault = (effect) => (effect.action === 'stripe.apply-offer' ? 'hang' : undefined);
  const hung = await desk.turnOn(offers);
  const others = await desk.turnOn(notes);
  await queue(desk, hung, 'low', many(1_500, 'hung'));
  await queue(desk, others, 'low', many(20, 'other'));
  await desk.rest();
  expect(desk.tools.effectsOf('helpscout.note')).toHaveLength(20);
});

const LOW = process.env['SWITCHYARD_FULL'] === '1' ? 10_000 : 1_000;
test(`an urgent run goes before ${LOW} low ones that were there first: only the calls that are out end before it`, async () => {
  const desk = open();
  await desk.addAgent('sam', { autonomy: [{ id: 'all', action: '*', decision: 'run' }] });
  await desk.host.start();
  const flow = await desk.turnOn(notes);
  /** Calls that are out, oldest first: each ends when it is let. */
  const out: (() => void)[] = [];
  desk.tools.waitFor = () => new Promise((resolve) => out.push(resolve));
  await queue(desk, flow, 'low', many(LOW, 'low'));
  expect(out.length).toBe(4);
  for (let urgent = 0; urgent < 20; urgent += 1) {
    await queue(desk, flow, 'urgent', [`urgent-${urgent}`]);
    const before = desk.tools.ledger.length;
    const isDone = (): boolean =>
      desk.tools.ledger.some((effect) => effect.input['ticket'] === `urgent-${urgent}`);
    while (!isDone() && desk.tools.ledger.length - before < 50) {
      out.shift()?.();
      await desk.rest();
    }
    // Four low ones were out; then it is the urgent one's turn.
    expect(desk.tools.ledger.length - before, `urgent-${urgent}`).toBeLessThanOrEqual(5);
  }
  desk.tools.waitFor = async () => {};
  for (const end of out) end();
  await desk.until('all are done', () => desk.tools.ledger.length === LOW + 20);
});
