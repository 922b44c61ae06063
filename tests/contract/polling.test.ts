import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../app/base/clock.ts';
import type { Json } from '../../app/base/json.ts';
import type { ConnectionHandle, Polled, TriggerContext } from '../../app/kit/implement.ts';
import { runHelpscoutNote } from '../../nodes/actions/helpscout-note/run.ts';
import { runHelpscoutReply } from '../../nodes/actions/helpscout-reply/run.ts';
import { runHelpscoutCustomerReplied } from '../../nodes/triggers/helpscout-customer-replied/run.ts';
import { runHelpscoutNewConversation } from '../../nodes/triggers/helpscout-new-conversation/run.ts';
import { Connected } from './connected.ts';

let connected: Connected;
let sam: ConnectionHandle;
let looks: TriggerContext;
const config = { agent: 'sam' };
/** Later than any clock difference that is allowed for, so that the past of a test is the past. */
const LATER = 10 * 60_000;

beforeAll(async () => {
  connected = await Connected.open();
});
beforeEach(async () => {
  connected.before = () => undefined;
  await connected.company.world.reset();
  sam = await connected.connect('sam', 'helpscout');
  looks = connected.trigger(sam, ['521']);
});
afterAll(() => connected.close());

const keys = (polled: Polled): string[] => polled.events.map(({ key }) => key);
const company = () => connected.company;

describe('a new ticket', () => {
  const seed = () => runHelpscoutNewConversation.seed(looks, config);
  const poll = (cursor: Json, context = looks) => runHelpscoutNewConversation.poll(context, config, cursor);

  test('nothing from before the start is an event, not even when it changes later', async () => {
    const old = await company().ticket('Old');
    company().clock.advance(LATER);
    const cursor = await seed();
    await company().world.answerTicket({ conversationId: old, text: 'Still waiting.' });
    expect(keys(await poll(cursor))).toEqual([]);
  });

  test('comes once with everything the steps need, and again under the same key while the windows overlap', async () => {
    const cursor = await seed();
    company().clock.advance(30_000);
    const id = await company().ticket(
      'Please help',
      'eleanor@vossandwhitby.example',
      'Dear team,\n\n1 < 2 & so on.\n\nEleanor',
    );
    const first = await poll(cursor);
    expect(first.events).toMatchObject([
      {
        key: String(id),
        at: company().clock.now(),
        caseKey: `helpscout:conversation:${id}`,
        subject: 'Please help',
        data: {
          ticket: { id: String(id), subject: 'Please help', text: 'Dear team,\n\n1 < 2 & so on.\n\nEleanor' },
          customer: { name: 'Eleanor Voss', email: 'eleanor@vossandwhitby.example' },
        },
      },
    ]);
    expect(first.events[0]).not.toHaveProperty('echo');
    company().clock.advance(30_000);
    expect(keys(await poll(first.cursor))).toEqual([String(id)]);
    company().clock.advance(LATER);
    const later = await poll(first.cursor);
    company().clock.advance(LATER);
    expect(keys(await poll(later.cursor))).toEqual([]);
  });

  test('one that the vendor lists a minute late is found all the same', async () => {
    const cursor = await seed();
    company().clock.advance(60_000);
    const before = await poll(cursor);
    // It was written before that poll, but the list did not have it yet.
    company().clock.advance(-45_000);
    const late = String(await company().ticket('Late'));
    company().clock.advance(45_000);
    expect(keys(before)).toEqual([]);
    expect(keys(await poll(before.cursor))).toEqual([late]);
  });

  test('several in the same second are all found, oldest first', async () => {
    const cursor = await seed();
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push(String(await company().ticket(`Ticket ${n}`)));
    expect(keys(await poll(cursor))).toEqual(ids);
  });

  test('nothing is lost when the list shifts while its pages are read', async () => {
    const cursor = await seed();
    const ids: number[] = [];
    for (let n = 0; n < 55; n += 1) ids.push(await company().ticket(`Ticket ${n}`));
    company().clock.advance(10_000);
    let reads = 0;
    let late = 0;
    connected.before = async (path) => {
      if (path !== '/v2/conversations') return;
      reads += 1;
      // Between the first page and the second, tickets of the first page change and a new one comes in.
      if (reads !== 2) return;
      for (const id of ids.slice(0, 10))
        await company().world.answerTicket({ conversationId: id, text: 'And this.' });
      late = await company().ticket('Meanwhile');
    };
    const polled = await poll(cursor);
    expect(new Set(keys(polled))).toEqual(new Set([...ids, late].map(String)));
    expect(reads).toBeGreaterThanOrEqual(3);
  });

  test('a closed ticket counts too: somebody may have been faster', async () => {
    const cursor = await seed();
    const id = await company().ticket();
    await company().desk('enzo', `/conversations/${id}`, {
      method: 'PATCH',
      body: { op: 'replace', path: '/status', value: 'closed' },
    });
    expect(keys(await poll(cursor))).toEqual([String(id)]);
  });

  test('one that an account of ours has started is an echo; one of a colleague is not', async () => {
    const cursor = await seed();
    const start = (agent: string) =>
      company().desk(agent, '/conversations', {
        body: {
          subject: `From ${agent}`,
          customer: { email: 'maya@lindgren-studio.example' },
          mailboxId: 301,
          type: 'email',
          status: 'active',
          threads: [{ type: 'reply', customer: { email: 'maya@lindgren-studio.example' }, text: 'Hello' }],
        },
      });
    await start('sam');
    await start('enzo');
    const { events } = await poll(cursor);
    expect(events.map(({ subject, echo }) => [subject, echo])).toEqual([
      ['From sam', true],
      ['From enzo', undefined],
    ]);
  });

  test('a poll that fails half-way gives nothing, and the next one from the same cursor gives all', async () => {
    const cursor = await seed();
    const ids = [];
    for (let n = 0; n < 30; n += 1) ids.push(String(await company().ticket(`Ticket ${n}`)));
    let reads = 0;
    connected.before = async (path) => {
      reads += path === '/v2/conversations' ? 1 : 0;
      if (reads === 2)
        await company().world.setFaults({
          vendor: 'helpscout',
          status429: { calls: 1, retryAfterSeconds: 9 },
        });
    };
    await expect(poll(cursor)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAt: company().clock.now() + 9_000,
    });
    connected.before = () => undefined;
    expect(keys(await poll(cursor))).toEqual(ids);
  });

  test('a web page in place of the list, or a broken key, is an error and never an empty list', async () => {
    const cursor = await seed();
    await company().world.setFaults({ vendor: 'helpscout', htmlInsteadOfJson: 1 });
    await expect(poll(cursor)).rejects.toMatchObject({ code: 'temporary' });
    await company().world.setFaults({ vendor: 'helpscout', revoked: ['sam'] });
    await expect(poll(cursor)).rejects.toMatchObject({ code: 'auth_revoked' });
  });

  test.each([-20, 20])('our own clock may be wrong by %i minutes', async (minutes) => {
    const off = { ...looks, clock: new ManualClock(company().clock.now() + minutes * 60_000) };
    const cursor = await runHelpscoutNewConversation.seed(off, config);
    company().clock.advance(60_000);
    off.clock.advance(60_000);
    const one = String(await company().ticket('One'));
    const first = await poll(cursor, off);
    expect(keys(first)).toEqual([one]);
    company().clock.advance(LATER);
    off.clock.advance(LATER);
    const two = String(await company().ticket('Two'));
    expect(keys(await poll(first.cursor, off))).toContain(two);
  });
});

describe('a reply of the customer', () => {
  const seed = () => runHelpscoutCustomerReplied.seed(looks, config);
  const poll = (cursor: Json) => runHelpscoutCustomerReplied.poll(looks, config, cursor);

  test('in an old ticket comes as one event; what was written before is none', async () => {
    const ticket = await company().ticket('Old', 'priya@ramanphysio.example');
    await company().world.answerTicket({ conversationId: ticket, text: 'Are you there?' });
    company().clock.advance(LATER);
    const cursor = await seed();
    company().clock.advance(60_000);
    const { threadId } = await company().world.answerTicket({
      conversationId: ticket,
      text: 'No thanks, please cancel.',
    });
    const { events } = await poll(cursor);
    expect(events).toMatchObject([
      {
        key: String(threadId),
        caseKey: `helpscout:conversation:${ticket}`,
        correlation: `helpscout:conversation:${ticket}:reply`,
        data: {
          ticket: { id: String(ticket) },
          customer: { name: 'Priya Raman' },
          reply: { id: String(threadId), text: 'No thanks, please cancel.' },
        },
      },
    ]);
  });

  test('the letter that opened a ticket is not a reply, nor is anything that agents write', async () => {
    const cursor = await seed();
    const ticket = await company().ticket();
    await runHelpscoutReply.run(connected.action(sam), {
      agent: 'sam',
      ticket: String(ticket),
      text: 'Hello',
    });
    await runHelpscoutNote.run(connected.action(sam), {
      agent: 'sam',
      ticket: String(ticket),
      text: 'Noted',
    });
    expect(keys(await poll(cursor))).toEqual([]);
  });

  test('two in the same second are two events, in their order, and stay the same two in the next poll', async () => {
    const ticket = await company().ticket();
    company().clock.advance(LATER);
    const cursor = await seed();
    const ids = [];
    for (const text of ['No.', 'I mean yes.'])
      ids.push(String((await company().world.answerTicket({ conversationId: ticket, text })).threadId));
    const first = await poll(cursor);
    expect(keys(first)).toEqual(ids);
    company().clock.advance(60_000);
    expect(keys(await poll(first.cursor))).toEqual(ids);
  });
});
