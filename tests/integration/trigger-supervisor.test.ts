import { afterEach, describe, expect, test } from 'vitest';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { clockGaps } from '../../app/runtime/clock-gap.ts';
import { catalog } from '../../nodes/catalog.ts';

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const FLOW = flowOf(
  'Notes',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'seen' }],
  ],
  ['new.next > note'],
);
async function start() {
  const desk = open();
  await desk.addAgent('fin');
  await desk.host.start();
  return { desk, flow: await desk.turnOn(FLOW) };
}
const seconds = async (desk: TestHost, count: number) => {
  for (let n = 0; n < count; n += 1) await desk.advance(1_000);
};
const audited = (desk: TestHost, type: string) =>
  desk.store.read.audit(500).filter((row) => row.type === type);

describe('a tool that says nothing', () => {
  test('is given up, looked at again, and the operator is told in words', async () => {
    const { desk, flow } = await start();
    desk.tools.pollFault = () => 'hang';
    await seconds(desk, 2);
    const asked = desk.tools.polls;
    await seconds(desk, 25);
    expect(desk.tools.polls, 'it is not asked again while it may still answer').toBe(asked);
    await seconds(desk, 10);
    const card = (await desk.host.api.flows.get({ id: flow })).triggers[0];
    expect(card?.problem?.sentence).toBe('Help Scout did not answer for 30 seconds; looking again.');
    await seconds(desk, 100);
    expect(desk.tools.polls).toBeGreaterThan(asked + 2);
    expect(audited(desk, 'trigger_given_up'), 'once for one silence').toHaveLength(1);
    desk.tools.pollFault = () => undefined;
    desk.tools.offer(TICKETS, ticketEvent('1'));
    await desk.until('it works again', () => desk.ended());
    expect((await desk.host.api.flows.get({ id: flow })).triggers[0]?.problem).toBeNull();
  });

  test('and answers after all, long after it was given up, changes nothing', async () => {
    const { desk } = await start();
    const late: (() => void)[] = [];
    const letThrough = desk.tools.hold(TICKETS, () => new Promise((resolve) => late.push(resolve)));
    desk.tools.offer(TICKETS, ticketEvent('1'));
    await desk.until('one look is out', () => late.length > 0);
    letThrough();
    await desk.until('the next look found it', () => desk.ended());
    const cursor = desk.store.read.triggers()[0]?.cursor;
    for (const answer of late) answer();
    await seconds(desk, 5);
    expect(desk.runs()).toHaveLength(1);
    expect(desk.store.read.triggers()[0]?.cursor).toEqual(cursor);
  });
});

describe('one look at a time', () => {
  test('however often the flow is published and turned off and on meanwhile', async () => {
    const { desk, flow } = await start();
    const letThrough = desk.tools.hold(
      TICKETS,
      () => new Promise((resolve) => desk.clock.after(5_000, resolve)),
    );
    for (let n = 0; n < 10; n += 1) {
      await desk.publish(flow, { ...FLOW, name: `Notes ${n}` });
      await desk.host.api.flows.turnOff({ id: flow });
      const turned = { on: false };
      const turning = desk.host.api.flows.turnOn({ id: flow }).then(() => (turned.on = true));
      while (!turned.on) await desk.advance(500);
      await turning;
      await desk.advance(500);
    }
    letThrough();
    expect(desk.tools.mostAtOnce).toBe(1);
  });
});

describe('the clock of the computer', () => {
  test('that jumped ahead is told as a sleep, once', async () => {
    const { desk } = await start();
    await seconds(desk, 20);
    const before = desk.clock.now();
    desk.clock.sleep(3_600_000);
    await seconds(desk, 20);
    const gaps = clockGaps(desk.store.read);
    expect(gaps.map((g) => g.kind)).toEqual(['slept']);
    expect(Math.abs((gaps[0]?.from ?? 0) - before)).toBeLessThanOrEqual(15_000);
    expect(audited(desk, 'clock_gap')).toHaveLength(1);
  });

  test('that was set back does not stop the looking until the old time comes again', async () => {
    const { desk } = await start();
    await seconds(desk, 5);
    desk.clock.sleep(-3 * 3_600_000);
    desk.tools.offer(TICKETS, ticketEvent('1'));
    await seconds(desk, 20);
    expect(desk.ended()).toBe(true);
    expect(clockGaps(desk.store.read).map((g) => g.kind)).toEqual(['set-back']);
  });
});
