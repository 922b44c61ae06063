import { afterEach, expect, test, vi } from 'vitest';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import { catalog } from '../../nodes/catalog.ts';

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
