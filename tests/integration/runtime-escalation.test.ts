import { afterEach, describe, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../app/base/json.ts';
import type { PeopleBook } from '../../app/kit/people.ts';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import { SleepyClock } from '../../app/runtime/testing/sleepy-clock.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TICKETS = 'helpscout.new-conversation';
const NOBODY: PeopleBook = { people: [], chain: [{ person: 'you' }], atEnd: 'hold', hours: null };

const asking = (config: JsonObject) =>
  flowOf(
    'Ask',
    [
      ['new', TICKETS, { agent: 'fin' }],
      ['ask', 'approval', { question: 'Send it on?', ...config }],
      ['yes', 'outcome', { result: 'resolved' }],
      ['no', 'outcome', { result: 'unresolved' }],
    ],
    ['new.next > ask', 'ask.approved > yes', 'ask.rejected > no'],
  );

interface Workspace {
  readonly clock?: SleepyClock;
  readonly people?: Partial<PeopleBook>;
}

/** A desk with a card that waits since the first ticket. */
async function withCard(config: JsonObject, { people, clock }: Workspace = {}): Promise<TestHost> {
  const desk = open(clock ? { clock } : {});
  await desk.addAgent('fin');
  await desk.host.start();
  if (people) await desk.host.api.people.set({ ...NOBODY, ...people });
  await desk.turnOn(asking(config));
  desk.tools.offer(TICKETS, ticketEvent('7'));
  await desk.until('a person is asked', () => desk.runs()[0]?.waitingFor === 'approval');
  return desk;
}
const reminders = (desk: TestHost) => desk.events(desk.run().id, 'approval_reminded').map((e) => e.to);
const passedTo = (desk: TestHost) => desk.events(desk.run().id, 'approval_passed_on').map((e) => e.to);

const DANA_THEN_LEE = {
  people: [{ person: 'Dana', within: '2h', remind: '30m' }, { person: 'Lee' }],
};

describe('a card that nobody answers', () => {
  test('reminds whoever is asked, then asks the next one, at the times that were said', async () => {
    const desk = await withCard(DANA_THEN_LEE);
    const { createdAt } = await desk.card();
    expect(await desk.card()).toMatchObject({
      askedNow: 'Dana',
      askedNext: 'Lee',
      remindAt: createdAt + HOUR / 2,
      dueAt: createdAt + 2 * HOUR,
    });
    await desk.advance(HOUR / 2);
    expect(reminders(desk)).toEqual(['Dana']);
    expect(await desk.card()).toMatchObject({ askedNow: 'Dana', reminded: 1, status: 'pending' });
    await desk.advance(HOUR);
    await desk.advance(HOUR / 2);
    expect(passedTo(desk)).toEqual(['Lee']);
    expect(await desk.card()).toMatchObject({ askedNow: 'Lee', reminded: 0, dueAt: null, remindAt: null });
  });

  test('reminds only a few times', async () => {
    const desk = await withCard({ people: [{ person: 'Dana', remind: '1h' }] });
    for (let hour = 0; hour < 12; hour += 1) await desk.advance(HOUR);
    expect(reminders(desk)).toEqual(['Dana', 'Dana', 'Dana']);
    expect((await desk.card()).status).toBe('pending');
  });

  test('counts as rejected in the end where that was chosen, and never as approved', async () => {
    const people = [
      { person: 'Dana', within: '1h' },
      { person: 'Lee', within: '1h' },
    ];
    const desk = await withCard({ people, atEnd: 'reject' });
    await desk.advance(HOUR);
    expect(await desk.card()).toMatchObject({ askedNow: 'Lee', isLast: true, atEnd: 'reject' });
    await desk.advance(HOUR);
    await desk.until('the run ends', () => desk.ended());
    expect(desk.run().outcome).toBe('unresolved');
    expect(desk.events(desk.run().id, 'approval_decided')).toMatchObject([
      { status: 'timed-out', by: 'the time limit' },
    ]);
    expect(desk.store.read.approvalsOfRun(desk.run().id)).toMatchObject([{ status: 'timed-out' }]);
    expect(desk.store.read.audit(20).map((row) => row.type)).toContain('approval_timed_out');
  });

  test('stays with the last one where nothing was chosen, for as long as it takes', async () => {
    const desk = await withCard({
      people: [
        { person: 'Dana', within: '1h' },
        { person: 'Lee', within: '1h' },
      ],
    });
    for (let day = 0; day < 20; day += 1) await desk.advance(DAY);
    expect(await desk.card()).toMatchObject({ askedNow: 'Lee', dueAt: null, status: 'pending' });
  });

  test('whoever is away is passed over, at the start and on the way', async () => {
    const clock = new SleepyClock(Date.UTC(2026, 10, 25, 9));
    const away = [{ from: '2026-11-25', to: '2026-11-25' }];
    const desk = await withCard(
      { people: [{ person: 'Dana', within: '1h' }, { person: 'Lee', within: '1h' }, { person: 'Kim' }] },
      { clock, people: { people: [{ name: 'dana', hours: null, away }] } },
    );
    expect(await desk.card()).toMatchObject({ askedNow: 'Lee', away: ['Dana'] });
    await desk.host.api.people.set({ ...NOBODY, people: [{ name: 'Kim', hours: null, away }] });
    await desk.advance(HOUR);
    // Kim is the only one left, so Kim is asked all the same: somebody always is.
    expect(await desk.card()).toMatchObject({ askedNow: 'Kim' });
  });

  test('time counts in the hours of whoever is asked, over a weekend and a change of clocks', async () => {
    // Friday, 16:00 in Berlin; on Sunday the clocks go forward.
    const clock = new SleepyClock(Date.UTC(2026, 2, 27, 15));
    const hours = { zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
    const desk = await withCard(
      { people: [{ person: 'Dana', within: '2h' }, { person: 'Lee' }] },
      { clock, people: { people: [{ name: 'Dana', hours, away: [] }] } },
    );
    const { dueAt, createdAt } = await desk.card();
    const onFriday = Date.UTC(2026, 2, 27, 16) - createdAt;
    expect(dueAt).toBe(Date.UTC(2026, 2, 30, 7) + 2 * HOUR - onFriday);
    await desk.advance(2 * DAY);
    expect((await desk.card()).askedNow).toBe('Dana');
    await desk.advance((dueAt ?? 0) - desk.clock.now());
    expect((await desk.card()).askedNow).toBe('Lee');
  });

  test('where nobody is named, the chain of the workspace is asked', async () => {
    const chain = [
      { person: 'Dana', within: '1h' },
      { person: 'Lee', within: '1h' },
    ];
    const desk = await withCard({ people: [] }, { people: { chain, atEnd: 'reject' } });
    expect(await desk.card()).toMatchObject({ askedNow: 'Dana', askedNext: 'Lee' });
    await desk.advance(HOUR);
    await desk.advance(HOUR);
    await desk.until('the run ends', () => desk.ended());
    expect(desk.run().outcome).toBe('unresolved');
  });

  test('a restart in the middle changes nothing: due times are rows', async () => {
    const store = testStore();
    const tools = new ScriptedTools(catalog);
    const clock = new SleepyClock();
    const first = open({ store, tools, clock });
    await first.addAgent('fin');
    await first.host.start();
    await first.turnOn(asking(DANA_THEN_LEE));
    tools.offer(TICKETS, ticketEvent('7'));
    await first.until('a person is asked', () => first.runs()[0]?.waitingFor === 'approval');
    const before = await first.card();
    await first.advance(HOUR / 2);
    await first.host.stop();
    clock.sleep(90 * 60_000);
    const second = open({ store, tools, clock });
    await second.host.start();
    await second.rest();
    expect(reminders(second)).toEqual(['Dana']);
    expect(await second.card()).toMatchObject({ id: before.id, askedNow: 'Lee' });
  });
});

describe('a card that is put off', () => {
  test('comes back at its time, with the time that was left before, and reminds nobody meanwhile', async () => {
    const desk = await withCard(DANA_THEN_LEE);
    const card = await desk.card();
    const now = desk.clock.now();
    const until = now + 5 * HOUR;
    await desk.host.api.inbox.later({ id: card.id, until });
    expect(await desk.card()).toMatchObject({ snoozedUntil: until, askedNow: 'Dana' });
    await desk.advance(4 * HOUR);
    expect(reminders(desk)).toEqual([]);
    expect((await desk.card()).askedNow).toBe('Dana');
    await desk.advance(HOUR);
    expect(await desk.card()).toMatchObject({ snoozedUntil: null, askedNow: 'Dana' });
    expect(desk.story(desk.run().id)).toContain('approval_back');
    await desk.advance(HOUR);
    expect(reminders(desk)).toEqual(['Dana']);
    await desk.advance(HOUR);
    expect((await desk.card()).askedNow).toBe('Lee');
  });

  test('is refused for the past, for ever, and beyond the time limit', async () => {
    const desk = await withCard({ ...DANA_THEN_LEE, timeLimit: '4h' });
    const { id } = await desk.card();
    const now = desk.clock.now();
    for (const until of [now - 1, now + 31 * DAY, now + 5 * HOUR])
      await expect(desk.host.api.inbox.later({ id, until })).rejects.toMatchObject({ code: 'invalid_input' });
    expect((await desk.card()).snoozedUntil).toBeNull();
  });

  test('can still be decided, and then nothing comes back', async () => {
    const desk = await withCard(DANA_THEN_LEE);
    const { id } = await desk.card();
    await desk.host.api.inbox.later({ id, until: desk.clock.now() + HOUR });
    await desk.host.api.inbox.approve({ id, digest: null });
    await desk.until('the run ends', () => desk.ended());
    await desk.advance(DAY);
    expect(desk.story(desk.run().id)).not.toContain('approval_back');
    expect(desk.run().outcome).toBe('resolved');
  });
});

describe('a question that is asked only sometimes', () => {
  const when = (value: number): JsonObject => ({
    combinator: 'and',
    rules: [{ field: 'ticket.number', operator: '>', as: 'number', value }],
  });
  test('is not asked where the condition does not hold', async () => {
    const desk = open();
    await desk.addAgent('fin');
    await desk.host.start();
    await desk.turnOn(asking({ ...DANA_THEN_LEE, when: when(10) }));
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('the run ends', () => desk.ended());
    expect(desk.run().outcome).toBe('resolved');
    expect(await desk.cards()).toEqual([]);
  });
  test('is asked where it holds', async () => {
    const desk = await withCard({ ...DANA_THEN_LEE, when: when(5) });
    expect((await desk.card()).askedNow).toBe('Dana');
  });
});

test('a case that no directive fits asks the chain of the workspace, and is passed on', async () => {
  const desk = open();
  await desk.addAgent('fin');
  await desk.host.start();
  const chain = [
    { person: 'Dana', within: '1h' },
    { person: 'Lee', within: '1h' },
  ];
  await desk.host.api.people.set({ ...NOBODY, chain, atEnd: 'reject' });
  await desk.turnOn(
    flowOf(
      'Sort',
      [
        ['new', TICKETS, { agent: 'fin' }],
        [
          'sort',
          'router',
          { text: '{{ticket.text}}', routes: [{ id: 'billing', label: 'Billing', directive: 'Invoices' }] },
        ],
        ['end', 'outcome', { result: 'resolved' }],
      ],
      ['new.next > sort', 'sort.billing > end'],
    ),
  );
  desk.tools.offer(TICKETS, ticketEvent('7'));
  await desk.until('the run ends', () => desk.ended());
  expect(await desk.card()).toMatchObject({ kind: 'escalation', askedNow: 'Dana' });
  await desk.advance(HOUR);
  // A person has to look at it: it is never ended by itself.
  for (let hour = 0; hour < 5; hour += 1) await desk.advance(HOUR);
  expect(await desk.card()).toMatchObject({ askedNow: 'Lee', status: 'pending', atEnd: 'hold' });
});
