import { afterEach, describe, expect, test } from 'vitest';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { FlowId } from '../../app/base/ids.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { replyEvent, ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';
import { runners } from '../../nodes/runners.ts';

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const NEW = 'helpscout.new-conversation';
const REPLIED = 'helpscout.customer-replied';
const FLOW = flowOf(
  'Desk',
  [
    ['new', NEW, { agent: 'fin' }],
    ['tell', 'slack.post-message', { agent: 'fin', channel: '#general', text: '{{ticket.id}}' }],
  ],
  ['new.next > tell'],
);

/** A desk whose flow was on, saw one ticket, and was turned off. Then these come in. */
async function paused(...tickets: readonly string[]): Promise<{ desk: TestHost; id: FlowId }> {
  const desk = open({ tools: new ScriptedTools(catalog, runners) });
  await desk.addAgent('fin');
  await desk.host.start();
  const id = await desk.turnOn(FLOW);
  desk.tools.offer(NEW, ticketEvent('1', { at: desk.clock.now() }));
  await desk.until('the first one is told', () => told(desk).length === 1);
  await desk.host.api.flows.turnOff({ id });
  for (const ticket of tickets) {
    await desk.advance(60_000);
    desk.tools.offer(NEW, ticketEvent(ticket, { at: desk.clock.now() }));
  }
  await desk.advance(60_000);
  return { desk, id };
}
const told = (desk: TestHost) => desk.tools.ledger.map((e) => String(e.input['text']));

async function turnOn(desk: TestHost, id: FlowId, take: 'all' | 'newest' | 'skip'): Promise<void> {
  const { token } = await desk.host.api.flows.countWaiting({ id });
  const turning = desk.host.api.flows.turnOn({ id, waiting: { token, take } });
  await desk.advance(5_000);
  await turning;
  await desk.advance(5_000);
}

describe('turning a flow on again', () => {
  test('says how many came in, and the counting starts nothing and forgets nothing', async () => {
    const { desk, id } = await paused('2', '3', '4');
    const before = desk.store.read.triggers();
    for (let n = 0; n < 2; n += 1) {
      const waiting = await desk.host.api.flows.countWaiting({ id });
      expect(waiting).toMatchObject({ total: 3, isWhole: true, newest: { subject: 'Ticket 4' } });
    }
    await desk.advance(120_000);
    expect(told(desk)).toEqual(['1']);
    expect(desk.store.read.triggers()).toEqual(before);
    expect(desk.runs()).toHaveLength(1);
  });

  test.each([
    ['all', ['1', '2', '3', '4']],
    ['newest', ['1', '4']],
    ['skip', ['1']],
  ] as const)('%s', async (take, expected) => {
    const { desk, id } = await paused('2', '3', '4');
    await turnOn(desk, id, take);
    expect(told(desk).toSorted()).toEqual(expected);
    // What comes from now on starts as always, and what was skipped never comes back.
    desk.tools.offer(NEW, ticketEvent('5', { at: desk.clock.now() }));
    await desk.advance(15_000);
    expect(told(desk).toSorted()).toEqual([...expected, '5']);
    const [trigger] = (await desk.host.api.flows.get({ id })).triggers;
    expect(trigger?.skipped.length).toBe(take === 'all' ? 0 : take === 'newest' ? 2 : 3);
  });

  test('what came in after the count was shown is not part of the choice', async () => {
    const { desk, id } = await paused('2');
    const { token } = await desk.host.api.flows.countWaiting({ id });
    desk.tools.offer(NEW, ticketEvent('3', { at: desk.clock.now() }));
    const turning = desk.host.api.flows.turnOn({ id, waiting: { token, take: 'skip' } });
    await desk.advance(5_000);
    await turning;
    expect(told(desk)).toEqual(['1', '3']);
  });

  test('a tool that does not answer is said to be one, and skipping then begins at the time when it answers', async () => {
    const { desk, id } = await paused('2', '3');
    desk.tools.pollFault = () => new SwitchyardError('temporary', 'Help Scout cannot be reached.');
    const waiting = await desk.host.api.flows.countWaiting({ id });
    expect([waiting.total, waiting.isWhole, waiting.triggers[0]?.why]).toEqual([
      0,
      false,
      'Help Scout cannot be reached.',
    ]);
    await expect(
      desk.host.api.flows.turnOn({ id, waiting: { token: waiting.token, take: 'newest' } }),
    ).rejects.toThrow(/newest is not known/);
    desk.tools.pollFault = () => undefined;
    const turning = desk.host.api.flows.turnOn({ id, waiting: { token: waiting.token, take: 'skip' } });
    await desk.advance(5_000);
    await turning;
    desk.tools.offer(NEW, ticketEvent('4', { at: desk.clock.now() }));
    await desk.advance(15_000);
    expect(told(desk)).toEqual(['1', '4']);
  });

  test('more than can be counted: it says so, and skipping leaves all of it', async () => {
    const { desk, id } = await paused(...[]);
    desk.tools.offer(
      NEW,
      ...Array.from({ length: 1_200 }, (_, n) => ticketEvent(String(n + 2), { at: desk.clock.now() })),
    );
    const waiting = await desk.host.api.flows.countWaiting({ id });
    expect([waiting.total, waiting.isWhole]).toEqual([1_000, false]);
    await turnOn(desk, id, 'skip');
    expect(told(desk)).toEqual(['1']);
  });

  test('a count from another time is not acted upon', async () => {
    const { desk, id } = await paused('2');
    const { token } = await desk.host.api.flows.countWaiting({ id });
    await desk.advance(16 * 60_000);
    await expect(desk.host.api.flows.turnOn({ id, waiting: { token, take: 'skip' } })).rejects.toThrow(
      /too long ago/,
    );
    expect((await desk.host.api.flows.get({ id })).state).toBe('off');
  });

  test('an answer that a run waits for is delivered, whatever is chosen', async () => {
    const desk = open({ tools: new ScriptedTools(catalog, runners) });
    await desk.addAgent('fin');
    await desk.host.start();
    const id = await desk.turnOn(
      flowOf(
        'Ask back',
        [
          ['new', NEW, { agent: 'fin' }],
          ['again', REPLIED, { agent: 'fin' }],
          ['wait', 'wait-for-reply', { agent: 'fin', timeLimit: '3d' }],
          ['tell', 'slack.post-message', { agent: 'fin', channel: '#general', text: '{{reply.text}}' }],
          ['hello', 'slack.post-message', { agent: 'fin', channel: '#general', text: 'hello' }],
        ],
        ['new.next > wait', 'wait.reply > tell', 'again.next > hello'],
      ),
    );
    desk.tools.offer(NEW, ticketEvent('1', { at: desk.clock.now() }));
    await desk.until('it waits', () => desk.runs()[0]?.status === 'waiting');
    await desk.host.api.flows.turnOff({ id });
    desk.tools.offer(REPLIED, replyEvent('1', 'Yes, please', { at: desk.clock.now() }));
    desk.tools.offer(REPLIED, replyEvent('2', 'Another matter', { at: desk.clock.now() }));
    const waiting = await desk.host.api.flows.countWaiting({ id });
    expect(waiting.total).toBe(1);
    await turnOn(desk, id, 'skip');
    expect(told(desk)).toEqual(['Yes, please']);
  });

  test('a flow that was never on has nothing to count', async () => {
    const desk = open({ tools: new ScriptedTools(catalog, runners) });
    await desk.addAgent('fin');
    await desk.host.start();
    const { id } = await desk.host.api.flows.importFlow({ text: JSON.stringify(FLOW) });
    await desk.host.api.flows.publish({ id, note: '' });
    expect(await desk.host.api.flows.countWaiting({ id })).toMatchObject({ total: 0, triggers: [] });
  });
});

describe('the heartbeat of a trigger', () => {
  test('a tool that says nothing is shown as silent, then as one that was asked anew', async () => {
    const { desk, id } = await paused();
    await turnOn(desk, id, 'all');
    const health = async () => (await desk.host.api.flows.get({ id })).triggers[0];
    expect((await health())?.health).toBe('well');
    desk.tools.pollFault = () => 'hang';
    for (let n = 0; n < 4; n += 1) await desk.advance(15_000);
    expect((await health())?.health).toBe('silent');
    expect((await desk.host.api.flows.list())[0]?.watch?.state).toBe('silent');
    const accounts = await desk.host.api.connections.list();
    const looked = accounts.flatMap(({ tool, lookedAt }) => (lookedAt === undefined ? [] : [tool]));
    expect(looked).toEqual(['helpscout']);
    desk.tools.pollFault = () => undefined;
    for (let n = 0; n < 4; n += 1) await desk.advance(15_000);
    const after = await health();
    expect([after?.health, after?.problem]).toEqual(['well', null]);
    expect(after?.restartedAt).toBeGreaterThan(0);
    expect(after?.lastPollAt).toBeGreaterThan(after?.restartedAt ?? Infinity);
  });

  test('one that answers with a refusal is failing, not silent', async () => {
    const { desk, id } = await paused();
    await turnOn(desk, id, 'all');
    desk.tools.pollFault = () => new SwitchyardError('auth_revoked', 'The key does not work any more.');
    await desk.advance(5_000);
    const [trigger] = (await desk.host.api.flows.get({ id })).triggers;
    expect([trigger?.health, trigger?.problem?.code]).toEqual(['failing', 'auth_revoked']);
  });
});
