import { afterEach, expect, test, vi } from 'vitest';
import { createPracticeModel } from '../../app/agents/practice/practice-model.ts';
import type { Model } from '../../app/agents/model.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { scriptedModel } from '../../app/runtime/testing/scripted-model.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { ofAgent } from '../../app/store/directives.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });
const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const REPLY = 'If the customer mentions the calendar, reply: "Engineering looks at it."';
const TAG = 'If the customer mentions the calendar, tag the ticket "technical".';
const WORK = flowOf(
  'Work',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['work', 'agent', { agent: 'fin', task: 'Answer the ticket.' }],
  ],
  ['new.next > work'],
);
const asDrafts = (texts: readonly string[]) => texts.map((text, i) => ({ id: `d${i}`, text, on: true }));

/** An agent that has answered two tickets: one about the calendar, one about tea. */
async function atWork(model: Model = createPracticeModel()) {
  const desk = open({ model });
  const fin = await desk.addAgent('fin', {
    directives: asDrafts([REPLY]).map((draft) => ({ ...draft, author: 'you', at: 0 })),
    tools: ['helpscout.reply', 'helpscout.tag'],
    autonomy: [{ id: 'all', action: '*', decision: 'run' }],
  });
  await desk.host.start();
  await desk.turnOn(WORK);
  desk.tools.offer(TICKETS, ticketEvent('7', { text: 'The calendar does not load.' }));
  desk.tools.offer(TICKETS, ticketEvent('8', { text: 'I like your tea.' }));
  await desk.until('both have ended', () => desk.runs().filter((run) => run.status === 'done').length === 2);
  const tried = (texts: readonly string[]) =>
    desk.host.api.directives.tryOut({
      owner: ofAgent(fin.id),
      directives: asDrafts(texts),
      from: 0,
      count: 20,
    });
  return { desk, tried, owner: ofAgent(fin.id) };
}
const done = (desk: TestHost) => desk.tools.ledger.map(({ action }) => action);

test('the same directives would have done the same, and trying does nothing', async () => {
  const { desk, tried, owner } = await atWork();
  const before = [done(desk), desk.store.read.audit(100).length];
  expect(await tried([REPLY])).toEqual({ looked: 2, total: 2, changed: [], byOthers: 0 });
  expect((await desk.host.api.directives.get({ owner })).decisions).toBe(2);
  expect([done(desk), desk.store.read.audit(100).length]).toEqual(before);
  expect(done(desk)).toEqual(['helpscout.reply']);
});

test('other words, other deeds, and a person instead are told apart', async () => {
  const { tried } = await atWork();
  const changes = async (texts: readonly string[]) =>
    (await tried(texts)).changed.map(({ from, to }) => [from, to]);
  expect(await changes([REPLY.replace('Engineering looks', 'We look')])).toEqual([
    ['Reply to the customer', 'Reply to the customer, in other words'],
  ]);
  expect(await changes([TAG])).toEqual([['Reply to the customer', 'Add the tag “technical” to the ticket']]);
  // After the reply it would go on, where it had stopped.
  expect(await changes([REPLY, TAG])).toEqual([['nothing more', 'Add the tag “technical” to the ticket']]);
  expect(await changes([])).toEqual([['Reply to the customer', 'hands it to a person']]);
  expect(await changes([REPLY, 'If the customer mentions tea, reply: "Thank you."'])).toEqual([
    ['hands it to a person', 'Reply to the customer'],
  ]);
});

test('what a language model did is left out, and that is said', async () => {
  const { tried } = await atWork(scriptedModel(() => ({ text: 'Done.' })));
  expect(await tried([TAG])).toEqual({ looked: 2, total: 2, changed: [], byOthers: 2 });
});
