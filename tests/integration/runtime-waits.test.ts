import { afterEach, describe, expect, test, vi } from 'vitest';
import { SwitchyardError } from '../../app/base/errors.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { replyEvent, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import type { FlowId } from '../../app/base/ids.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const REPLIES = 'helpscout.customer-replied';
const note = (text: string) => ({ agent: 'fin', ticket: '{{ticket.id}}', text });
const WAITS = flowOf(
  'Waits',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['offer', 'helpscout.note', note('offered')],
    ['wait', 'wait-for-reply', { agent: 'fin', timeLimit: '3d' }],
    ['answered', 'helpscout.note', note('answered: {{reply.text}}')],
    ['late', 'helpscout.note', note('no answer')],
  ],
  ['new.next > offer', 'offer.next > wait', 'wait.reply > answered', 'wait.timeout > late'],
);
const NO_WAIT = flowOf(
  'Waits',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['note', 'helpscout.note', note('second version')],
  ],
  ['new.next > note'],
);

async function start(): Promise<{ desk: TestHost; flow: FlowId }> {
  const desk = open();
  await desk.addAgent('fin');
  await desk.host.start();
  return { desk, flow: await desk.turnOn(WAITS) };
}
const said = (desk: TestHost) =>
  desk.tools.ledger.map((e) => `${String(e.input['ticket'])} ${String(e.input['text'])}`);
async function waiting(desk: TestHost): Promise<void> {
  desk.tools.offer(TICKETS, ticketEvent('7', { at: desk.clock.now() }));
  await desk.until('the run waits', () => desk.runs()[0]?.waitingFor === 'event');
}

describe('waiting for a reply', () => {
  test('goes on with what the customer wrote, days later', async () => {
    const { desk } = await start();
    await waiting(desk);
    await desk.advance(2 * 86_400_000);
    desk.tools.offer(REPLIES, replyEvent('7', 'Yes please', { at: desk.clock.now() }));
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk)).toEqual(['7 offered', '7 answered: Yes please']);
  });

  test('goes out at the time limit, and an answer after it starts nothing', async () => {
    const { desk } = await start();
    await waiting(desk);
    await desk.advance(3 * 86_400_000);
    await desk.until('the run ends', () => desk.ended());
    desk.tools.offer(REPLIES, replyEvent('7', 'Too late', { at: desk.clock.now() }));
    await desk.advance(5_000);
    await desk.advance(5_000);
    expect(said(desk)).toEqual(['7 offered', '7 no answer']);
    expect(desk.runs()).toHaveLength(1);
  });

  test('takes an answer that came before the wait began', async () => {
    const { desk } = await start();
    // The note takes its time: the customer is faster than the run.
    desk.tools.fault = ({ input }, nth) =>
      input['text'] === 'offered' && nth === 1
        ? new SwitchyardError('rate_limited', 'Busy.', { retryAt: desk.clock.now() + 60_000 })
        : undefined;
    desk.tools.offer(TICKETS, ticketEvent('7', { at: desk.clock.now() }));
    await desk.until('the first try', () => desk.tools.calls.length === 1);
    await desk.advance(1_000);
    desk.tools.offer(REPLIES, replyEvent('7', 'Quick answer', { at: desk.clock.now() }));
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk)).toEqual(['7 offered', '7 answered: Quick answer']);
  });

  test('an answer that is found twice counts once, and one of another ticket not at all', async () => {
    const { desk } = await start();
    await waiting(desk);
    const reply = replyEvent('7', 'Once', { at: desk.clock.now() });
    desk.tools.offer(
      REPLIES,
      replyEvent('8', 'Somebody else', { at: desk.clock.now() }),
      reply,
      reply,
      reply,
    );
    await desk.until('the run ends', () => desk.ended());
    await desk.advance(5_000);
    expect(said(desk)).toEqual(['7 offered', '7 answered: Once']);
    expect(desk.events(desk.run().id, 'wait_ended')).toHaveLength(1);
  });

  test('our own reply does not count as the customer', async () => {
    const { desk } = await start();
    await waiting(desk);
    desk.tools.offer(REPLIES, { ...replyEvent('7', 'Written by us', { at: desk.clock.now() }), echo: true });
    await desk.advance(5_000);
    await desk.advance(5_000);
    expect(desk.run().waitingFor).toBe('event');
  });

  test('a run that waits is not forgotten when its flow is turned off', async () => {
    const { desk, flow } = await start();
    await waiting(desk);
    await desk.host.api.flows.turnOff({ id: flow });
    desk.tools.offer(TICKETS, ticketEvent('8'));
    desk.tools.offer(REPLIES, replyEvent('7', 'Here I am', { at: desk.clock.now() }));
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk)).toEqual(['7 offered', '7 answered: Here I am']);
    expect(desk.runs()).toHaveLength(1);
    // Nothing waits any more, so nothing is looked at any more.
    await desk.advance(5_000);
    await desk.advance(5_000);
    expect(desk.store.read.triggers().map((t) => t.state)).toEqual(['off', 'off']);
  });

  test('a run stays on its version: published over while it waits, it ends as it began', async () => {
    const { desk, flow } = await start();
    await waiting(desk);
    await desk.publish(flow, NO_WAIT);
    desk.tools.offer(REPLIES, replyEvent('7', 'Still me', { at: desk.clock.now() }));
    await desk.until('the first run ends', () => desk.ended());
    desk.tools.offer(TICKETS, ticketEvent('8'));
    await desk.until('the second run ends', () => desk.ended(1));
    expect(said(desk)).toEqual(['7 offered', '7 answered: Still me', '8 second version']);
    expect(desk.runs().map((run) => run.version)).toEqual([1, 2]);
  });
});
