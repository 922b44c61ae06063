import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runGoogleCreateEvent } from '../../nodes/actions/google-create-event/run.ts';
import { runHelpscoutAssign } from '../../nodes/actions/helpscout-assign/run.ts';
import { runHelpscoutNote } from '../../nodes/actions/helpscout-note/run.ts';
import { runHelpscoutReply } from '../../nodes/actions/helpscout-reply/run.ts';
import { runHelpscoutTag } from '../../nodes/actions/helpscout-tag/run.ts';
import { runHubspotAddNote } from '../../nodes/actions/hubspot-add-note/run.ts';
import { runHubspotFindContact } from '../../nodes/actions/hubspot-find-contact/run.ts';
import { runSlackPostMessage } from '../../nodes/actions/slack-post-message/run.ts';
import { runStripeApplyOffer } from '../../nodes/actions/stripe-apply-offer/run.ts';
import { runStripeCancelSubscription } from '../../nodes/actions/stripe-cancel-subscription/run.ts';
import { runStripeFindCustomer } from '../../nodes/actions/stripe-find-customer/run.ts';
import { runStripeRefund } from '../../nodes/actions/stripe-refund/run.ts';
import { openDesk } from '../../nodes/connections/helpscout/client.ts';
import { Connected } from './connected.ts';

const EVENT = {
  agent: 'sam',
  calendar: 'primary',
  title: 'Call back',
  start: '2026-11-20T10:00',
  minutes: 30,
  zone: 'UTC',
};
let connected: Connected;
let ticket: string;
beforeAll(async () => {
  connected = await Connected.open();
});
beforeEach(async () => {
  await connected.company.world.reset();
  connected.exchanges.length = 0;
  ticket = String(await connected.company.ticket());
});
afterAll(() => connected.close());
const world = () => connected.company.world;
const shownTicket = async () => (await world().desk()).tickets.find(({ id }) => String(id) === ticket);

describe('connecting', () => {
  test('each tool says who the account is', async () => {
    expect((await connected.connect('fin', 'helpscout')).account).toEqual({
      vendorUserId: '522',
      name: 'Fin',
      email: 'fin@harbourpine.example',
    });
    expect((await connected.connect('fin', 'slack')).account).toEqual({
      vendorUserId: 'U0HPFINBOT',
      name: 'fin in Harbour & Pine',
    });
    expect((await connected.connect('fin', 'stripe')).account?.name).toMatch(
      /^Restricted key …[a-z0-9]{4}, test mode$/,
    );
    expect((await connected.connect('iris', 'google')).account).toEqual({
      vendorUserId: 'iris@harbourpine.example',
      name: 'Iris',
      email: 'iris@harbourpine.example',
    });
    expect((await connected.connect('fin', 'hubspot')).account).toEqual({
      vendorUserId: '4100522',
      name: 'Private app 4100522 in account 24801001',
    });
  });

  test.each([
    ['helpscout', { clientId: 'a', clientSecret: 'b' }, 'auth_revoked'],
    ['slack', { token: 'xoxb-nonsense' }, 'auth_expired'],
    ['stripe', { key: 'rk_test_nonsense' }, 'auth_revoked'],
    ['google', { clientId: 'a', clientSecret: 'b', refreshToken: 'c' }, 'auth_revoked'],
    ['hubspot', { token: 'pat-nonsense' }, 'auth_revoked'],
  ] as const)(
    '%s: a wrong key is an error that tells where to enter a new one',
    async (tool, secrets, code) => {
      await expect(connected.connect('sam', tool, secrets)).rejects.toMatchObject({
        code,
        fix: 'Enter a new one in Connections.',
      });
    },
  );

  test.each([
    ['helpscout', 'sam'],
    ['slack', 'sam'],
    ['stripe', 'sam'],
    ['google', 'sam'],
    ['hubspot', 'sam'],
  ] as const)('%s: a key taken back later is noticed by the next call', async (tool, agent) => {
    const connection = await connected.connect(agent, tool);
    await world().setFaults({ vendor: tool, revoked: [agent] });
    await expect(connected.connect(agent, tool)).rejects.toMatchObject({ code: 'auth_revoked' });
    const change = {
      helpscout: () => runHelpscoutNote.run(connected.action(connection), { agent, ticket, text: 'x' }),
      slack: () =>
        runSlackPostMessage.run(connected.action(connection), { agent, channel: '#support', text: 'x' }),
      stripe: () =>
        runStripeApplyOffer.run(connected.action(connection), {
          agent,
          subscription: 'sub_HPpriya',
          coupon: 'RETENTION20',
        }),
      google: () => runGoogleCreateEvent.run(connected.action(connection), EVENT),
      hubspot: () =>
        runHubspotAddNote.run(connected.action(connection), { agent, contact: '20003', text: 'x' }),
    };
    await expect(change[tool]()).rejects.toMatchObject({ code: 'auth_revoked' });
  });

  test('Help Scout: many calls at once sign in once, and a token that has run out is replaced without a word', async () => {
    const connection = connected.unchecked('sam', 'helpscout');
    const desk = openDesk(connection, connected.action(connection));
    const signIns = () => connected.exchanges.filter(({ path }) => path === '/v2/oauth2/token').length;
    await Promise.all([desk.get('/users/me'), desk.get('/tags'), desk.get('/mailboxes')]);
    expect(signIns()).toBe(1);
    connected.company.clock.advance(2 * 86_400_000);
    await desk.get('/users/me');
    expect(signIns()).toBe(2);
    // Taken back before its time: the call was refused before it was begun, so it is made again with a new token.
    connection.memo.set('token', { value: 'stolen', until: connected.company.clock.now() + 60_000 });
    expect(await desk.get('/users/me')).toMatchObject({ id: 521 });
    expect(signIns()).toBe(3);
  });

  test.each(['helpscout', 'slack', 'stripe', 'google', 'hubspot'] as const)(
    '%s: a pause that is asked for is kept to the second',
    async (tool) => {
      const connection = await connected.connect('sam', tool);
      await world().setFaults({ vendor: tool, status429: { calls: 1, retryAfterSeconds: 42 } });
      const retryAt = connected.company.clock.now() + 42_000;
      const read = {
        helpscout: () =>
          runHelpscoutNote.run(connected.action(connection), { agent: 'sam', ticket, text: 'x' }),
        slack: () =>
          runSlackPostMessage.run(connected.action(connection), {
            agent: 'sam',
            channel: '#support',
            text: 'x',
          }),
        stripe: () =>
          runStripeFindCustomer.run(connected.action(connection), {
            agent: 'sam',
            email: 'maya@lindgren-studio.example',
          }),
        google: () => runGoogleCreateEvent.run(connected.action(connection), EVENT),
        hubspot: () =>
          runHubspotFindContact.run(connected.action(connection), {
            agent: 'sam',
            email: 'maya@lindgren-studio.example',
          }),
      };
      await expect(read[tool]()).rejects.toMatchObject({ code: 'rate_limited', retryAt });
    },
  );
});

describe('Help Scout', () => {
  test('a reply reaches the customer as it was written, whatever characters it has', async () => {
    const sam = await connected.connect('sam', 'helpscout');
    const text = 'Hello Maya,\n\n  2 < 3 & "so on" <script>alert(1)</script>\n\nSam';
    const { closed } = await runHelpscoutReply.run(connected.action(sam), {
      agent: 'sam',
      ticket,
      text,
      close: true,
    });
    expect(closed).toBe(true);
    const shown = await shownTicket();
    expect(shown?.status).toBe('closed');
    const reply = shown?.threads.find(({ kind }) => kind === 'reply');
    expect(reply?.who).toEqual({ kind: 'agent', name: 'Sam', agent: 'sam' });
    expect(reply?.text.replaceAll(/\s+/g, ' ')).toBe(text.replaceAll(/\s+/g, ' '));
  });

  test('tags that are there stay, and one that is there already is not written again', async () => {
    const sam = await connected.connect('sam', 'helpscout');
    const tag = (...tags: string[]) =>
      runHelpscoutTag.run(connected.action(sam), { agent: 'sam', ticket, tags });
    await tag('Billing');
    expect(await tag('refund', 'billing')).toEqual({ ticket, tags: ['billing', 'refund'] });
    await tag('REFUND');
    expect((await shownTicket())?.tags).toEqual(['billing', 'refund']);
    expect(connected.company.effects({ kind: 'tags set' })).toHaveLength(2);
  });

  test('a ticket is given to the one who is meant, by name or address; nobody is guessed', async () => {
    const sam = await connected.connect('sam', 'helpscout');
    const assign = (person: string) =>
      runHelpscoutAssign.run(connected.action(sam), { agent: 'sam', ticket, person });
    expect(await assign('  ravi NAIR ')).toEqual({ ticket, person: 'Ravi Nair' });
    expect((await shownTicket())?.assignedTo).toEqual({ kind: 'person', name: 'Ravi Nair' });
    await expect(assign('Ravi')).rejects.toMatchObject({ code: 'tool_not_found' });
    await assign('dana@harbourpine.example');
    expect((await shownTicket())?.assignedTo?.name).toBe('Dana Whitfield');
  });

  test('a ticket that is not there, or is no ticket at all, is said to be so', async () => {
    const sam = await connected.connect('sam', 'helpscout');
    const note = (id: string) =>
      runHelpscoutNote.run(connected.action(sam), { agent: 'sam', ticket: id, text: 'x' });
    await expect(note('123')).rejects.toMatchObject({ code: 'tool_not_found' });
    await expect(note('12/../users')).rejects.toMatchObject({ code: 'tool_invalid' });
    expect(connected.company.effects()).toEqual([]);
  });
});

describe('Slack', () => {
  test('a text cannot call out to a channel or hide a link', async () => {
    const sam = await connected.connect('sam', 'slack');
    await runSlackPostMessage.run(connected.action(sam), {
      agent: 'sam',
      channel: '#support',
      text: '<!channel> & <https://evil.example|click>',
    });
    const [entry] = connected.company.practice.ledger({ kind: 'message posted' });
    expect(entry?.body).toMatchObject({
      text: '&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;',
      unfurl_links: false,
    });
  });

  test('a channel or colleague that is not there is said to be so, in plain words', async () => {
    const sam = await connected.connect('sam', 'slack');
    const post = (channel: string) =>
      runSlackPostMessage.run(connected.action(sam), { agent: 'sam', channel, text: 'x' });
    await expect(post('#nowhere')).rejects.toMatchObject({
      code: 'tool_not_found',
      message: 'Slack has no channel of this name that this account can see.',
    });
    await expect(post('nobody@harbourpine.example')).rejects.toMatchObject({ code: 'tool_not_found' });
    expect(connected.company.effects()).toEqual([]);
  });
});

describe('Stripe', () => {
  const find = async (email: string) =>
    runStripeFindCustomer.run(connected.action(await connected.connect('fin', 'stripe')), {
      agent: 'fin',
      email,
    });

  test('a look-up gives the charges with what they were for, so that the right one can be chosen', async () => {
    const maya = await find('Maya@Lindgren-Studio.example');
    expect(maya).toMatchObject({
      found: true,
      customer: { name: 'Maya Lindgren', vip: false, accountManager: 'Dana Whitfield' },
      subscription: {
        id: 'sub_HPmaya',
        plan: 'Team',
        status: 'active',
        amount: 7_900,
        currency: 'usd',
        contractUntil: '',
      },
    });
    expect(maya.charges.filter(({ amount }) => amount === 4_000)).toMatchObject([
      { id: 'ch_HPmayaReminders', description: 'Text reminders add-on, set-up', refunded: 0 },
    ]);
  });

  test('it tells a VIP, a running contract, a subscription that is over, and nobody apart', async () => {
    expect((await find('eleanor@vossandwhitby.example')).customer.vip).toBe(true);
    expect((await find('grace@adeyemidesign.example')).subscription.contractUntil).toMatch(
      /^2027-\d\d-\d\d$/,
    );
    expect((await find('priya@ramanphysio.example')).subscription).toMatchObject({
      contractUntil: '',
      cancelsAtPeriodEnd: false,
    });
    expect((await find('ben@halloranfitness.example')).subscription.status).toBe('canceled');
    expect(await find('nobody@example.com')).toMatchObject({ found: false, charges: [] });
    await expect(find('not an address')).rejects.toMatchObject({ code: 'tool_invalid' });
  });

  test('a refund names who made it and who approved it, where the operator of Stripe sees it', async () => {
    const fin = await connected.connect('fin', 'stripe');
    await runStripeRefund.run(connected.action(fin, 'op-340', 'Ravi Nair'), {
      agent: 'fin',
      charge: 'ch_HPtomBusiness',
      amount: 34_000,
      currency: 'usd',
      reason: 'Wrong plan.',
    });
    expect((await world().billing()).refunds[0]).toMatchObject({
      charge: 'ch_HPtomBusiness',
      amount: 34_000,
      approvedBy: 'Ravi Nair',
      madeBy: { agent: 'fin' },
    });
    expect(connected.company.practice.ledger({ kind: 'refund made' })).toMatchObject([
      { idempotencyKey: 'op-340', body: { metadata: { sw_op: 'op-340', sw_reason: 'Wrong plan.' } } },
    ]);
  });

  test('what cannot be refunded is refused before anything moves', async () => {
    const fin = await connected.connect('fin', 'stripe');
    const sam = await connected.connect('sam', 'stripe');
    const refund = (more: object, connection = fin, opKey = JSON.stringify(more)) =>
      runStripeRefund.run(connected.action(connection, opKey), {
        agent: 'fin',
        charge: 'ch_HPmayaReminders',
        amount: 4_000,
        currency: 'usd',
        ...more,
      });
    await expect(refund({ amount: 4_001 })).rejects.toMatchObject({
      code: 'tool_invalid',
      message: expect.stringContaining('$40.01') as unknown,
    });
    await expect(refund({ currency: 'eur' })).rejects.toMatchObject({
      code: 'tool_invalid',
      message: 'This charge is in USD, not in EUR, so nothing was refunded.',
    });
    await expect(refund({ charge: 'ch_none' })).rejects.toMatchObject({ code: 'tool_not_found' });
    await expect(refund({ charge: 'ch_x/../../subscriptions' })).rejects.toMatchObject({
      code: 'tool_invalid',
    });
    await expect(refund({}, sam, 'op-sam')).rejects.toMatchObject({ code: 'scope_missing' });
    expect(connected.company.effects()).toEqual([]);
  });

  test('the same step with another amount is never done a second time', async () => {
    const fin = await connected.connect('fin', 'stripe');
    const refund = (amount: number) =>
      runStripeRefund.run(connected.action(fin, 'op-same'), {
        agent: 'fin',
        charge: 'ch_HPmayaReminders',
        amount,
        currency: 'usd',
      });
    await refund(1_000);
    await expect(refund(2_000)).rejects.toMatchObject({ code: 'internal' });
    expect(connected.company.practice.ledger().map(({ amount }) => amount)).toEqual([1_000]);
  });

  test('an offer that the customer already has is not given a second time', async () => {
    const sam = await connected.connect('sam', 'stripe');
    const offer = (opKey: string, coupon = 'RETENTION20') =>
      runStripeApplyOffer.run(connected.action(sam, opKey), {
        agent: 'sam',
        subscription: 'sub_HPpriya',
        coupon,
      });
    await offer('op-a');
    await expect(offer('op-b')).rejects.toMatchObject({ code: 'tool_conflict' });
    await expect(offer('op-c', 'NOTHING')).rejects.toMatchObject({ code: 'tool_not_found' });
    expect(connected.company.effects()).toEqual(['discount given']);
    expect(
      (await world().billing()).customers.find(({ name }) => name === 'Priya Raman')?.subscription?.discount,
    ).toBe('20% off for 3 months');
  });

  test('a cancellation at the end of the period says when that is; one at once is over now', async () => {
    const sam = await connected.connect('sam', 'stripe');
    const cancel = (subscription: string, when: 'period-end' | 'now') =>
      runStripeCancelSubscription.run(connected.action(sam, `op-${when}`), {
        agent: 'sam',
        subscription,
        when,
      });
    const [priya] = (await world().billing()).customers.filter(({ name }) => name === 'Priya Raman');
    const later = await cancel('sub_HPpriya', 'period-end');
    expect(later).toEqual({
      subscription: 'sub_HPpriya',
      status: 'active',
      endsAt: new Date(priya?.subscription?.periodEnd ?? 0).toISOString().replace('.000Z', 'Z'),
    });
    expect(await cancel('sub_HPmarcus', 'now')).toMatchObject({
      status: 'canceled',
      endsAt: new Date(connected.company.clock.now()).toISOString().replace('.000Z', 'Z'),
    });
    expect(connected.company.effects()).toEqual(['subscription set to end', 'subscription cancelled']);
  });
});
