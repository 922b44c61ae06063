import { afterEach, describe, expect, test, vi } from 'vitest';
import type { AgentId, CaseId } from '../../app/base/ids.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { replyEvent, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import type { AgentRecord } from '../../app/store/records.ts';
import { catalog } from '../../nodes/catalog.ts';
import { ask, calls, modelsFor, needsPerson, repeats, type Scripts } from '../drivers/team-talk.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const REPLIES = 'helpscout.customer-replied';
const FREE: AgentRecord['autonomy'] = [{ id: 'all', action: '*', decision: 'run' }];
const FOUND = {
  found: true,
  customer: { id: 'cus_1', name: 'Pat', email: 'pat@example.test', vip: false, accountManager: '' },
  subscription: {
    id: 'sub_1',
    plan: 'Business',
    status: 'active',
    amount: 1,
    currency: 'usd',
    contractUntil: '',
    periodEnd: '',
    cancelsAtPeriodEnd: false,
  },
  charges: [],
};
const note = (text: string) => ({ agent: 'ivo', ticket: '{{ticket.id}}', text });

const works = (join?: string) =>
  flowOf(
    'Desk',
    [
      ['new', TICKETS, { agent: 'ivo', ...(join === undefined ? {} : { joinBy: join }) }],
      ['it', 'agent', { agent: 'ivo', task: 'Take care of it.' }],
    ],
    ['new.next > it'],
    ['ivo'],
  );

async function start(
  scripts: Scripts,
  document = works(),
  team: Readonly<Record<string, Partial<AgentRecord>>> = {},
): Promise<TestHost> {
  const desk = open({ model: modelsFor(scripts) });
  await desk.addAgent('ivo', { role: 'IT', autonomy: FREE, ...team['ivo'] });
  for (const [key, change] of Object.entries(team))
    if (key !== 'ivo') await desk.addAgent(key, { autonomy: FREE, ...change });
  await desk.host.start();
  await desk.turnOn(document);
  return desk;
}
const ticket = (desk: TestHost, id: string, change: Parameters<typeof ticketEvent>[1] = {}): void =>
  desk.tools.offer(TICKETS, ticketEvent(id, { at: desk.clock.now(), ...change }));
const caseOf = async (desk: TestHost, words = ''): Promise<CaseId> => {
  const [found] = await desk.host.api.cases.list({ words });
  if (!found) throw new Error('There is no such case.');
  return found.id;
};
const allDone = (desk: TestHost, count: number) => () =>
  desk.runs().length === count && desk.runs().every((run) => run.status === 'done');

describe('facts', () => {
  test('an agent notes one; the next agent sees it, marked as from outside, with who said it and when', async () => {
    const seen: string[] = [];
    const desk = await start(
      {
        ivo: (told) =>
          told.turn === 1
            ? calls('note_fact', { name: 'Deadline', value: 'Friday' })
            : told.turn === 2
              ? ask('Petra', 'Can we make it?')
              : repeats(told),
        petra: ({ request }) => {
          seen.push(request.messages[1]?.content ?? '');
          return { text: 'Yes.' };
        },
      },
      works(),
      { ivo: { teammates: ['agent_petra00000' as AgentId] }, petra: {} },
    );
    ticket(desk, '7');
    await desk.until('it is done', allDone(desk, 2));
    expect(seen[0]).toContain('"toldFromOutside": {\n   "Deadline": "Friday"');
    const { facts, history } = await desk.host.api.cases.get({ id: await caseOf(desk) });
    expect(facts).toMatchObject([
      { name: 'Deadline', value: 'Friday', by: { kind: 'agent', name: 'Ivo (IT)' }, outside: true },
    ]);
    expect(history.map((line) => line.text)).toEqual(
      expect.arrayContaining(['Ivo (IT) noted: Deadline', 'Ivo (IT) asked Petra']),
    );
  });

  test('what a tool said is the tool’s word', async () => {
    const desk = await start(
      {
        ivo: ({ turn }) =>
          turn === 1
            ? calls('find_customer', { email: 'pat@example.test' })
            : turn === 2
              ? calls('note_fact', { name: 'Plan', value: 'Business' })
              : { text: 'Noted.' },
      },
      works(),
      { ivo: { tools: ['stripe.find-customer'] } },
    );
    desk.tools.answers.set('stripe.find-customer', () => FOUND);
    ticket(desk, '7');
    await desk.until('it is done', allDone(desk, 1));
    const { facts } = await desk.host.api.cases.get({ id: await caseOf(desk) });
    expect(facts).toMatchObject([
      { value: 'Business', by: { kind: 'tool', name: 'Stripe, through Ivo' }, outside: false },
    ]);
  });

  test('a person corrects one, the agent sees it at its next turn, and the audit log has it', async () => {
    const seen: string[] = [];
    const desk = await start(
      {
        ivo: ({ turn, request }) => {
          seen.push(request.messages[1]?.content ?? '');
          return turn === 1 ? ask('Petra', 'Can we make it?') : { text: 'Done.' };
        },
        petra: () => needsPerson('I do not know.'),
      },
      works(),
      { ivo: { teammates: ['agent_petra00000' as AgentId] }, petra: {} },
    );
    ticket(desk, '7');
    await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
    const id = await caseOf(desk);
    await desk.host.api.cases.noteFact({ id, name: 'Deadline', value: 'Monday' });
    await desk.host.api.inbox.approve({ id: (await desk.card()).id, digest: null });
    await desk.until('it is done', allDone(desk, 2));
    expect(seen[0]).not.toContain('Monday');
    expect(seen.at(-1)).toContain('"known": {\n   "Deadline": "Monday"');
    const [entry] = await desk.host.api.audit
      .list({ limit: 50 })
      .then((all) => all.filter((row) => row.type === 'fact_noted'));
    expect(entry?.data).toMatchObject({ name: 'Deadline', value: 'Monday' });
  });

  test('words that an agent noted are no destination; those that a person noted are', async () => {
    const post = (channel: string) => calls('post_message', { channel, text: 'Hello.' });
    const scripts: Scripts = {
      ivo: ({ turn }) =>
        turn === 1
          ? calls('note_fact', { name: 'Channel', value: '#theirs' })
          : turn === 2
            ? post('#ours')
            : turn === 3
              ? post('#theirs')
              : { text: 'Posted.' },
    };
    const desk = await start(scripts, works(`customer: {{customer.email}}`), {
      ivo: { tools: ['slack.post-message'] },
    });
    // The case is there before: its customer wrote once.
    ticket(desk, '1', { email: 'pat@example.test' });
    await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
    const first = await desk.card();
    expect(first.proposal?.input).toMatchObject({ channel: '#ours' });
    await desk.host.api.inbox.reject({ id: first.id, note: '' });
    await desk.host.api.cases.noteFact({ id: await caseOf(desk), name: 'Our channel', value: '#ours' });
    ticket(desk, '2', { email: 'pat@example.test' });
    await desk.until('it is posted', () => desk.tools.effectsOf('slack.post-message').length === 1);
    expect(desk.tools.effectsOf('slack.post-message')[0]?.input).toMatchObject({ channel: '#ours' });
    const titles = (await desk.cards()).map((card) => card.proposal?.input['channel']);
    expect(new Set(titles)).toEqual(new Set(['#theirs']));
  });
});

describe('what belongs to one case', () => {
  const DONE: Scripts = { ivo: () => ({ text: 'Done.' }) };

  test('is each ticket by itself, unless the trigger says otherwise', async () => {
    const desk = await start(DONE);
    ticket(desk, '1', { email: 'pat@example.test' });
    ticket(desk, '2', { email: 'pat@example.test' });
    await desk.until('both are done', allDone(desk, 2));
    expect(await desk.host.api.cases.list()).toHaveLength(2);
  });

  test('everything of one customer, where the trigger joins by the customer', async () => {
    const desk = await start(DONE, works('customer: {{customer.email}}'));
    ticket(desk, '1', { email: 'Pat@example.test' });
    ticket(desk, '2', { email: 'pat@example.test' });
    ticket(desk, '3', { email: 'lee@example.test' });
    await desk.until('all are done', allDone(desk, 3));
    const cases = await desk.host.api.cases.list();
    expect(cases).toHaveLength(2);
    const { runs } = await desk.host.api.cases.get({ id: await caseOf(desk, 'pat@example.test') });
    expect(runs).toHaveLength(2);
  });

  test('and a reply to one of its tickets still finds the run that waits, even when it comes too early', async () => {
    const document = flowOf(
      'Waits',
      [
        ['new', TICKETS, { agent: 'ivo', joinBy: 'customer: {{customer.email}}' }],
        ['gate', 'approval', { question: 'Go on?', people: [{ person: 'you' }] }],
        ['wait', 'wait-for-reply', { agent: 'ivo', timeLimit: '3d' }],
        ['said', 'helpscout.note', note('{{reply.text}}')],
      ],
      ['new.next > gate', 'gate.approved > wait', 'wait.reply > said'],
      ['ivo'],
    );
    const desk = await start(DONE, document);
    ticket(desk, '1');
    await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
    desk.tools.offer(REPLIES, replyEvent('1', 'Early.', { at: desk.clock.now() }));
    await desk.advance(3_000);
    await desk.host.api.inbox.approve({ id: (await desk.card()).id, digest: null });
    await desk.until('it is done', allDone(desk, 1));
    expect(desk.tools.effectsOf('helpscout.note').map((e) => e.input['text'])).toEqual(['Early.']);
    expect(await desk.host.api.cases.list()).toHaveLength(1);
  });

  test('a setting that would put everything into one case is refused', async () => {
    const desk = await start(DONE);
    const { id } = await desk.host.api.flows.importFlow({ text: JSON.stringify(works('customers')) });
    await expect(desk.host.api.flows.publish({ id, note: '' })).rejects.toMatchObject({
      code: 'flow_has_problems',
    });
  });
});

describe('the page of a case', () => {
  test('says what it waits for and since when, over flows', async () => {
    const desk = await start(
      {
        ivo: () => ask('Petra', 'Is there a licence?'),
        petra: () => needsPerson('I do not know.'),
      },
      works(),
      { ivo: { teammates: ['agent_petra00000' as AgentId] }, petra: { role: 'Procurement' } },
    );
    ticket(desk, '7');
    await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
    const view = await desk.host.api.cases.get({ id: await caseOf(desk) });
    expect(
      view.waits.map(({ what, needsYou }) => `${needsYou ? 'you' : 'they'}: ${what}`).toSorted(),
    ).toEqual([
      'they: Waits for Petra (Procurement): Is there a licence?',
      'you: Waits for you: Ivo (IT) asks Petra: Is there a licence?',
    ]);
    expect(view.summary).toMatchObject({ runsOpen: 2, needsYou: true });
    expect(view.told).toContainEqual({ label: 'Customer: e-mail', value: 'customer-7@example.test' });
  });

  test('is found by a word of a fact, an address or the subject', async () => {
    const desk = await start({ ivo: () => ({ text: 'Done.' }) });
    ticket(desk, '71', { email: 'ann@example.test' });
    ticket(desk, '72', { email: 'ben@example.test' });
    await desk.until('both are done', allDone(desk, 2));
    const [first] = await desk.host.api.cases.list({ words: 'Ticket 71' });
    if (!first) throw new Error('It is not found by its subject.');
    await desk.host.api.cases.noteFact({ id: first.id, name: 'Order', value: 'A-1001' });
    const found = async (words: string) => (await desk.host.api.cases.list({ words })).map((c) => c.id);
    expect(await found('a-1001')).toEqual([first.id]);
    expect(await found('ann@example')).toEqual([first.id]);
    expect(await found('100%')).toEqual([]);
  });

  test('a person makes it urgent: its runs overtake those that stand in line', async () => {
    const document = flowOf(
      'Line',
      [
        ['new', TICKETS, { agent: 'ivo' }],
        ['gate', 'wait-for-time', { how: 'for', length: '1h' }],
        ['said', 'helpscout.note', note('{{ticket.id}}')],
      ],
      ['new.next > gate', 'gate.next > said'],
      ['ivo'],
    );
    const desk = await start({}, document);
    const ids = Array.from({ length: 12 }, (_, n) => String(n + 10));
    for (const id of ids) ticket(desk, id);
    await desk.until('all wait', () => desk.runs().filter((r) => r.waitingFor === 'time').length === 12);
    const last = await caseOf(desk, 'Ticket 21');
    await desk.host.api.cases.setPriority({ id: last, priority: 'urgent' });
    const order: unknown[] = [];
    desk.tools.waitFor = async (effect) => {
      order.push(effect.input['ticket']);
    };
    await desk.advance(3_700_000);
    await desk.until('all are done', allDone(desk, 12));
    expect(order[0]).toBe('21');
    const { summary, history } = await desk.host.api.cases.get({ id: last });
    expect(summary.priority).toBe('urgent');
    expect(history.map((line) => line.text)).toContain('You changed the priority from normal to urgent');
  });

  test('a person gives it to somebody; both are told in its history', async () => {
    const desk = await start({ ivo: () => ({ text: 'Done.' }) });
    ticket(desk, '7');
    await desk.until('it is done', allDone(desk, 1));
    const id = await caseOf(desk);
    await desk.host.api.cases.setOwner({ id, owner: 'Lee' });
    const { summary, history } = await desk.host.api.cases.get({ id });
    expect(summary.owner).toBe('Lee');
    expect(history.map((line) => line.text)).toContain('You gave the case to Lee');
  });
});
