import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '../../app/base/json.ts';
import type { ConnectionHandle, Polled } from '../../app/kit/implement.ts';
import { googleAddToGroup } from '../../nodes/actions/google-add-to-group/definition.ts';
import { runGoogleAddToGroup } from '../../nodes/actions/google-add-to-group/run.ts';
import { runGoogleAssignLicence } from '../../nodes/actions/google-assign-licence/run.ts';
import { runGoogleBuyLicences } from '../../nodes/actions/google-buy-licences/run.ts';
import { runGoogleCreateAccount } from '../../nodes/actions/google-create-account/run.ts';
import { googleCreateEvent } from '../../nodes/actions/google-create-event/definition.ts';
import { runGoogleCreateEvent } from '../../nodes/actions/google-create-event/run.ts';
import { runGoogleFindAccount } from '../../nodes/actions/google-find-account/run.ts';
import { runGoogleFindFreeTime } from '../../nodes/actions/google-find-free-time/run.ts';
import { runGoogleFindLicences } from '../../nodes/actions/google-find-licences/run.ts';
import { googleMoveEvent } from '../../nodes/actions/google-move-event/definition.ts';
import { runGoogleMoveEvent } from '../../nodes/actions/google-move-event/run.ts';
import { runGoogleEventChanged } from '../../nodes/triggers/google-event-changed/run.ts';
import { Connected } from './connected.ts';

let connected: Connected;
beforeAll(async () => {
  connected = await Connected.open();
});
beforeEach(async () => {
  connected.before = () => undefined;
  await connected.company.world.reset();
});
afterAll(() => connected.close());
const company = () => connected.company;
const world = () => connected.company.world;

const JO = 'jo.park@harbourpine.example';
const LEE = 'lee@harbourpine.example';
const account = (email = JO) => ({ agent: 'iris', email, first: 'Jo', last: 'Park' });

describe('accounts and licences', () => {
  let iris: ConnectionHandle;
  beforeEach(async () => {
    iris = await connected.connect('iris', 'google');
  });

  test('when all licences are in use, the error says which and how many; after buying one it works', async () => {
    await runGoogleCreateAccount.run(connected.action(iris), account());
    const give = () =>
      runGoogleAssignLicence.run(connected.action(iris), {
        agent: 'iris',
        email: JO,
        licence: '1010020028',
      });
    await expect(give()).rejects.toMatchObject({
      code: 'limit_reached',
      message: 'All 8 licences of Business Standard are in use.',
      detail: { product: 'Google-Apps', sku: '1010020028', inUse: 8 },
    });
    expect(company().effects({ kind: 'licence given' })).toEqual([]);
    await world().buyLicences({ sku: '1010020028', more: 1 });
    expect(await give()).toEqual({ email: JO, licence: 'Business Standard', already: false });
    expect(await give()).toMatchObject({ already: true });
    expect(company().effects({ kind: 'licence given' })).toHaveLength(1);
    const shown = (await world().office()).accounts.find(({ email }) => email === JO);
    expect(shown?.licences).toEqual(['Google Workspace Business Standard']);
  });

  test('an order of licences is for the number that was looked up: another number by now buys nothing', async () => {
    const pia = connected.action(await connected.connect('pia', 'google'));
    const kind = { agent: 'pia', licence: '1010020028' } as const;
    expect(await runGoogleFindLicences.run(pia, kind)).toEqual({
      licence: 'Business Standard',
      bought: 8,
      used: 8,
      free: 0,
    });
    await world().buyLicences({ sku: '1010020028', more: 2 });
    await expect(runGoogleBuyLicences.run(pia, { ...kind, more: 1, bought: 8 })).rejects.toMatchObject({
      code: 'tool_conflict',
      message: 'There are 10 Business Standard licences by now, not 8, so nothing was bought.',
    });
    expect(company().effects({ kind: 'licences bought' })).toEqual([]);
    expect(await runGoogleBuyLicences.find?.(pia, { ...kind, more: 1, bought: 8 }, 0)).toEqual({
      found: 'cannot-tell',
    });
    expect(await runGoogleBuyLicences.run(pia, { ...kind, more: 1, bought: 10 })).toMatchObject({
      bought: 11,
    });
    expect((await runGoogleFindLicences.run(pia, kind)).free).toBe(3);
  });

  test('a limit stays a limit when Google does not say how many are in use', async () => {
    await runGoogleCreateAccount.run(connected.action(iris), account());
    connected.before = async (path) => {
      if (path.endsWith('/sku/1010020028/users')) await world().setFaults({ vendor: 'google', status503: 1 });
    };
    await expect(
      runGoogleAssignLicence.run(connected.action(iris), { agent: 'iris', email: JO, licence: '1010020028' }),
    ).rejects.toMatchObject({
      code: 'limit_reached',
      message: 'All licences of Business Standard are in use.',
    });
  });

  test('a licence for somebody who has no account, or that the company never bought, is said to be so', async () => {
    const give = (email: string, licence: '1010020028' | '1010020020') =>
      runGoogleAssignLicence.run(connected.action(iris), { agent: 'iris', email, licence });
    await expect(give(JO, '1010020028')).rejects.toMatchObject({
      code: 'tool_not_found',
      message: `Google Workspace has no account ${JO}.`,
    });
    await expect(give(LEE, '1010020020')).rejects.toMatchObject({ code: 'tool_not_found' });
  });

  test('when the company has no room for another account, nothing is made', async () => {
    const { accounts } = await world().office();
    for (let n = accounts.length; n < 25; n += 1)
      await runGoogleCreateAccount.run(
        connected.action(iris, `op-${n}`),
        account(`n${n}@harbourpine.example`),
      );
    await expect(
      runGoogleCreateAccount.run(connected.action(iris, 'op-last'), account()),
    ).rejects.toMatchObject({ code: 'limit_reached' });
    expect((await world().office()).accounts).toHaveLength(25);
  });

  test('the first password follows from a secret: it is the same for a repeat, and another for another step', async () => {
    const passwords: string[] = [];
    const spied = (opKey: string) => {
      const context = connected.action(iris, opKey);
      const fetch: ConnectionHandle['fetch'] = (url, init) => {
        const found = /"password":"([^"]+)"/.exec(init?.body ?? '')?.[1];
        if (found !== undefined) passwords.push(found);
        return iris.fetch(url, init);
      };
      return { ...context, connection: { ...iris, fetch } };
    };
    await runGoogleCreateAccount.run(spied('op-a'), account());
    await expect(runGoogleCreateAccount.run(spied('op-a'), account())).rejects.toMatchObject({
      code: 'tool_conflict',
    });
    await runGoogleCreateAccount.run(spied('op-b'), account('b@harbourpine.example'));
    const [first, again, other] = passwords;
    expect(first).toMatch(/^[\w-]{60,100}$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(JSON.stringify(company().practice.ledger())).not.toContain(first);
  });

  test('an account is found with its groups, and being in a group already is no error', async () => {
    const find = (email: string) =>
      runGoogleFindAccount.run(connected.action(iris), { agent: 'iris', email });
    expect(await find('MIA@harbourpine.example')).toMatchObject({
      found: true,
      account: { name: 'Mia Castell', suspended: false },
      groups: ['everyone@harbourpine.example', 'support-team@harbourpine.example'],
    });
    expect(await find(JO)).toMatchObject({ found: false, groups: [] });
    const join = {
      agent: 'iris',
      email: 'mia@harbourpine.example',
      group: 'support-team@harbourpine.example',
    };
    expect(await runGoogleAddToGroup.run(connected.action(iris), join)).toMatchObject({ already: true });
    expect(company().effects()).toEqual([]);
    // Somebody of another domain who gets to read along is a person outside.
    expect(googleAddToGroup.effect(join)).toBe('write');
    expect(googleAddToGroup.effect({ ...join, email: 'mia@elsewhere.example' })).toBe('external');
  });

  test('many calls at once sign in once, and a token that was taken back is replaced without a word', async () => {
    const signIns = () => connected.exchanges.filter(({ path }) => path === '/token').length;
    const find = () => runGoogleFindAccount.run(connected.action(iris), { agent: 'iris', email: LEE });
    iris.memo.clear();
    const before = signIns();
    await Promise.all([find(), find(), find()]);
    expect(signIns()).toBe(before + 1);
    iris.memo.set('token', { value: 'stolen', until: company().clock.now() + 60_000 });
    expect(await find()).toMatchObject({ found: true });
    expect(signIns()).toBe(before + 2);
  });

  test('an account that may only use the calendar is refused by the directory', async () => {
    const cleo = await connected.connect('cleo', 'google');
    await expect(
      runGoogleFindAccount.run(connected.action(cleo), { agent: 'cleo', email: LEE }),
    ).rejects.toMatchObject({ code: 'scope_missing' });
  });
});

describe('the calendar', () => {
  let cleo: ConnectionHandle;
  beforeEach(async () => {
    cleo = await connected.connect('cleo', 'google');
  });
  const event = {
    agent: 'cleo',
    calendar: LEE,
    title: 'Welcome',
    start: '2026-11-13T14:00',
    minutes: 30,
    zone: 'UTC',
  };
  const moves = {
    agent: 'cleo',
    calendar: LEE,
    event: 'hp0support0standup1',
    from: '2026-11-13T09:30',
    start: '2026-11-13T15:00',
    zone: 'UTC',
  };

  test('free time is free for everybody, also for the guests of somebody else’s event', async () => {
    const look = (people: string, minutes: number) =>
      runGoogleFindFreeTime.run(connected.action(cleo), {
        agent: 'cleo',
        people,
        minutes,
        from: '2026-11-13T09:00',
        days: 1,
        zone: 'UTC',
      });
    // Lee has a stand-up from 9:30 to 10:00, and is a guest from 11:00 to 12:00.
    expect((await look(LEE, 60)).slots.map(({ start }) => start.slice(11))).toEqual([
      '10:00',
      '12:00',
      '13:00',
      '14:00',
      '15:00',
    ]);
    expect((await look(LEE, 480)).found).toBe(false);
    await expect(look('nobody@harbourpine.example', 30)).rejects.toMatchObject({ code: 'tool_not_found' });
    await expect(look('nonsense', 30)).rejects.toMatchObject({ code: 'tool_invalid' });
  });

  test('an event is made once for one step, and its guests get a mail only when that was asked for', async () => {
    const run = (more: object) =>
      runGoogleCreateEvent.run(connected.action(cleo), { ...event, guests: 'jo@park.example', ...more });
    const made = await run({ invite: true });
    expect(await run({ invite: true })).toEqual(made);
    const entries = company().practice.ledger({ kind: 'event created' });
    expect(entries.map(({ body }) => body)).toMatchObject([{ sendUpdates: 'all' }]);
    expect(googleCreateEvent.effect({ ...event, guests: 'jo@park.example', invite: true })).toBe('external');
    expect(googleCreateEvent.effect({ ...event, guests: 'jo@park.example' })).toBe('write');
    const shown = (await world().office()).events.find(({ title }) => title === 'Welcome');
    expect(shown).toMatchObject({
      starts: Date.UTC(2026, 10, 13, 14),
      ends: Date.UTC(2026, 10, 13, 14, 30),
      madeBy: { agent: 'cleo' },
    });
  });

  test('a calendar that is not shared for writing stays as it is', async () => {
    const sam = await connected.connect('sam', 'google');
    await expect(runGoogleCreateEvent.run(connected.action(sam), event)).rejects.toMatchObject({
      code: 'scope_missing',
    });
    expect(company().effects()).toEqual([]);
  });

  test('what is approved is the move from one time to another: an event that was moved since is left alone', async () => {
    expect(googleMoveEvent.card({ ...moves, tell: true }).slice(0, 2)).toMatchObject([
      { label: 'Before', value: '2026-11-13T09:30' },
      { label: 'After', value: '2026-11-13T15:00' },
    ]);
    const moved = await runGoogleMoveEvent.run(connected.action(cleo), moves);
    expect(moved).toEqual({
      event: 'hp0support0standup1',
      before: '2026-11-13T09:30:00Z',
      start: '2026-11-13T15:00:00Z',
      end: '2026-11-13T15:30:00Z',
    });
    await expect(
      runGoogleMoveEvent.run(connected.action(cleo, 'op-2'), { ...moves, start: '2026-11-13T16:00' }),
    ).rejects.toMatchObject({
      code: 'tool_conflict',
      message:
        'The event does not start at 2026-11-13 09:30 any more, but at 2026-11-13 15:00, so it was not moved.',
    });
    expect(company().effects()).toEqual(['event changed']);
  });

  test('a change between reading and writing is noticed by the calendar itself', async () => {
    connected.before = async () => {
      connected.before = async () => {
        connected.before = () => undefined;
        await world().answerInvitation({
          event: moves.event,
          guest: 'mia@harbourpine.example',
          answer: 'declined',
        });
      };
    };
    await expect(runGoogleMoveEvent.run(connected.action(cleo), moves)).rejects.toMatchObject({
      code: 'tool_conflict',
    });
    expect(company().effects()).toEqual([]);
  });
});

describe('watching a calendar', () => {
  const watched = { agent: 'cleo', calendar: LEE };
  const keys = (polled: Polled): string[] => polled.events.map(({ key }) => key);
  let cleo: ConnectionHandle;
  const looks = () => connected.trigger(cleo, ['cleo@harbourpine.example']);
  const poll = (cursor: Json) => runGoogleEventChanged.poll(looks(), watched, cursor);
  const decline = () =>
    world().answerInvitation({
      event: 'hp0support0standup1',
      guest: 'mia@harbourpine.example',
      answer: 'declined',
    });
  beforeEach(async () => {
    cleo = await connected.connect('cleo', 'google');
  });

  test('what was there before the start is no event; a declined invitation is one, and says who declined', async () => {
    const cursor = await runGoogleEventChanged.seed(looks(), watched);
    expect(keys(await poll(cursor))).toEqual([]);
    company().clock.advance(60_000);
    await decline();
    const polled = await poll(cursor);
    expect(polled.events).toMatchObject([
      {
        subject: 'Support stand-up',
        caseKey: 'google:event:hp0support0standup1',
        data: { event: { declined: ['mia@harbourpine.example'], organizer: LEE } },
      },
    ]);
    expect(keys(await poll(cursor))).toEqual(keys(polled));
    expect(keys(await poll(polled.cursor))).toEqual([]);
  });

  test('what we have made ourselves is an echo', async () => {
    const cursor = await runGoogleEventChanged.seed(looks(), watched);
    await runGoogleCreateEvent.run(connected.action(cleo), {
      agent: 'cleo',
      calendar: LEE,
      title: 'Welcome',
      start: '2026-11-13T14:00',
      minutes: 30,
      zone: 'UTC',
    });
    expect((await poll(cursor)).events).toMatchObject([{ subject: 'Welcome', echo: true }]);
  });

  test('when Google has forgotten how far we looked, nothing since then is lost and nothing older comes up', async () => {
    const cursor = await runGoogleEventChanged.seed(looks(), watched);
    company().clock.advance(60_000);
    await decline();
    company().clock.advance(26 * 86_400_000);
    const polled = await poll(cursor);
    expect(polled.events.map(({ data }) => data)).toMatchObject([{ event: { id: 'hp0support0standup1' } }]);
    expect(keys(await poll(polled.cursor))).toEqual([]);
  });
});
