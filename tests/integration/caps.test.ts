import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import type { FlowId } from '../../app/base/ids.ts';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { scriptedModel } from '../../app/runtime/testing/scripted-model.ts';
import { ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-caps-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const tickets = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ticketEvent(String(from + i)));
const refunds = flowOf(
  'Refunds',
  [
    ['new', TICKETS, { agent: 'fin' }],
    [
      'refund',
      'stripe.refund',
      { agent: 'fin', charge: 'ch_1', amount: 3_000, currency: 'usd', reason: 'Asked for.' },
    ],
  ],
  ['new.next > refund'],
);

async function atWork(desk: TestHost, document = refunds): Promise<FlowId> {
  await desk.addAgent('fin', {
    tools: ['stripe.find-customer'],
    autonomy: [
      { id: 'refund', action: 'stripe.refund', decision: 'run', upTo: { amount: 500_000, currency: 'usd' } },
      { id: 'rest', action: '*', decision: 'run' },
    ],
  });
  await desk.host.start();
  return desk.turnOn(document);
}
const cards = async (desk: TestHost) => (await desk.cards()).filter((card) => card.kind === 'capped');
const allRest = (desk: TestHost) => () => desk.runs().every((r) => r.status !== 'ready');

test('a flow moves no more money in a day than its cap; a person lets it go on for all that wait', async () => {
  const desk = open();
  const flow = await atWork(desk);
  await desk.host.api.caps.set({ scope: 'flow', flow, name: 'money', cap: 10_000 });
  desk.tools.offer(TICKETS, ...tickets(1, 8));
  await desk.until('all rest', () => desk.runs().length === 8 && allRest(desk)());
  expect(desk.tools.ledger).toHaveLength(3);
  expect(await cards(desk)).toHaveLength(5);
  const [card] = await cards(desk);
  expect(card).toMatchObject({
    title: '“Refunds” would move more than the day’s $100.00',
    reason: '$90.00 moved so far. Letting it go on adds $100.00. Tomorrow it goes on by itself.',
  });
  await desk.host.api.inbox.approve({ id: card?.id ?? never(), digest: null });
  await desk.until('all rest', allRest(desk));
  expect(desk.tools.ledger).toHaveLength(6);
  expect(await cards(desk)).toHaveLength(2);
});

test('what waits for a cap of the day goes on by itself when the day is over', async () => {
  const desk = open();
  const flow = await atWork(desk);
  await desk.host.api.caps.set({ scope: 'flow', flow, name: 'money', cap: 3_000 });
  desk.tools.offer(TICKETS, ...tickets(1, 2));
  await desk.until('all rest', () => desk.runs().length === 2 && allRest(desk)());
  expect(desk.tools.ledger).toHaveLength(1);
  await desk.advance(86_400_000);
  await desk.until('all are done', () => desk.runs().every((r) => r.status === 'done'));
  expect(desk.tools.ledger).toHaveLength(2);
  expect(await cards(desk)).toHaveLength(0);
});

test('a restart refills nothing, neither of the run nor of the day', async () => {
  const file = path.join(folder, 'restart.db');
  const tools = new ScriptedTools(catalog);
  const desk = open({ store: testStore(file), tools });
  const flow = await atWork(desk);
  await desk.host.api.caps.set({ scope: 'flow', flow, name: 'money', cap: 6_000 });
  desk.tools.offer(TICKETS, ...tickets(1, 2));
  await desk.until('both are done', () => desk.runs().length === 2 && allRest(desk)());
  await desk.host.stop();
  await desk.store.close();
  const again = open({ store: testStore(file), tools, clock: desk.clock });
  await again.host.start();
  tools.offer(TICKETS, ...tickets(3, 3));
  await again.until('the third rests', () => again.runs().length === 3 && allRest(again)());
  expect(tools.ledger).toHaveLength(2);
  expect(again.run(2).waitingFor).toBe('approval');
});

test('a loop that goes round and round is asked about at its number of steps, and stops when a person says so', async () => {
  const desk = open({ route: () => 'again' });
  const flow = await atWork(
    desk,
    flowOf(
      'Round and round',
      [
        ['new', TICKETS, { agent: 'fin' }],
        [
          'sort',
          'router',
          { text: '{{ticket.text}}', routes: [{ id: 'again', label: 'Again', directive: 'Again.' }] },
        ],
        ['wait', 'wait-for-reply', { agent: 'fin', timeLimit: '1m' }],
      ],
      ['new.next > sort', 'sort.again > wait', 'wait.timeout > sort'],
    ),
  );
  await desk.host.api.caps.set({ scope: 'run', flow, name: 'steps', cap: 20 });
  desk.tools.offer(TICKETS, ...tickets(1, 1));
  await desk.until('a person is asked', () => desk.runs()[0]?.waitingFor === 'approval', 3_600_000);
  const steps = () => desk.story(desk.run().id).filter((type) => type === 'step_started').length;
  expect(steps()).toBe(20);
  const card = await desk.card();
  expect(card.title).toBe('This run has used its 20 steps');
  await desk.host.api.inbox.approve({ id: card.id, digest: null });
  await desk.until('a person is asked again', () => desk.run().waitingFor === 'approval', 3_600_000);
  expect(steps()).toBe(40);
  await desk.host.api.inbox.reject({ id: (await desk.card()).id, note: 'It goes round.' });
  expect(desk.run().status).toBe('stopped');
});

test('agents at work together overdraw the tokens of a day by one call at most', async () => {
  const desk = open({
    model: scriptedModel(({ turn }) => ({
      text: `Turn ${turn}`,
      tokens: 1_000,
      calls: turn > 6 ? [] : [{ name: 'find_customer', input: { email: `${turn}@example.test` } }],
    })),
  });
  await atWork(
    desk,
    flowOf(
      'Agents',
      [
        ['new', TICKETS, { agent: 'fin' }],
        ['work', 'agent', { agent: 'fin', task: 'Work.' }],
      ],
      ['new.next > work'],
    ),
  );
  await desk.host.api.caps.set({ scope: 'day', name: 'tokens', cap: 12_500 });
  desk.tools.offer(TICKETS, ...tickets(1, 6));
  await desk.until('all rest', () => desk.runs().length === 6 && allRest(desk)());
  const used = desk
    .runs()
    .flatMap((run) => desk.events(run.id, 'model_replied'))
    .reduce((sum, event) => sum + event.tokens, 0);
  expect(used).toBe(13_000);
  expect((await cards(desk)).length).toBeGreaterThan(0);
});

const never = (): never => {
  throw new Error('There should be a card.');
};

test('an agent uses no more in a day than its own cap, over all flows; the others go on', async () => {
  const desk = open({ model: scriptedModel(() => ({ text: 'Done.', tokens: 100 })) });
  const works = (name: string, agent: string) =>
    flowOf(
      name,
      [
        ['new', TICKETS, { agent }],
        ['it', 'agent', { agent, task: 'Take care of it.' }],
      ],
      ['new.next > it'],
      [agent],
    );
  const fin = await desk.addAgent('fin');
  await desk.addAgent('sam');
  await desk.host.start();
  await desk.turnOn(works('One', 'fin'));
  await desk.turnOn(works('Two', 'fin'));
  await desk.turnOn(works('Three', 'sam'));
  await desk.host.api.caps.set({ scope: 'agent', agent: fin.id, name: 'tokens', cap: 300 });
  desk.tools.offer(TICKETS, ...tickets(1, 4));
  await desk.until('all rest', () => desk.runs().length === 12 && allRest(desk)());
  const done = desk.runs().filter((run) => run.status === 'done');
  expect(done.filter((run) => desk.store.read.flow(run.flow)?.draft.name === 'Three')).toHaveLength(4);
  expect(done).toHaveLength(4 + 3);
  const [card] = await cards(desk);
  expect(card?.title).toBe('Fin has used the day’s 300 tokens');
  expect((await desk.host.api.caps.get({ agent: fin.id })).agent).toContainEqual({
    name: 'tokens',
    cap: 300,
    usedToday: 300,
  });
  // Allowed once, it is allowed for all that wait for the same.
  await desk.host.api.inbox.approve({ id: card?.id as never, digest: null }); // there is one, as asserted above
  await desk.until('three more are done', () => desk.runs().filter((r) => r.status === 'done').length === 10);
});
