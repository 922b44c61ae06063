import { afterEach, expect, test, vi } from 'vitest';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { NodeId, RunId } from '../../app/base/ids.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { replyEvent, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const AFTER = 'after' as NodeId; // ids as the flow below has them
const note = (text: string) => ({ agent: 'fin', ticket: '{{ticket.id}}', text });
const waits = (text: string, more: readonly (readonly [string, string, object])[] = []) =>
  flowOf(
    'Waits',
    [
      ['new', TICKETS, { agent: 'fin' }],
      ['first', 'helpscout.note', note('first')],
      ['wait', 'wait-for-reply', { agent: 'fin', timeLimit: '3d' }],
      ['after', 'helpscout.note', note(text)],
      ...(more as never[]),
    ],
    ['new.next > first', 'first.next > wait', 'wait.reply > after', 'wait.timeout > after'],
  );
// 2140: what the made-up help desk answers to a note.
const texts = (desk: TestHost) => desk.tools.ledger.map((e) => e.input['text']);

/** A desk with a run that waits for an answer on version 1, while version 2 is live. */
async function waiting(): Promise<{ desk: TestHost; id: RunId }> {
  const desk = open();
  await desk.addAgent('fin', { autonomy: [{ id: 'all', action: '*', decision: 'run' }] });
  await desk.host.start();
  const flow = await desk.turnOn(waits('old'));
  desk.tools.offer(TICKETS, ticketEvent('7'));
  await desk.until('it waits', () => desk.runs()[0]?.waitingFor === 'event');
  await desk.publish(flow, waits('new: {{reply.text}}{{steps.first.ticket}}'));
  return { desk, id: desk.run().id };
}

test('it shows what is different and suggests the step at which the run stands', async () => {
  const { desk, id } = await waiting();
  expect(await desk.host.api.runs.previewMove({ id })).toMatchObject({
    from: 1,
    to: 2,
    differs: ['“Add a note” has other settings.'],
    suggested: 'wait',
  });
});

test('the run goes on in the new version with what it knew; the old one ends, and no effect is repeated', async () => {
  const { desk, id } = await waiting();
  const { run: to } = await desk.host.api.runs.move({ id, to: 2, node: 'wait' as NodeId });
  await desk.until('the new one waits', () => desk.store.read.run(to)?.waitingFor === 'event');
  expect(desk.store.read.run(id)).toMatchObject({ status: 'stopped', movedTo: to });
  desk.tools.offer('helpscout.customer-replied', replyEvent('7', 'Thanks', { at: desk.clock.now() }));
  await desk.until('it ends', () => desk.store.read.run(to)?.status === 'done');
  expect(texts(desk)).toEqual(['first', 'new: Thanks2140']);
  const { story } = await desk.host.api.runs.get({ id });
  expect(story.at(-1)?.text).toBe('You moved it to version 2');
});

test('a person may choose another step', async () => {
  const { desk, id } = await waiting();
  const { run: to } = await desk.host.api.runs.move({ id, to: 2, node: AFTER });
  await desk.until('it ends', () => desk.store.read.run(to)?.status === 'done');
  expect(texts(desk)).toEqual(['first', 'new: 2140']);
});

test('it is not moved while a call of it is put off because the tool is away', async () => {
  const desk = open();
  await desk.addAgent('fin', { autonomy: [{ id: 'all', action: '*', decision: 'run' }] });
  await desk.host.start();
  const flow = await desk.turnOn(waits('old'));
  desk.tools.fault = () => new SwitchyardError('temporary', 'Away.');
  desk.tools.offer(TICKETS, ...Array.from({ length: 9 }, (_, i) => ticketEvent(String(i + 1))));
  const putOff = () =>
    desk.runs().find((r) => r.status === 'waiting' && desk.story(r.id).at(-1) === 'action_put_off');
  await desk.until('a call is put off', () => putOff() !== undefined);
  await desk.publish(flow, waits('new'));
  const run = putOff();
  if (!run) throw new Error('There should be one.');
  await expect(desk.host.api.runs.move({ id: run.id, to: 2, node: AFTER })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('it is not moved while an action of it is proposed, nor to a version that nobody was shown', async () => {
  const { desk, id } = await waiting();
  const flow = desk.run().flow;
  await desk.publish(flow, waits('third'));
  await expect(desk.host.api.runs.move({ id, to: 2, node: AFTER })).rejects.toMatchObject({
    code: 'conflict',
  });

  const asks = open();
  await asks.addAgent('fin', { autonomy: [{ id: 'all', action: '*', decision: 'ask' }] });
  await asks.host.start();
  const other = await asks.turnOn(waits('old'));
  asks.tools.offer(TICKETS, ticketEvent('7'));
  await asks.until('a person is asked', () => asks.runs()[0]?.waitingFor === 'approval');
  await asks.publish(other, waits('new'));
  const stays = asks.run().id;
  await expect(asks.host.api.runs.move({ id: stays, to: 2, node: AFTER })).rejects.toMatchObject({
    code: 'conflict',
    message: 'It is in the middle of something: Add a note to the ticket.',
  });
  expect(asks.run().status).toBe('waiting');
});
