import { afterEach, describe, expect, test, vi } from 'vitest';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { FlowId } from '../../app/base/ids.ts';
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
const notes = (text: string) =>
  flowOf(
    'Notes',
    [
      ['new', TICKETS, { agent: 'fin' }],
      ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text }],
    ],
    ['new.next > note'],
  );

async function start(): Promise<{ desk: TestHost; flow: FlowId }> {
  const desk = open();
  await desk.addAgent('fin');
  await desk.host.start();
  return { desk, flow: await desk.turnOn(notes('one')) };
}
const said = (desk: TestHost) =>
  desk.tools.ledger.map((e) => `${String(e.input['ticket'])} ${String(e.input['text'])}`);
const view = async (desk: TestHost, id: FlowId) => (await desk.host.api.flows.get({ id })).triggers[0];

describe('what a trigger has seen', () => {
  test('stays seen when a new version is published: nothing twice, nothing missed', async () => {
    const { desk, flow } = await start();
    desk.tools.offer(TICKETS, ticketEvent('1'));
    await desk.until('one is through', () => desk.ended());
    const before = desk.store.read.triggers()[0]?.cursor;
    desk.tools.offer(TICKETS, ticketEvent('2'));
    await desk.publish(flow, notes('two'));
    expect(desk.store.read.triggers()[0]?.cursor).toEqual(before);
    await desk.until('two is through', () => desk.ended(1));
    await desk.advance(5_000);
    expect(said(desk)).toEqual(['1 one', '2 two']);
    expect(desk.tools.seeds).toBe(1);
  });

  test('stays seen when the flow is turned off and on: what came meanwhile is taken in then', async () => {
    const { desk, flow } = await start();
    desk.tools.offer(TICKETS, ticketEvent('1'));
    await desk.until('one is through', () => desk.ended());
    await desk.host.api.flows.turnOff({ id: flow });
    const polls = desk.tools.polls;
    desk.tools.offer(TICKETS, ticketEvent('2'));
    await desk.advance(60_000);
    await desk.advance(60_000);
    expect([desk.tools.polls, desk.runs().length]).toEqual([polls, 1]);
    await desk.host.api.flows.turnOn({ id: flow });
    await desk.until('two is through', () => desk.ended(1));
    expect(said(desk)).toEqual(['1 one', '2 one']);
    expect(desk.tools.seeds).toBe(1);
  });

  test('is the same thing once, however often it is found', async () => {
    const { desk } = await start();
    desk.tools.offer(TICKETS, ticketEvent('1'), ticketEvent('1'), ticketEvent('1'));
    await desk.until('one is through', () => desk.ended());
    desk.tools.offer(TICKETS, ticketEvent('1'));
    await desk.advance(5_000);
    await desk.advance(5_000);
    expect(said(desk)).toEqual(['1 one']);
  });
});

describe('a tool that cannot be looked at', () => {
  test('shows the problem, is looked at less and less often, and loses nothing', async () => {
    const { desk, flow } = await start();
    desk.tools.pollFault = () =>
      new SwitchyardError('auth_revoked', 'Help Scout does not accept this key any more.', {
        fix: 'Enter a new one in Connections.',
      });
    desk.tools.offer(TICKETS, ticketEvent('1'));
    await desk.advance(1_500);
    expect((await view(desk, flow))?.problem).toMatchObject({
      code: 'auth_revoked',
      fix: 'Enter a new one in Connections.',
    });
    const looks: number[] = [];
    for (let minute = 0; minute < 20; minute += 1) {
      const before = desk.tools.polls;
      for (let second = 0; second < 60; second += 1) await desk.advance(1_000);
      looks.push(desk.tools.polls - before);
    }
    expect(looks[0]).toBeLessThanOrEqual(6);
    expect(looks.slice(10).reduce((a, b) => a + b)).toBeLessThanOrEqual(2);
    desk.tools.pollFault = () => undefined;
    await desk.until('it has recovered', () => desk.ended(), 700_000);
    expect((await view(desk, flow))?.problem).toBeNull();
    expect(said(desk)).toEqual(['1 one']);
  });

  test('is left alone for as long as it asks', async () => {
    const { desk } = await start();
    desk.tools.pollFault = () =>
      new SwitchyardError('rate_limited', 'Busy.', { retryAt: desk.clock.now() + 120_000 });
    await desk.advance(1_500);
    const polls = desk.tools.polls;
    for (let second = 0; second < 115; second += 1) await desk.advance(1_000);
    expect(desk.tools.polls).toBe(polls);
    desk.tools.pollFault = () => undefined;
    await desk.until('it is looked at again', () => desk.tools.polls > polls);
  });

  test('and hangs, holds up no other account', async () => {
    const { desk } = await start();
    await desk.addAgent('sam');
    desk.tools.pollFault = (_type, connection) => (connection === 'conn_finhelpscout' ? 'hang' : undefined);
    await desk.turnOn({
      ...flowOf(
        'Sam',
        [
          ['new', TICKETS, { agent: 'sam' }],
          ['note', 'helpscout.note', { agent: 'sam', ticket: '{{ticket.id}}', text: 'by Sam' }],
        ],
        ['new.next > note'],
        ['sam'],
      ),
    });
    await desk.advance(5_000);
    desk.tools.offer(TICKETS, ticketEvent('1'));
    await desk.until('Sam is through', () => desk.ended());
    expect(said(desk)).toEqual(['1 by Sam']);
  });

  test('because its account was removed says so, and works again with a new one', async () => {
    const { desk, flow } = await start();
    const [connection] = desk.store.read.connections().filter((c) => c.tool === 'helpscout');
    await desk.host.api.connections.remove({ id: connection?.id ?? ('' as never) }); // the desk has one
    await desk.advance(1_500);
    expect((await view(desk, flow))?.problem?.code).toBe('no_connection');
    desk.tools.offer(TICKETS, ticketEvent('1'));
    await desk.addAgent('fin');
    await desk.until('it is looked at again', () => desk.ended());
    expect(said(desk)).toEqual(['1 one']);
  });
});
