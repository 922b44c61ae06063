import { afterEach, describe, expect, test, vi } from 'vitest';
import { SwitchyardError } from '../../app/base/errors.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ScriptedTools, ticketEvent, type Fault } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const note = flowOf(
  'Notes',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'x' }],
  ],
  ['new.next > note'],
);
const offer = flowOf(
  'Offers',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['offer', 'stripe.apply-offer', { agent: 'fin', subscription: 'sub_1', coupon: 'TEN' }],
  ],
  ['new.next > offer'],
);

async function start(flow = note, fault?: (nth: number) => Fault | undefined): Promise<TestHost> {
  const desk = open();
  await desk.addAgent('fin');
  await desk.host.start();
  if (fault) desk.tools.fault = (_effect, nth) => fault(nth);
  await desk.turnOn(flow);
  desk.tools.offer(TICKETS, ticketEvent('7'));
  return desk;
}

describe('an answer that is lost', () => {
  test.each<readonly [string, Fault, number]>([
    ['after it happened', 'lost after', 1],
    ['before it happened', 'lost before', 2],
  ])('is looked up where the tool can be asked: %s', async (_when, fault, calls) => {
    const desk = await start(note, (nth) => (nth === 1 ? fault : undefined));
    await desk.until('the run ends', () => desk.ended());
    expect(desk.run().status).toBe('done');
    expect([desk.tools.ledger.length, desk.tools.calls.length]).toEqual([1, calls]);
  });

  test.each<readonly [string, Fault]>([
    ['after it happened', 'lost after'],
    ['before it happened', 'lost before'],
  ])('is asked again with the same key where the tool keeps keys: %s', async (_when, fault) => {
    const desk = await start(offer, (nth) => (nth <= 2 ? fault : undefined));
    await desk.until('the run ends', () => desk.ended());
    expect(desk.run().status).toBe('done');
    expect(desk.tools.ledger).toHaveLength(1);
    expect(new Set(desk.tools.calls.map((c) => c.opKey)).size).toBe(1);
  });

  test.each([
    ['happened', 'lost after', 'done', 1],
    ['do-it-now', 'lost before', 'done', 1],
    ['leave-it', 'lost before', 'failed', 0],
  ] as const)(
    'is a question to a person where nobody can tell; the answer "%s" is followed',
    async (answer, fault, status, effects) => {
      const desk = open();
      desk.tools.lookUpTells = false;
      await desk.addAgent('fin');
      await desk.host.start();
      desk.tools.fault = (_effect, nth) => (nth === 1 ? fault : undefined);
      await desk.turnOn(note);
      desk.tools.offer(TICKETS, ticketEvent('7'));
      await desk.until('a person is asked', () => desk.runs()[0]?.waitingFor === 'approval');
      const card = await desk.card();
      expect(card).toMatchObject({ kind: 'unknown', title: 'Did this happen? Add a note to the ticket' });
      await expect(desk.host.api.inbox.approve({ id: card.id, digest: card.digest })).rejects.toMatchObject({
        code: 'invalid_input',
      });
      await desk.advance(86_400_000);
      expect(desk.tools.calls).toHaveLength(1);
      await desk.host.api.inbox.settleUnknown({ id: card.id, answer });
      await desk.until('the run ends', () => desk.ended());
      expect([desk.run().status, desk.tools.ledger.length]).toEqual([status, effects]);
    },
  );

  test('is not looked up as a failure when only our own receipt could not be written', async () => {
    const desk = await start();
    const { write } = desk.store;
    let receipts = 0;
    // The disk is full for a moment, just as the answer of the tool comes in.
    desk.store.write = ((edge, work) => {
      if (desk.tools.ledger.length === 1 && receipts < 1) {
        receipts += 1;
        return Promise.reject(new SwitchyardError('disk_full', 'The disk is full.'));
      }
      return write.call(desk.store, edge, work);
    }) as typeof write; // the same signature, seen through a wrapper
    await desk.until('the effect has happened', () => desk.tools.ledger.length === 1);
    await desk.until(
      'the run has ended or waits',
      () => desk.ended() || desk.runs()[0]?.status === 'waiting',
      60_000,
    );
    expect(desk.events(desk.run().id, 'action_failed')).toEqual([]);
    expect(desk.tools.ledger).toHaveLength(1);
  });
});

describe('a tool that hangs', () => {
  test('does not delay an agent with another account', async () => {
    const desk = open();
    await desk.addAgent('fin');
    await desk.addAgent('sam');
    await desk.host.start();
    desk.tools.fault = ({ connection }) => (connection === 'conn_finhelpscout' ? 'hang' : undefined);
    await desk.turnOn(note);
    desk.tools.offer(TICKETS, ...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ticketEvent(id)));
    await desk.until(
      'everything that Fin may send at once hangs',
      () => desk.tools.calls.length === 4 && desk.runs().length === 6,
    );
    await desk.turnOn(
      flowOf(
        'Sam',
        [
          ['new', TICKETS, { agent: 'sam' }],
          ['note', 'helpscout.note', { agent: 'sam', ticket: '{{ticket.id}}', text: 'by Sam' }],
        ],
        ['new.next > note'],
        ['sam'],
      ),
    );
    desk.tools.offer(TICKETS, ...['1', '2', '3', '4', '5', '6'].map((id) => ticketEvent(id)));
    await desk.until('Sam is through', () => desk.tools.ledger.length === 6);
    expect(desk.tools.ledger.every((e) => e.agent === 'Sam')).toBe(true);
  });
});

describe('stopping a run', () => {
  test('ends it where it waits, and its cards are withdrawn', async () => {
    const desk = open();
    await desk.addAgent('fin');
    await desk.host.start();
    await desk.turnOn(
      flowOf(
        'Refund',
        [
          ['new', TICKETS, { agent: 'fin' }],
          ['refund', 'stripe.refund', { agent: 'fin', charge: 'ch_1', amount: 4_000 }],
        ],
        ['new.next > refund'],
      ),
    );
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('a person is asked', () => desk.runs()[0]?.waitingFor === 'approval');
    const card = await desk.card();
    await desk.host.api.runs.stop({ id: desk.run().id });
    await expect(desk.host.api.inbox.approve({ id: card.id, digest: card.digest })).rejects.toMatchObject({
      code: 'already_decided',
    });
    await desk.advance(10_000);
    expect([desk.run().status, desk.tools.ledger.length]).toEqual(['stopped', 0]);
  });

  test('also stops what has not gone out yet because the account was busy', async () => {
    const desk = open();
    await desk.addAgent('fin');
    await desk.host.start();
    let busy = true;
    const held: (() => void)[] = [];
    desk.tools.waitFor = () => (busy ? new Promise<void>((go) => held.push(go)) : Promise.resolve());
    await desk.turnOn(note);
    desk.tools.offer(TICKETS, ...['1', '2', '3', '4', '5', '6'].map((id) => ticketEvent(id)));
    await desk.until(
      'four are out and two stand in line',
      () => held.length === 4 && desk.runs().length === 6,
    );
    const inLine = desk
      .runs()
      .filter(
        (run) =>
          !desk.tools.calls.some((call) =>
            desk.store.read.caseById(run.case)?.key.endsWith(`:${String(call.input['ticket'])}`),
          ),
      );
    expect(inLine).toHaveLength(2);
    for (const run of inLine) await desk.host.api.runs.stop({ id: run.id });
    busy = false;
    for (const go of held) go();
    await desk.until('the others end', () =>
      desk.runs().every((run) => run.status === 'done' || run.status === 'stopped'),
    );
    expect(desk.tools.ledger).toHaveLength(4);
  });

  test('while a call is out keeps the receipt: what happened stands in trace and audit log', async () => {
    const desk = open();
    await desk.addAgent('fin');
    await desk.host.start();
    const held: (() => void)[] = [];
    desk.tools.waitFor = () => new Promise<void>((go) => held.push(go));
    await desk.turnOn(note);
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('the call is out', () => held.length === 1);
    await desk.host.api.runs.stop({ id: desk.run().id });
    for (const go of held) go();
    await desk.rest();
    expect(desk.run().status).toBe('stopped');
    expect(desk.tools.ledger).toHaveLength(1);
    expect(desk.events(desk.run().id, 'action_done')).toHaveLength(1);
    expect(desk.store.read.audit(5).map((row) => row.type)).toContain('action_done');
  });
});

test('a host that is stopped while a call is out finds out about it at its next start', async () => {
  const tools = new ScriptedTools(catalog);
  const first = open({ tools });
  await first.addAgent('fin');
  await first.host.start();
  tools.fault = (_effect, nth) => (nth === 1 ? 'hang' : undefined);
  await first.turnOn(note);
  tools.offer(TICKETS, ticketEvent('7'));
  await first.until('the call is out', () => tools.calls.length === 1);
  await first.host.stop();
  const second = open({ tools, store: first.store, clock: first.clock, seed: 2 });
  await second.host.start();
  await second.until('the run ends', () => second.ended());
  expect(second.run().status).toBe('done');
  expect(tools.ledger).toHaveLength(1);
});
