import { afterEach, expect, test, vi } from 'vitest';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { RunId, StepKey } from '../../app/base/ids.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });
const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const ROUTED = 'sort#1' as StepKey; // ids as the flow below has them
const note = (text: string) => ({ agent: 'fin', ticket: '{{ticket.id}}', text });
const both = [
  { id: 'billing', label: 'Billing', directive: 'Billing questions go to Billing.' },
  { id: 'technical', label: 'Technical', directive: 'Technical questions go to Technical.' },
];
/** Either way notes the ticket; billing also refunds, which waits for a person, and technical says who sorted it. */
const SORTED = flowOf(
  'Sorted',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['sort', 'router', { text: '{{ticket.text}}', routes: both }],
    ['seen', 'helpscout.note', note('seen')],
    [
      'money',
      'stripe.refund',
      { agent: 'fin', charge: 'ch_1', amount: 34_000, currency: 'usd', reason: 'Asked for.' },
    ],
    ['seen-too', 'helpscout.note', note('seen')],
    ['tech', 'helpscout.note', note('technical: {{steps.sort.route}}')],
  ],
  [
    'new.next > sort',
    'sort.billing > seen',
    'seen.next > money',
    'sort.technical > seen-too',
    'seen-too.next > tech',
    'sort.otherwise > tech',
  ],
);
const texts = (desk: TestHost) => desk.tools.ledger.map((e) => e.input['text']);

async function sortedWrongly(): Promise<{ desk: TestHost; id: RunId }> {
  const desk = open({ route: () => 'billing' });
  await desk.addAgent('fin', {
    autonomy: [
      { id: 'money', action: 'stripe.refund', decision: 'ask' },
      { id: 'all', action: '*', decision: 'run' },
    ],
  });
  await desk.host.start();
  await desk.turnOn(SORTED);
  desk.tools.offer(TICKETS, ticketEvent('7', { text: 'The page does not load.' }));
  await desk.until('the refund waits', () => desk.runs()[0]?.waitingFor === 'approval');
  const { id } = desk.run();
  await desk.host.api.directives.correct({ run: id, step: ROUTED, way: 'technical' });
  return { desk, id };
}
const sending = async (desk: TestHost, run: RunId) =>
  (await desk.host.api.directives.ofRun({ run }))[0]?.sending;

test('a run that was sorted wrongly goes where it should have: what waited is withdrawn, what was done is not done again', async () => {
  const { desk, id } = await sortedWrongly();
  expect(await sending(desk, id)).toEqual({ can: true, done: [expect.stringMatching(/note/i)] });
  const card = await desk.card();
  const { run: to } = await desk.host.api.directives.sendOn({ run: id, step: ROUTED });
  await desk.until('it ends', () => desk.store.read.run(to)?.status === 'done');
  expect(texts(desk)).toEqual(['seen', 'technical: technical']);
  expect(desk.store.read.run(id)).toMatchObject({ status: 'stopped', movedTo: to });
  expect(desk.store.read.approval(card.id)?.status).toBe('withdrawn');
  await expect(desk.host.api.inbox.approve({ id: card.id, digest: card.digest })).rejects.toMatchObject({
    code: 'already_decided',
  });
  const [old, fresh] = await Promise.all(
    [id, to].map(async (run) => (await desk.host.api.runs.get({ id: run })).story.map(({ text }) => text)),
  );
  expect(old?.at(-1)).toBe('You sent it to Technical');
  expect(fresh?.[0]).toBe('Sent to Technical by a person, because it was sorted wrongly');
  expect(fresh?.some((text) => text.startsWith('Was done already, and is not done again'))).toBe(true);
});

test('it is sent once', async () => {
  const { desk, id } = await sortedWrongly();
  const answers = await Promise.allSettled(
    [1, 2].map(() => desk.host.api.directives.sendOn({ run: id, step: ROUTED })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await desk.rest();
  expect(texts(desk)).toEqual(['seen', 'technical: technical']);
  expect(await sending(desk, id)).toMatchObject({
    can: false,
    goesOnIn: desk.runs().find((run) => run.id !== id)?.id,
  });
});

test('nothing is sent while something of it is out whose outcome nobody knows', async () => {
  const { desk, id } = await sortedWrongly();
  desk.tools.fault = () => new SwitchyardError('temporary', 'Away.');
  const card = await desk.card();
  await desk.host.api.inbox.approve({ id: card.id, digest: card.digest });
  await desk.until('it is tried again later', () => desk.runs()[0]?.waitingFor === 'retry');
  expect(await sending(desk, id)).toMatchObject({
    can: false,
    why: expect.stringContaining('in the middle of'),
  });
  await expect(desk.host.api.directives.sendOn({ run: id, step: ROUTED })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('one that has ended is taken up again, and its case is open again', async () => {
  const { desk, id } = await sortedWrongly();
  const [waiting] = desk.runs();
  await desk.host.api.runs.stop({ id });
  expect(await sending(desk, id)).toMatchObject({ can: true });
  const { run: to } = await desk.host.api.directives.sendOn({ run: id, step: ROUTED });
  await desk.until('it ends', () => desk.store.read.run(to)?.status === 'done');
  expect(texts(desk)).toEqual(['seen', 'technical: technical']);
  expect(desk.store.read.run(to)?.case).toBe(waiting?.case);
});
