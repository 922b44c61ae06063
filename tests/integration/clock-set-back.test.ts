import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ConnectionId } from '../../app/base/ids.ts';
import { clockGaps } from '../../app/runtime/clock-gap.ts';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { FullDiskStore } from '../../app/runtime/testing/full-disk-store.ts';
import { ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import { SleepyClock } from '../../app/runtime/testing/sleepy-clock.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const HOURS = 3 * 3_600_000;
const TICKETS = 'helpscout.new-conversation';
const FLOW = flowOf(
  'Notes',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['wait', 'wait-for-time', { how: 'for', length: '1h' }],
    ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'x' }],
  ],
  ['new.next > wait', 'wait.next > note'],
);
const kinds = (desk: TestHost) => clockGaps(desk.store.read).map((gap) => gap.kind);

/** A host, and how another one takes its place without a word. */
async function world() {
  const inner = testStore();
  const clock = new SleepyClock();
  const tools = new ScriptedTools(catalog);
  const live = () => {
    const life = { alive: true };
    const store = new FullDiskStore(inner);
    const desk = open({ store, clock, tools, alive: () => life.alive });
    return { desk, store, kill: () => void (life.alive = false) };
  };
  const first = live();
  await first.desk.addAgent('fin');
  await first.desk.host.start();
  await first.desk.turnOn(FLOW);
  await seconds(first.desk, 5);
  return { live, first, clock };
}
async function seconds(desk: TestHost, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await desk.advance(1_000);
}
const isFound = (desk: TestHost, ticket: string): boolean =>
  desk.store.read
    .runs({ limit: 9 })
    .some((run) => desk.store.read.event(run.event)?.key === `ticket:${ticket}`);

describe('a clock that is set back three hours', () => {
  test('while the disk is full: it is set right as soon as there is space', async () => {
    const { first } = await world();
    first.store.isFull = true;
    first.desk.clock.sleep(-HOURS);
    await seconds(first.desk, 40);
    expect(kinds(first.desk)).toEqual([]);
    first.store.isFull = false;
    first.desk.tools.offer(TICKETS, ticketEvent('1'));
    await seconds(first.desk, 10);
    expect(kinds(first.desk)).toEqual(['set-back']);
    expect(isFound(first.desk, '1')).toBe(true);
  });

  test('while the disk is full, and the host dies before it can be written: the next host sees it', async () => {
    const { first, live } = await world();
    first.store.isFull = true;
    first.desk.clock.sleep(-HOURS);
    await seconds(first.desk, 40);
    first.kill();
    const { desk } = live();
    desk.tools.offer(TICKETS, ticketEvent('1'));
    await desk.host.start();
    await seconds(desk, 10);
    expect(kinds(desk)).toEqual(['set-back']);
    expect(isFound(desk, '1')).toBe(true);
  });

  test('is set right once, however often the host starts afterwards: no wait ends before its time', async () => {
    const { first, live, clock } = await world();
    first.desk.tools.offer(TICKETS, ticketEvent('1'));
    await first.desk.until('the run waits', () => first.desk.runs()[0]?.waitingFor === 'time');
    clock.sleep(-HOURS);
    await seconds(first.desk, 20);
    first.kill();
    clock.advance(60_000);
    const { desk } = live();
    await desk.host.start();
    await seconds(desk, 20);
    expect(kinds(desk)).toEqual(['set-back']);
    await desk.advance(50 * 60_000);
    expect(desk.ended()).toBe(false);
    await desk.advance(10 * 60_000);
    await desk.until('the hour is over', () => desk.ended());
  });

  test('does not leave a tool alone for three hours more because it was away then', async () => {
    const { first } = await world();
    const connection = 'conn_finhelpscout' as ConnectionId; // as the host's driver makes it
    const openUntil = (): number => first.desk.store.read.breaker(connection)?.openUntil ?? 0;
    first.desk.tools.pollFault = () => new Error('away');
    await first.desk.store.write('test', (tx) =>
      tx.putBreaker({
        connection,
        failures: 5,
        opened: 1,
        openUntil: first.desk.clock.now() + 300_000,
        problem: { code: 'temporary', actor: 'time', sentence: 'Away.' },
      }),
    );
    first.desk.clock.sleep(-HOURS);
    await seconds(first.desk, 20);
    expect(openUntil() - first.desk.clock.now()).toBeLessThanOrEqual(300_000);
  });
});
