import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../app/base/json.ts';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { realClock } from '../../main/adapters/real-clock.ts';
import { hookDoor } from '../../main/hooks/hook-server.ts';
import { createVault } from '../../main/vault/vault.ts';
import { catalog } from '../../nodes/catalog.ts';
import { runners } from '../../nodes/runners.ts';
import { WORKSPACE } from '../../app/store/directives.ts';
import { addressOf, callAddress, sendJson } from '../drivers/webhook.ts';

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const vault = createVault(randomBytes(32));

/** When it is called, says in chat what it was called with. */
const flow = (config: JsonObject = {}, message: JsonObject = {}) =>
  flowOf(
    'Orders',
    [
      ['call', 'webhook', { path: 'orders', ...config }],
      [
        'tell',
        'slack.post-message',
        { agent: 'fin', channel: '#general', text: '{{body.order.id}}', ...message },
      ],
    ],
    ['call.next > tell'],
  );

async function openDesk(
  given: { readonly store?: ReturnType<typeof testStore>; readonly tools?: ScriptedTools } = {},
): Promise<TestHost> {
  const desk = open({
    tools: new ScriptedTools(catalog, runners),
    own: { hookDoor: hookDoor(realClock), secrets: vault },
    ...given,
  });
  await desk.addAgent('fin');
  await desk.host.start();
  return desk;
}
async function called(config: JsonObject = {}, message: JsonObject = {}) {
  const desk = await openDesk();
  const id = await desk.turnOn(flow(config, message));
  return { desk, id, address: await addressOf(desk.host, id) };
}
const order = (id: string) => ({ order: { id } });
const directive = (desk: TestHost, text: string) =>
  desk.host.api.directives.save({ owner: WORKSPACE, base: 0, directives: [{ id: 'd1', text, on: true }] });
const told = (desk: TestHost) => desk.tools.ledger.map((e) => String(e.input['text']));

describe('a call of an address', () => {
  test('that says of itself that it comes from a VIP has no better place in line', async () => {
    const { desk, address } = await called();
    await directive(desk, 'Treat messages from VIPs as urgent.');
    await sendJson(address, { ...order('1042'), customer: { vip: true, email: 'me@a.example' } });
    expect(desk.run().priority).toBe('normal');
  });

  test('starts a run with what it brings, and is answered when that is on the disk', async () => {
    const { desk, address } = await called();
    const answer = await sendJson(address, order('1042'));
    expect([answer.status, desk.runs().length]).toEqual([202, 1]);
    await desk.rest();
    expect(told(desk)).toEqual(['1042']);
  });

  test('may be a form; a name that comes twice is a list', async () => {
    const { desk, address } = await called({}, { text: '{{body.name}} wants {{body.size | join}}' });
    const answer = await callAddress(address, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'name=Pat+Lee&size=S&size=M',
    });
    await desk.rest();
    expect([answer.status, ...told(desk)]).toEqual([202, 'Pat Lee wants S, M']);
  });

  test('the same delivery starts one run and is answered the same, also by a host that was started anew', async () => {
    const store = testStore();
    const tools = new ScriptedTools(catalog, runners);
    const desk = await openDesk({ store, tools });
    const id = await desk.turnOn(flow());
    const address = await addressOf(desk.host, id);
    const send = () => sendJson(address, order('7'), { 'webhook-id': 'msg_1' });
    expect([(await send()).status, (await send()).status]).toEqual([202, 202]);
    await desk.rest();
    await desk.host.stop();
    await openDesk({ store, tools });
    expect((await send()).status).toBe(202);
    await desk.rest();
    expect(desk.runs()).toHaveLength(1);
    expect(told(desk)).toEqual(['7']);
  });

  test('without a name of the delivery, the same content counts once within the time that is set', async () => {
    const { desk, address } = await called({ same: '10m' });
    const sendAfter = async (ms: number): Promise<number> => {
      desk.clock.advance(ms);
      await sendJson(address, order('7'));
      return desk.runs().length;
    };
    // Where the clock stands when the first one comes must not matter.
    for (const begin of [0, 1, 300_000, 599_000]) {
      const before = await sendAfter(600_000 - (desk.clock.now() % 600_000) + 600_000 + begin);
      expect(await sendAfter(301_000)).toBe(before);
      expect(await sendAfter(298_000)).toBe(before);
      expect(await sendAfter(2_000)).toBe(before + 1);
    }
  });

  test('calls about the same thing join one case', async () => {
    const { desk, address } = await called({ about: 'order.id' });
    await sendJson(address, { ...order('7'), step: 1 });
    desk.clock.advance(1);
    await sendJson(address, { ...order('7'), step: 2 });
    desk.clock.advance(1);
    await sendJson(address, order('8'));
    const [first, second, third] = desk.runs();
    expect(first?.case).toBe(second?.case);
    expect(third?.case).not.toBe(first?.case);
    expect(desk.store.read.cases(10).map((c) => c.subject)).toContain('/orders: 7');
  });

  test('three hundred at once: each is taken once, and many share a commit', async () => {
    const { desk, address } = await called();
    let commits = 0;
    desk.store.onCommit(({ runs }) => (commits += runs.size > 0 ? 1 : 0));
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, n) => sendJson(address, order(String(n)))),
    );
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    await desk.until('all runs end', () => desk.store.read.runCount('ready') === 0);
    expect(new Set(told(desk)).size).toBe(300);
    expect(told(desk)).toHaveLength(300);
    // Taking in, intent and receipt of each run would be 900.
    expect(commits).toBeLessThan(450);
  });
});

describe('the secret of an address', () => {
  test('is in the vault only, and stays through publishing, pausing and a restart', async () => {
    const { desk, id, address } = await called();
    const secret = address.split('/').at(-1) ?? '';
    await desk.publish(id, flow({ same: '1h' }));
    await desk.host.api.flows.turnOff({ id });
    await desk.host.api.flows.turnOn({ id });
    expect(await addressOf(desk.host, id)).toBe(address);
    expect((await sendJson(address, order('1'))).status).toBe(202);
    const kept = JSON.stringify([
      desk.store.read.triggers(),
      desk.store.read.audit(100),
      await desk.host.api.flows.get({ id }),
      await desk.host.api.hooks.get({ flow: id, path: 'orders' }),
    ]);
    expect(kept).toContain('hook_address_shown');
    expect(kept).not.toContain(secret);
  });

  test('once renewed, the old one leads nowhere', async () => {
    const { desk, id, address } = await called();
    const renewed = await addressOf(desk.host, id, 'orders', true);
    expect(renewed).not.toBe(address);
    expect((await sendJson(address, order('1'))).status).toBe(404);
    expect((await sendJson(renewed, order('1'))).status).toBe(202);
  });

  test('two flows with the same name for it are told apart', async () => {
    const { desk, address } = await called();
    const other = await desk.turnOn({ ...flow({}, { channel: '#other' }), name: 'Other' });
    await sendJson(await addressOf(desk.host, other), order('2'));
    await sendJson(address, order('1'));
    await desk.rest();
    expect(desk.tools.ledger.map((e) => [e.input['channel'], e.input['text']])).toEqual([
      ['#other', '2'],
      ['#general', '1'],
    ]);
  });
});

describe('a signed call', () => {
  const KEY = 'the key of the caller';
  const sign = (body: string, as: 'hex' | 'base64') => createHmac('sha256', KEY).update(body).digest(as);
  const body = JSON.stringify(order('9'));
  test.each([
    ['hex', `sha256=${sign(body, 'hex')}`, 202],
    ['hex', sign(body, 'hex').toUpperCase(), 202],
    ['base64', sign(body, 'base64'), 202],
    ['hex', sign(`${body} `, 'hex'), 401],
    ['hex', sign(body, 'base64'), 401],
    ['hex', '', 401],
    ['base64', sign(body, 'base64').toLowerCase(), 401],
  ] as const)('%s, %s: %i', async (signed, signature, status) => {
    const { desk, id, address } = await called({ signed, signatureHeader: 'X-Signed' });
    await desk.host.api.hooks.setSigningKey({ flow: id, path: 'orders', key: KEY });
    const answer = await callAddress(address, {
      headers: { 'content-type': 'application/json', 'x-signed': signature },
      body,
    });
    expect([answer.status, desk.runs().length]).toEqual([status, status === 202 ? 1 : 0]);
  });

  test('is refused while there is no key, and the trigger says so', async () => {
    const { desk, id, address } = await called({ signed: 'hex' });
    const answer = await sendJson(address, order('1'));
    expect([answer.status, Number(answer.headers['retry-after']) > 0]).toEqual([503, true]);
    const [trigger] = (await desk.host.api.flows.get({ id })).triggers;
    expect(trigger?.problem?.sentence).toMatch(/no key/);
    expect(desk.runs()).toEqual([]);
  });
});

describe('when no call can be taken', () => {
  test('a flow that is off says when to come again, and starts nothing', async () => {
    const { desk, id, address } = await called();
    await desk.turnOn({ ...flow({ path: 'other' }), name: 'Other' });
    await desk.host.api.flows.turnOff({ id });
    const answer = await sendJson(address, order('1'));
    expect([answer.status, answer.headers['retry-after'], desk.runs().length]).toEqual([503, '60', 0]);
  });

  test('with every flow off the door is shut', async () => {
    const { desk, id, address } = await called();
    await desk.host.api.flows.turnOff({ id });
    await desk.rest();
    await expect(sendJson(address, order('1'))).rejects.toThrow(/ECONNREFUSED/);
    await desk.host.api.flows.turnOn({ id });
    expect((await sendJson(address, order('1'))).status).toBe(202);
  });

  test('more calls than were allowed in a minute are told to come later', async () => {
    const { desk, address } = await called({ perMinute: 4 });
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push(await sendJson(address, order(String(n))));
    expect(answers.map(({ status }) => status)).toEqual([202, 429, 429]);
    const wait = Number(answers[1]?.headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    desk.clock.advance(wait * 1_000);
    expect((await sendJson(address, order('later'))).status).toBe(202);
  });

  test('while everything is stopped calls are kept, up to the high-water mark, and run afterwards', async () => {
    const { desk, address } = await called();
    await desk.host.api.control.stopAll();
    expect((await sendJson(address, order('1'))).status).toBe(202);
    await desk.rest();
    expect(told(desk)).toEqual([]);
    await desk.store.write('test', (tx) => {
      const [run] = tx.runsIn('ready', 1);
      for (let n = 0; n < 2_000; n += 1) if (run) tx.addRun({ ...run, id: `run_more${n}` as never }); // any text will do
    });
    const full = await sendJson(address, order('2'));
    expect([full.status, full.headers['retry-after']]).toEqual([503, '2']);
    await desk.store.write('test', (tx) => {
      for (const run of tx.runsIn('ready', 3_000))
        if (run.id.startsWith('run_more')) tx.putRun({ ...run, status: 'stopped' });
    });
    await desk.host.api.control.resume();
    await desk.rest();
    expect(told(desk)).toEqual(['1']);
  });
});

describe('a call that reports an event', () => {
  /** A call of /orders starts a run that waits for its parcel; a call of /parcels reports that one came. */
  const parcels = (config: JsonObject = {}, message: JsonObject = {}) =>
    flowOf(
      'Parcels',
      [
        ['call', 'webhook', { path: 'orders' }],
        [
          'news',
          'webhook',
          { path: 'parcels', does: 'report', event: 'parcel-delivered', ...config, eventAbout: 'order' },
        ],
        ['first', 'wait-for-time', { how: 'for', length: '1h' }],
        ['wait', 'wait-for-event', { name: 'parcel-delivered', about: '{{body.order.id}}', timeLimit: '9d' }],
        [
          'tell',
          'slack.post-message',
          { agent: 'fin', channel: '#general', text: '{{event.data.at}}', ...message },
        ],
      ],
      ['call.next > first', 'first.next > wait', 'wait.event > tell'],
    );
  async function waiting(config: JsonObject = {}, message: JsonObject = {}) {
    const desk = await openDesk();
    const id = await desk.turnOn(parcels(config, message));
    const orders = await addressOf(desk.host, id);
    const news = await addressOf(desk.host, id, 'parcels');
    await sendJson(orders, order('7'));
    await desk.until('it waits for the time', () => desk.runs()[0]?.waitingFor === 'time');
    const toWait = async () => {
      await desk.advance(61 * 60_000);
      await desk.rest();
    };
    return { desk, orders, news, toWait };
  }

  test('wakes the run that waits for this very thing, once, and starts none', async () => {
    const { desk, news, toWait } = await waiting();
    await toWait();
    expect(desk.runs()[0]?.waitingFor).toBe('event');
    expect((await sendJson(news, { order: '8', at: 'elsewhere' })).status).toBe(202);
    await desk.rest();
    expect(told(desk)).toEqual([]);
    for (const _ of [1, 2])
      expect((await sendJson(news, { order: '7', at: 'door' }, { 'webhook-id': 'm1' })).status).toBe(202);
    await desk.rest();
    expect([told(desk), desk.runs().map((run) => run.status)]).toEqual([['door'], ['done']]);
  });

  test('is kept until a run comes to its wait: oldest first, a repeated one not twice', async () => {
    const { desk, orders, news, toWait } = await waiting();
    const send = (at: string, id: string) => sendJson(news, { order: '7', at }, { 'webhook-id': id });
    await send('first', 'm1');
    await send('first', 'm1');
    await send('second', 'm2');
    await sendJson(orders, { ...order('7'), again: true });
    await desk.rest();
    await toWait();
    expect(told(desk).toSorted()).toEqual(['first', 'second']);
    expect(desk.store.read.cases(10).filter((c) => c.status === 'open')).toEqual([]);
  });

  test('that does not say what it is about is refused, and changes nothing', async () => {
    const { desk, news, toWait } = await waiting();
    await toWait();
    const answer = await sendJson(news, { at: 'door' });
    expect([answer.status, answer.text.includes('order')]).toEqual([422, true]);
    expect(desk.runs()[0]?.waitingFor).toBe('event');
  });

  test('gives no address that an action would go to without a question', async () => {
    const desk = await openDesk();
    const id = await desk.turnOn(
      flowOf(
        'Parcels',
        [
          ['new', 'helpscout.new-conversation', { agent: 'fin', mailbox: '' }],
          ['news', 'webhook', { path: 'parcels', does: 'report', event: 'paid', eventAbout: 'ticket' }],
          ['wait', 'wait-for-event', { name: 'paid', about: '{{ticket.id}}' }],
          ['tell', 'slack.post-message', { agent: 'fin', channel: '{{event.data.channel}}', text: 'paid' }],
        ],
        ['new.next > wait', 'wait.event > tell'],
      ),
    );
    desk.tools.offer('helpscout.new-conversation', ticketEvent('7', { at: desk.clock.now(), text: 'Help' }));
    await desk.advance(61_000);
    await desk.until('it waits', () => desk.runs()[0]?.waitingFor === 'event');
    await sendJson(await addressOf(desk.host, id, 'parcels'), { ticket: '7', channel: '#everyone' });
    await desk.rest();
    expect(desk.tools.ledger).toEqual([]);
    expect((await desk.card()).reason).toMatch(/Channel/);
  });
});

describe('the port', () => {
  const portOf = (address: string) => Number(new URL(address).port);
  const freePort = async (): Promise<number> => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const at = probe.address();
    await new Promise((resolve) => probe.close(resolve));
    return typeof at === 'object' && at !== null ? at.port : 0;
  };

  test('can be chosen: the old one is shut at once, and addresses name the new one, also after a restart', async () => {
    const { desk, id, address } = await called();
    const port = await freePort();
    await desk.host.api.hooks.choosePort({ port });
    expect(await desk.host.api.hooks.state()).toMatchObject({ port, isOpen: true, problem: null });
    await expect(sendJson(address, order('1'))).rejects.toThrow(/ECONNREFUSED/);
    const moved = await addressOf(desk.host, id);
    expect(moved).toBe(address.replace(String(portOf(address)), String(port)));
    expect((await sendJson(moved, order('1'))).status).toBe(202);
    expect(JSON.stringify(desk.store.read.audit(10))).toContain('hook_port_chosen');
  });

  test('that another program has is refused in a sentence, and the old one stays', async () => {
    const { desk, address } = await called();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const at = other.address();
    const port = typeof at === 'object' && at !== null ? at.port : 0;
    await expect(desk.host.api.hooks.choosePort({ port })).rejects.toMatchObject({
      code: 'port_taken',
      message: `Another program has port ${port}.`,
    });
    expect((await sendJson(address, order('1'))).status).toBe(202);
    expect((await desk.host.api.hooks.state()).port).toBe(portOf(address));
    await new Promise((resolve) => other.close(resolve));
  });

  test('chosen while no flow is on, it is not opened before one is', async () => {
    const { desk, id } = await called();
    await desk.host.api.flows.turnOff({ id });
    const port = await freePort();
    await desk.host.api.hooks.choosePort({ port });
    expect((await desk.host.api.hooks.state()).isOpen).toBe(false);
    const address = await addressOf(desk.host, id);
    await expect(sendJson(address, order('1'))).rejects.toThrow(/ECONNREFUSED/);
    await desk.host.api.flows.turnOn({ id });
    expect((await sendJson(address, order('1'))).status).toBe(202);
  });
});

test('a port that another program has is said to be taken, and taken back once it is free', async () => {
  const { desk, id, address } = await called();
  await desk.host.api.flows.turnOff({ id });
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(Number(new URL(address).port), '127.0.0.1', resolve));
  await desk.host.api.flows.turnOn({ id });
  const problem = async () => (await desk.host.api.flows.get({ id })).triggers[0]?.problem;
  expect((await problem())?.code).toBe('port_taken');
  await new Promise((resolve) => other.close(resolve));
  await desk.advance(15_000);
  await desk.host.api.flows.get({ id });
  await expect.poll(problem).toBeNull();
  expect((await sendJson(address, order('1'))).status).toBe(202);
});

test('an address that only the caller named raises an action to a question', async () => {
  const { desk, address } = await called({}, { channel: '{{body.channel}}' });
  await sendJson(address, { ...order('1'), channel: '#everyone' });
  await desk.rest();
  expect(told(desk)).toEqual([]);
  expect((await desk.card()).reason).toMatch(/Channel/);
});

test('the trigger shows when it was called last', async () => {
  const { desk, id, address } = await called();
  desk.clock.advance(5_000);
  await sendJson(address, order('1'));
  const [trigger] = (await desk.host.api.flows.get({ id })).triggers;
  expect([trigger?.state, trigger?.lastNewAt, trigger?.nextPollAt]).toEqual(['on', desk.clock.now(), null]);
});
