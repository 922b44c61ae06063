import { afterEach, describe, expect, test } from 'vitest';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ScriptedTools } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';
import { runners } from '../../nodes/runners.ts';

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const HOUR = 3_600_000;
type Policy = 'once' | 'all' | 'skip' | 'ask';

/** Every hour a message that names the hour it was planned for. */
const flow = (missed: Policy) =>
  flowOf(
    'Hourly',
    [
      ['clock', 'schedule', { when: { every: '1h', zone: 'UTC' }, missed }],
      ['tell', 'slack.post-message', { agent: 'fin', channel: '#general', text: '{{schedule.local}}' }],
    ],
    ['clock.next > tell'],
  );

/** A desk that has seen ten o'clock pass, and then sleeps from 10:20 to a little past 14:30. */
async function slept(missed: Policy) {
  const desk = open({ tools: new ScriptedTools(catalog, runners) });
  await desk.addAgent('fin');
  await desk.host.start();
  const id = await desk.turnOn(flow(missed));
  await desk.advance(HOUR - 5_000);
  for (let n = 0; n < 20; n += 1) await desk.advance(1_000);
  expect(told(desk)).toEqual(['10']);
  await desk.advance(4 * HOUR + HOUR / 2);
  return { desk, id };
}
const told = (desk: TestHost) => desk.tools.ledger.map((e) => String(e.input['text']).slice(11, 13));

describe('starts that were missed while the computer slept', () => {
  test('once: the last one starts', async () => {
    const { desk } = await slept('once');
    expect(told(desk)).toEqual(['10', '14']);
  });
  test('all: each one starts, oldest first', async () => {
    const { desk } = await slept('all');
    expect(told(desk)).toEqual(['10', '11', '12', '13', '14']);
  });
  test('skip: none starts, the trigger says so, and the next one is on time', async () => {
    const { desk, id } = await slept('skip');
    expect(told(desk)).toEqual(['10']);
    const [trigger] = (await desk.host.api.flows.get({ id })).triggers;
    expect(trigger?.skipped[0]?.why).toBe('4 starts were missed, and the schedule starts none that were.');
    expect(trigger?.gap?.kind).toBe('slept');
    await desk.advance(HOUR / 2);
    expect(told(desk)).toEqual(['10', '15']);
  });
  test('ask: one card, and nothing before it is decided', async () => {
    const { desk } = await slept('ask');
    expect(told(desk)).toEqual(['10']);
    const card = await desk.card();
    expect([card.kind, card.title, card.othersMissed]).toEqual([
      'missed',
      '4 starts were missed: start which?',
      3,
    ]);
    await desk.host.api.inbox.approve({ id: card.id, digest: null });
    await desk.rest();
    expect(told(desk)).toEqual(['10', '14']);
    await desk.advance(HOUR / 2);
    expect(told(desk)).toEqual(['10', '14', '15']);
  });
  test('ask, and all of them', async () => {
    const { desk } = await slept('ask');
    await desk.host.api.inbox.startMissed({ id: (await desk.card()).id });
    await desk.rest();
    expect(told(desk).toSorted()).toEqual(['10', '11', '12', '13', '14']);
    await expect(desk.host.api.inbox.list({ which: 'pending' })).resolves.toEqual([]);
  });
  test('ask, and none', async () => {
    const { desk } = await slept('ask');
    await desk.host.api.inbox.reject({ id: (await desk.card()).id, note: 'Too late' });
    await desk.rest();
    expect(told(desk)).toEqual(['10']);
    expect(desk.runs().at(-1)?.status).toBe('stopped');
  });
  test('the policy can be changed without the schedule forgetting where it was', async () => {
    const { desk, id } = await slept('once');
    const before = desk.store.read.triggers()[0];
    await desk.publish(id, flow('all'));
    const after = desk.store.read.triggers();
    expect([after.length, after[0]?.id, after[0]?.cursor]).toEqual([1, before?.id, before?.cursor]);
    expect(after[0]?.config['missed']).toBe('all');
  });
});
