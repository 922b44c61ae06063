import { afterEach, expect, test } from 'vitest';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const flow = flowOf(
  'Notes',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'x' }],
  ],
  ['new.next > note'],
);

/** Ten runs want the same account, which has room for four calls at once and answers none of them. */
async function crowded(): Promise<{ desk: TestHost; answer: () => void }> {
  const desk = open();
  await desk.addAgent('fin', { autonomy: [{ id: 'all', action: '*', decision: 'run' }] });
  await desk.host.start();
  await desk.turnOn(flow);
  let answer = (): void => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  desk.tools.waitFor = () => answered;
  desk.tools.offer(TICKETS, ...Array.from({ length: 10 }, (_, i) => ticketEvent(String(i + 1))));
  await desk.until('four calls are out', () => desk.tools.calls.length === 4);
  await desk.advance(2_000);
  return { desk, answer };
}

const intents = (desk: TestHost): number =>
  desk.runs().filter((run) => desk.events(run.id, 'action_intent').length > 0).length;

test('only what may really have gone out has an intent; what stands in line has none, and shows where it stands', async () => {
  const { desk, answer } = await crowded();
  expect(intents(desk)).toBe(4);
  for (const run of desk.runs()) expect(desk.story(run.id)).toContain('action_planned');
  answer();
  await desk.until('all are done', () => desk.runs().every((run) => run.status === 'done'));
  expect(desk.tools.ledger).toHaveLength(10);
});

test('a run that is stopped while it stands in line sends nothing', async () => {
  const { desk, answer } = await crowded();
  const last = desk.run(9);
  await desk.host.api.runs.stop({ id: last.id });
  answer();
  await desk.until('the others are done', () =>
    desk
      .runs()
      .slice(0, 9)
      .every((r) => r.status === 'done'),
  );
  expect(desk.store.read.run(last.id)?.status).toBe('stopped');
  expect(desk.tools.ledger).toHaveLength(9);
});
