import { afterEach, describe, expect, test, vi } from 'vitest';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { practiceClock } from '../../app/runtime/practice-clock.ts';
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
const FLOW = flowOf(
  'Ask',
  [
    ['new', TICKETS, { agent: 'fin' }],
    [
      'ask',
      'approval',
      {
        question: 'Send it on?',
        people: [{ person: 'Dana', within: '2h', remind: '1h' }, { person: 'Lee' }],
      },
    ],
    ['wait', 'wait-for-time', { how: 'for', length: '3d' }],
  ],
  ['new.next > ask', 'ask.approved > wait'],
);

/** A practice desk on which Dana is asked. */
async function practiceDesk(): Promise<TestHost> {
  const desk = open({ aheadMs: 0 });
  await desk.addAgent('fin');
  await desk.host.start();
  await desk.turnOn(FLOW);
  await desk.store.write('test', (tx) => {
    tx.putSetting('practice_flow', 'flow_1');
    for (const one of tx.connections()) tx.putConnection({ ...one, practice: true });
  });
  desk.tools.offer(TICKETS, ticketEvent('7'));
  await desk.until('a person is asked', () => desk.runs()[0]?.waitingFor === 'approval');
  return desk;
}
const move = async (desk: TestHost, ms: number): Promise<void> => {
  const moving = desk.host.api.clock.move({ ms });
  await desk.rest();
  await desk.advance(1_000);
  await moving;
  await desk.rest();
};
const gaps = (desk: TestHost) => desk.store.read.audit(100).filter((row) => row.type === 'clock_gap');

describe('the practice clock', () => {
  test('moved ahead, what is due happens at once, and nobody takes it for a sleep of the computer', async () => {
    const desk = await practiceDesk();
    await move(desk, HOUR);
    expect(desk.events(desk.run().id, 'approval_reminded')).toHaveLength(1);
    await move(desk, HOUR);
    expect((await desk.card()).askedNow).toBe('Lee');
    for (let beat = 0; beat < 5; beat += 1) await desk.advance(15_000);
    expect(gaps(desk)).toEqual([]);
    expect(desk.store.read.audit(100).map((row) => row.type)).toContain('clock_moved');
    expect(await desk.host.api.clock.get()).toMatchObject({ aheadMs: 2 * HOUR, mayMove: true });
  });

  test('the tools are looked at as before, and waits of days end', async () => {
    const desk = await practiceDesk();
    await move(desk, DAY);
    desk.tools.offer(TICKETS, ticketEvent('8'));
    await desk.until('the new ticket is found', () => desk.runs().length === 2);
    const [first] = await desk.cards();
    if (first) await desk.host.api.inbox.approve({ id: first.id, digest: null });
    await desk.until('it waits for time', () => desk.run().waitingFor === 'time');
    for (let day = 0; day < 3; day += 1) await move(desk, DAY);
    await desk.until('the run ends', () => desk.ended());
  });

  test('a restart does not go back', async () => {
    const store = testStore();
    const tools = new ScriptedTools(catalog);
    const clock = new SleepyClock();
    const first = open({ store, tools, clock, aheadMs: 0 });
    await first.addAgent('fin');
    await first.host.start();
    await first.store.write('test', (tx) => {
      tx.putSetting('practice_flow', 'flow_1');
      for (const one of tx.connections()) tx.putConnection({ ...one, practice: true });
    });
    await move(first, DAY);
    expect(practiceClock(store.read).aheadMs).toBe(DAY);
    const shown = (await first.host.api.clock.get()).now;
    expect(shown).toBe(clock.now() + DAY);
    await first.host.stop();
    await store.write('test', (tx) => tx.dropSetting('practice_flow')); // the made-up company of this test is not opened again
    const second = open({ store, tools, clock, aheadMs: practiceClock(store.read).aheadMs });
    await second.host.start();
    for (let beat = 0; beat < 4; beat += 1) await second.advance(15_000);
    expect((await second.host.api.clock.get()).now).toBe(clock.now() + DAY);
    expect(gaps(second)).toEqual([]);
  });

  test('back in real time, a card keeps the time that it had left', async () => {
    const desk = await practiceDesk();
    await move(desk, HOUR);
    await move(desk, HOUR);
    const asked = await desk.card();
    expect(asked.askedNow).toBe('Lee');
    await desk.host.api.clock.back();
    await desk.rest();
    expect((await desk.host.api.clock.get()).aheadMs).toBe(0);
    expect(desk.clock.now()).toBe((await desk.host.api.clock.get()).now);
    desk.tools.offer(TICKETS, ticketEvent('8'));
    await desk.until('the new ticket is found', () => desk.runs().length === 2);
    expect(gaps(desk)).toEqual([]);
  });

  test('stays where it is outside of practice, and beside a real account', async () => {
    const desk = open({ aheadMs: 0 });
    await desk.addAgent('fin');
    await desk.host.start();
    await expect(desk.host.api.clock.move({ ms: HOUR })).rejects.toMatchObject({ code: 'conflict' });
    await desk.store.write('test', (tx) => tx.putSetting('practice_flow', 'flow_1'));
    const real = await desk.host.api.clock.get();
    expect(real).toMatchObject({ mayMove: false, why: expect.stringContaining('is a real account') });
    await expect(desk.host.api.clock.move({ ms: HOUR })).rejects.toMatchObject({ code: 'conflict' });
    expect(desk.clock.now()).toBe((await desk.host.api.clock.get()).now);
  });

  test('a real account is not connected while the clock is ahead', async () => {
    const desk = await practiceDesk();
    await move(desk, HOUR);
    const agent = desk.store.read.agents()[0]?.id;
    if (!agent) throw new Error('There is no agent.');
    const add = desk.host.api.connections.add({
      agent,
      tool: 'hubspot',
      label: 'Real',
      allowsPrivate: false,
      secrets: {},
    });
    await expect(add).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('practice clock'),
    });
  });
});
