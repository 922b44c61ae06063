import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PracticeTool } from '../../app/kit/define.ts';
import type { JsonObject } from '../../app/base/json.ts';
import type { ConnectionHandle } from '../../app/kit/implement.ts';
import type { AnyActionRunner } from '../../app/kit/runners.ts';
import { catalog } from '../../nodes/catalog.ts';
import { runners } from '../../nodes/runners.ts';
import { Connected } from './connected.ts';

let connected: Connected;
let ticket: string;
beforeAll(async () => {
  connected = await Connected.open();
});
beforeEach(async () => {
  await connected.company.world.reset();
  ticket = String(await connected.company.ticket());
});
afterAll(() => connected.close());

/** What each action is asked to do, and what the ledger calls it. */
const CASES: readonly { type: string; agent: string; effect: string; input: () => JsonObject }[] = [
  {
    type: 'helpscout.reply',
    agent: 'sam',
    effect: 'reply sent',
    input: () => ({ ticket, text: 'Hello Maya,\n\n2 < 3 & so on.' }),
  },
  {
    type: 'helpscout.note',
    agent: 'sam',
    effect: 'note added',
    input: () => ({ ticket, text: 'Called her.' }),
  },
  { type: 'helpscout.tag', agent: 'sam', effect: 'tags set', input: () => ({ ticket, tags: ['billing'] }) },
  {
    type: 'helpscout.assign',
    agent: 'sam',
    effect: 'conversation assigned',
    input: () => ({ ticket, person: 'Lee Okafor' }),
  },
  { type: 'helpscout.close', agent: 'sam', effect: 'status changed', input: () => ({ ticket }) },
  {
    type: 'slack.post-message',
    agent: 'sam',
    effect: 'message posted',
    input: () => ({ channel: '#support', text: 'See <ticket> & answer.' }),
  },
  {
    type: 'slack.post-message',
    agent: 'fin',
    effect: 'message posted',
    input: () => ({ channel: 'C0HPBILLING', text: 'By its id.' }),
  },
  {
    type: 'stripe.refund',
    agent: 'fin',
    effect: 'refund made',
    input: () => ({ charge: 'ch_HPmayaReminders', amount: 4_000, currency: 'usd' }),
  },
  {
    type: 'stripe.apply-offer',
    agent: 'sam',
    effect: 'discount given',
    input: () => ({ subscription: 'sub_HPpriya', coupon: 'RETENTION20' }),
  },
  {
    type: 'stripe.cancel-subscription',
    agent: 'sam',
    effect: 'subscription set to end',
    input: () => ({ subscription: 'sub_HPpriya', when: 'period-end' }),
  },
  {
    type: 'stripe.cancel-subscription',
    agent: 'sam',
    effect: 'subscription cancelled',
    input: () => ({ subscription: 'sub_HPpriya', when: 'now' }),
  },
  {
    type: 'google.create-account',
    agent: 'iris',
    effect: 'account created',
    input: () => ({ email: 'jo.park@harbourpine.example', first: 'Jo', last: 'Park' }),
  },
  {
    type: 'google.add-to-group',
    agent: 'iris',
    effect: 'group joined',
    input: () => ({ email: 'dana@harbourpine.example', group: 'support-team@harbourpine.example' }),
  },
  {
    type: 'google.assign-licence',
    agent: 'iris',
    effect: 'licence given',
    input: () => ({ email: 'lee@harbourpine.example', licence: '1010330003' }),
  },
  {
    type: 'google.buy-licences',
    agent: 'pia',
    effect: 'licences bought',
    input: () => ({ licence: '1010020028', more: 1, bought: 8 }),
  },
  {
    type: 'google.suspend-account',
    agent: 'iris',
    effect: 'account suspended',
    input: () => ({ email: 'mia@harbourpine.example' }),
  },
  {
    type: 'google.create-event',
    agent: 'cleo',
    effect: 'event created',
    input: () => ({
      calendar: 'lee@harbourpine.example',
      title: 'Welcome, Jo',
      start: '2026-11-20T10:00',
      minutes: 30,
      zone: 'Europe/London',
      guests: 'mia@harbourpine.example',
      invite: true,
    }),
  },
  {
    type: 'google.move-event',
    agent: 'cleo',
    effect: 'event changed',
    input: () => ({
      calendar: 'lee@harbourpine.example',
      event: 'hp0support0standup1',
      from: '2026-11-13T09:30',
      start: '2026-11-13T11:00',
      zone: 'UTC',
      tell: true,
    }),
  },
  {
    type: 'hubspot.update-contact',
    agent: 'sam',
    effect: 'contact changed',
    input: () => ({ contact: '20003', property: 'lifecyclestage', value: 'evangelist' }),
  },
  {
    type: 'hubspot.add-note',
    agent: 'sam',
    effect: 'contact note added',
    input: () => ({ contact: '20003', text: 'Asked & answered: 1 < 2.' }),
  },
  {
    type: 'hubspot.create-task',
    agent: 'sam',
    effect: 'task created',
    input: () => ({ contact: '20003', title: 'Call Priya', days: 1 }),
  },
];

const runnerOf = (type: string): AnyActionRunner => {
  const runner = runners.action(type);
  if (!runner) throw new Error(`There is no action ${type}.`);
  return runner;
};
const look = (runner: AnyActionRunner, connection: ConnectionHandle, input: JsonObject, since: number) => {
  if (!runner.find) throw new Error('This action cannot look for what it did.');
  return runner.find(connected.action(connection), input, since);
};

// Mail has no practice counterpart: `tests/integration/mail.test.ts` tries it against real servers.
test('every action that changes something is tried here', () => {
  const changing = catalog.all.flatMap((definition) =>
    definition.kind === 'action' &&
    definition.tool !== 'mail' &&
    definition.effect(definition.sample.input) !== 'read'
      ? [definition.type]
      : [],
  );
  expect(new Set(CASES.map(({ type }) => type))).toEqual(new Set(changing));
});

describe.each(CASES)('$type: $effect', ({ type, agent, effect, input }) => {
  const runner = runnerOf(type);
  const vendor = runner.definition.tool as PracticeTool; // the runners below are all of tools with a practice counterpart
  const effects = () => connected.company.effects({ vendor }).filter((kind) => kind === effect);

  test('is done once, and gives what its definition promises', async () => {
    const connection = await connected.connect(agent, vendor);
    const output = await runner.run(connected.action(connection), { agent, ...input() });
    expect(runner.definition.output.parse(output)).toEqual(output);
    expect(effects()).toEqual([effect]);
  });

  test('when the answer is lost, it is found again and not done twice', async () => {
    const connection = await connected.connect(agent, vendor);
    const since = connected.company.clock.now();
    await connected.company.world.setFaults({ vendor, cutAfterCommit: 1 });
    await expect(runner.run(connected.action(connection), { agent, ...input() })).rejects.toMatchObject({
      code: 'unknown_outcome',
    });
    connected.company.clock.advance(5_000);
    const found = await look(runner, connection, { agent, ...input() }, since);
    expect(found.found).toBe('yes');
    if (found.found === 'yes') expect(runner.definition.output.parse(found.output)).toEqual(found.output);
    // Tools that keep our key are simply asked again with it.
    if (runner.definition.idempotency === 'key')
      await runner.run(connected.action(connection), { agent, ...input() });
    expect(effects()).toEqual([effect]);
  });

  test('when the line broke before anything was done, it is not found, and doing it again does it once', async () => {
    const connection = await connected.connect(agent, vendor);
    const since = connected.company.clock.now();
    await connected.company.world.setFaults({ vendor, cutBeforeCommit: 1 });
    await expect(runner.run(connected.action(connection), { agent, ...input() })).rejects.toMatchObject({
      code: 'unknown_outcome',
    });
    connected.company.clock.advance(5_000);
    expect(await look(runner, connection, { agent, ...input() }, since)).toEqual({ found: 'no' });
    await runner.run(connected.action(connection), { agent, ...input() });
    expect(effects()).toEqual([effect]);
  });

  test('a web page or an error in place of the answer is never taken for success', async () => {
    const connection = await connected.connect(agent, vendor);
    for (const fault of [{ htmlInsteadOfJson: 1 }, { status503: 1 }, { status500: 1 }]) {
      await connected.company.world.setFaults({ vendor, ...fault, appliesTo: 'changing calls' });
      await expect(
        runner.run(connected.action(connection, JSON.stringify(fault)), { agent, ...input() }),
        JSON.stringify(fault),
      ).rejects.toMatchObject({ code: 'unknown_outcome' });
    }
    expect(effects()).toEqual([]);
  });
});

describe('what looks like ours and is not', () => {
  test.each(['helpscout.reply', 'helpscout.note'])(
    '%s: the same words of another agent are not ours',
    async (type) => {
      const runner = runnerOf(type);
      const [sam, fin] = [
        await connected.connect('sam', 'helpscout'),
        await connected.connect('fin', 'helpscout'),
      ];
      const since = connected.company.clock.now();
      const input = { ticket, text: 'Thank you for writing.' };
      await runner.run(connected.action(fin), { agent: 'fin', ...input });
      connected.company.clock.advance(5_000);
      expect(await look(runner, sam, { agent: 'sam', ...input }, since)).toEqual({ found: 'no' });
      expect(await look(runner, fin, { agent: 'fin', ...input }, since)).toMatchObject({ found: 'yes' });
    },
  );

  test('the same message of another step in the chat is not ours', async () => {
    const runner = runnerOf('slack.post-message');
    const sam = await connected.connect('sam', 'slack');
    const since = connected.company.clock.now();
    const input = { agent: 'sam', channel: '#support', text: 'The same words.' };
    await runner.run(connected.action(sam, 'op-of-another-step'), input);
    connected.company.clock.advance(5_000);
    expect(await look(runner, sam, input, since)).toEqual({ found: 'no' });
  });

  test('an account with the same address that somebody else made is not ours, and is left as it is', async () => {
    const runner = runnerOf('google.create-account');
    const iris = await connected.connect('iris', 'google');
    const input = { agent: 'iris', email: 'jo.park@harbourpine.example', first: 'Jo', last: 'Park' };
    await runner.run(connected.action(iris, 'op-of-another-step'), input);
    expect(await look(runner, iris, input, 0)).toEqual({ found: 'no' });
    await expect(runner.run(connected.action(iris), input)).rejects.toMatchObject({
      code: 'tool_conflict',
      message: 'There is already an account jo.park@harbourpine.example in Google Workspace.',
    });
    expect(connected.company.effects({ vendor: 'google' })).toEqual(['account created']);
  });

  test('an event that somebody else moved to the same time is not ours', async () => {
    const runner = runnerOf('google.move-event');
    const cleo = await connected.connect('cleo', 'google');
    const input = {
      agent: 'cleo',
      calendar: 'lee@harbourpine.example',
      event: 'hp0support0standup1',
      from: '2026-11-13T09:30',
      start: '2026-11-13T11:00',
      zone: 'UTC',
    };
    await runner.run(connected.action(cleo, 'op-of-another-step'), input);
    expect(await look(runner, cleo, input, 0)).toEqual({ found: 'no' });
  });

  test('the same note of another step at a contact is not ours', async () => {
    const runner = runnerOf('hubspot.add-note');
    const sam = await connected.connect('sam', 'hubspot');
    const since = connected.company.clock.now();
    const input = { agent: 'sam', contact: '20003', text: 'The same words.' };
    await runner.run(connected.action(sam, 'op-of-another-step'), input);
    connected.company.clock.advance(5_000);
    expect(await look(runner, sam, input, since)).toEqual({ found: 'no' });
  });

  test('a refund of the same amount that somebody else made is not ours', async () => {
    const runner = runnerOf('stripe.refund');
    const fin = await connected.connect('fin', 'stripe');
    const input = { agent: 'fin', charge: 'ch_HPmayaReminders', amount: 2_000, currency: 'usd' };
    await runner.run(connected.action(fin, 'op-of-another-step'), input);
    expect(await look(runner, fin, input, connected.company.clock.now())).toEqual({ found: 'no' });
  });
});

test.each([
  ['helpscout.note', 'helpscout', { text: 'Called her.' }],
  ['slack.post-message', 'slack', { channel: '#support', text: 'Hello' }],
  ['hubspot.add-note', 'hubspot', { contact: '20003', text: 'Hello' }],
] as const)('%s: right after the call, "not there" counts for nothing yet', async (type, tool, input) => {
  const connection = await connected.connect('sam', tool);
  const since = connected.company.clock.now();
  await expect(
    look(runnerOf(type), connection, { agent: 'sam', ticket, ...input }, since),
  ).rejects.toMatchObject({ code: 'temporary', retryAt: since + 3_000 });
});

test('a message to a colleague is found in the conversation of the two', async () => {
  const runner = runnerOf('slack.post-message');
  const sam = await connected.connect('sam', 'slack');
  const input = { agent: 'sam', channel: 'dana@harbourpine.example', text: 'Please call Priya.' };
  const since = connected.company.clock.now();
  await connected.company.world.setFaults({ vendor: 'slack', cutAfterCommit: 1 });
  await expect(runner.run(connected.action(sam), input)).rejects.toMatchObject({ code: 'unknown_outcome' });
  expect(await look(runner, sam, input, since)).toMatchObject({ found: 'yes' });
  expect(connected.company.effects({ kind: 'message posted' })).toHaveLength(1);
});

test('Stripe’s kept error is not an endless question: what it hid is looked up', async () => {
  const runner = runnerOf('stripe.refund');
  const fin = await connected.connect('fin', 'stripe');
  const input = { agent: 'fin', charge: 'ch_HPmayaReminders', amount: 4_000, currency: 'usd' };
  await connected.company.world.setFaults({ vendor: 'stripe', status500: 1, appliesTo: 'changing calls' });
  const run = () => runner.run(connected.action(fin, 'op-kept'), input);
  await expect(run()).rejects.toMatchObject({ code: 'unknown_outcome' });
  await expect(run()).rejects.toMatchObject({ code: 'unknown_outcome', detail: { replayed: true } });
  expect(await look(runner, fin, input, 0)).toEqual({ found: 'no' });
  expect(connected.company.effects()).toEqual([]);
});
