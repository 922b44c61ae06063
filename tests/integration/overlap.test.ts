import { afterEach, describe, expect, test } from 'vitest';
import type { FlowDocument } from '../../app/graph/flow.ts';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ScriptedTools, replyEvent, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const REPLIES = 'helpscout.customer-replied';

/** Each run stays open until its customer answers, and then leaves a note. */
const flow = (overlap?: FlowDocument['overlap']): FlowDocument => ({
  ...flowOf(
    'One after the other',
    [
      ['new', TICKETS, { agent: 'fin' }],
      ['wait', 'wait-for-reply', { agent: 'fin', timeLimit: '3d' }],
      ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'answered' }],
    ],
    ['new.next > wait', 'wait.reply > note'],
  ),
  ...(overlap ? { overlap } : {}),
});
async function start(overlap?: FlowDocument['overlap']) {
  const desk = open();
  await desk.addAgent('fin');
  await desk.host.start();
  return { desk, id: await desk.turnOn(flow(overlap)) };
}
const arrives = async (desk: TestHost, ...ids: readonly string[]) => {
  desk.tools.offer(TICKETS, ...ids.map((id) => ticketEvent(id)));
  for (let n = 0; n < 4; n += 1) await desk.advance(1_000);
};
const answers = async (desk: TestHost, id: string) => {
  desk.tools.offer(REPLIES, replyEvent(id, 'yes', { at: desk.clock.now() }));
  for (let n = 0; n < 4; n += 1) await desk.advance(1_000);
};
/** The run of a ticket. Runs of one moment have no order of their own. */
const runOf = (desk: TestHost, ticket: string) => {
  const run = desk
    .runs()
    .find((r) => desk.store.read.caseById(r.case)?.key === `helpscout:conversation:${ticket}`);
  if (!run) throw new Error(`Ticket ${ticket} started no run.`);
  return run;
};
/** How the runs of the tickets 1, 2, … stand. */
const states = (desk: TestHost) =>
  desk
    .runs()
    .map((_, index) => runOf(desk, String(index + 1)))
    .map((run) => run.waitingFor ?? run.status);
const noted = (desk: TestHost) => desk.tools.ledger.map((effect) => effect.input['ticket']);

describe('when something starts a flow while a run of it is open', () => {
  test('they run side by side, unless the flow says otherwise', async () => {
    const { desk } = await start();
    await arrives(desk, '1', '2');
    expect(states(desk)).toEqual(['event', 'event']);
  });

  test('queue: each waits for its turn, in order, however the one before ended', async () => {
    const { desk } = await start('queue');
    await arrives(desk, '1', '2', '3');
    await arrives(desk, '4');
    expect(states(desk)).toEqual(['event', 'turn', 'turn', 'turn']);
    await answers(desk, '1');
    expect(states(desk)).toEqual(['done', 'event', 'turn', 'turn']);
    await desk.host.api.runs.stop({ id: runOf(desk, '2').id });
    await desk.rest();
    expect(states(desk)).toEqual(['done', 'stopped', 'event', 'turn']);
    await answers(desk, '3');
    await answers(desk, '4');
    expect(noted(desk)).toEqual(['1', '3', '4']);
  });

  test('queue: one that is stopped while it waits gives nobody a turn', async () => {
    const { desk } = await start('queue');
    await arrives(desk, '1', '2', '3');
    await desk.host.api.runs.stop({ id: runOf(desk, '2').id });
    await desk.rest();
    expect(states(desk)).toEqual(['event', 'stopped', 'turn']);
  });

  test('queue: outlives the host, and a turn that nobody passed on is passed on at its start', async () => {
    const store = testStore();
    const tools = new ScriptedTools(catalog);
    const first = open({ store, tools });
    await first.addAgent('fin');
    await first.host.start();
    await first.turnOn(flow('queue'));
    await arrives(first, '1', '2');
    await first.host.stop();
    // The run ends in the last moment of a host that passes nothing on any more.
    await store.write('test', (tx) => {
      const run = runOf(first, '1');
      tx.dropWaits(run.id);
      tx.putRun({ ...run, status: 'done', waitingFor: null });
    });
    const second = open({ store, tools, clock: first.clock });
    await second.host.start();
    await second.rest();
    expect(states(second)).toEqual(['done', 'event']);
  });

  test('newest wins: the open one is stopped, and says why', async () => {
    const { desk } = await start('newest');
    await arrives(desk, '1');
    await arrives(desk, '2');
    expect(states(desk)).toEqual(['stopped', 'event']);
    const { story } = await desk.host.api.runs.get({ id: runOf(desk, '1').id });
    expect(story.map((line) => line.text).join(' · ')).toContain(
      'A newer start of this flow takes its place',
    );
    await answers(desk, '1');
    await answers(desk, '2');
    expect(noted(desk)).toEqual(['2']);
  });

  test('skip: it starts nothing, and the trigger says why', async () => {
    const { desk, id } = await start('skip');
    await arrives(desk, '1', '2');
    expect(states(desk)).toEqual(['event']);
    const [trigger] = (await desk.host.api.flows.get({ id })).triggers.filter((t) => t.node !== null);
    expect(trigger?.skipped.map((s) => s.why)).toEqual([
      'Another run of this flow was still open, and the flow skips what comes meanwhile.',
    ]);
    await answers(desk, '1');
    await arrives(desk, '3');
    expect([runOf(desk, '1').status, runOf(desk, '3').waitingFor]).toEqual(['done', 'event']);
  });
});
