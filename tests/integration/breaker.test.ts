import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { ConnectionId } from '../../app/base/ids.ts';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-breaker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const MINUTE = 60_000;
const DESK = 'conn_finhelpscout' as ConnectionId; // as the test host names it
const away = new SwitchyardError('temporary', 'Help Scout is not answering.');
const noteFlow = (name: string) =>
  flowOf(
    name,
    [
      ['new', TICKETS, { agent: 'fin' }],
      ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: name }],
    ],
    ['new.next > note'],
  );
const tickets = (count: number) => Array.from({ length: count }, (_, i) => ticketEvent(String(i + 1)));

/** A desk whose help desk is away until the test says so, with this many runs that want to write a note. */
async function withToolAway(desk: TestHost, runs = 10): Promise<{ back(): void }> {
  let isAway = true;
  desk.tools.fault = () => (isAway ? away : undefined);
  await desk.addAgent('fin');
  await desk.host.start();
  await desk.turnOn(noteFlow('Notes'));
  desk.tools.offer(TICKETS, ...tickets(runs));
  await desk.until('the runs are there', () => desk.runs().length === runs);
  // Looks at the tool fail too from now on, so that they do not close the breaker.
  desk.tools.pollFault = () => (isAway ? away : undefined);
  return { back: () => (isAway = false) };
}

test('a tool that is away is left alone after five failures, but for one call at a time that tries', async () => {
  const desk = open();
  await withToolAway(desk);
  await desk.until('the breaker opens', () => (desk.store.read.breaker(DESK)?.openUntil ?? 0) > 0);
  const sent = desk.tools.calls.length;
  // Four may be out together when the fifth failure comes in.
  expect(sent).toBeLessThanOrEqual(5 + 3);
  for (let minute = 0; minute < 60; minute += 1) for (let i = 0; i < 4; i += 1) await desk.advance(15_000);
  expect(desk.tools.calls.length - sent).toBeLessThanOrEqual(15);
  expect(desk.runs().every((r) => r.status === 'waiting' && r.waitingFor === 'retry')).toBe(true);
});

test('an hour away uses up no tries: every run is done when the tool is back, each once', async () => {
  const desk = open();
  const tool = await withToolAway(desk, 50);
  for (let i = 0; i < 240; i += 1) await desk.advance(15_000);
  tool.back();
  await desk.until('all are done', () => desk.runs().every((r) => r.status === 'done'), 40 * MINUTE);
  expect(desk.tools.ledger).toHaveLength(50);
  expect(desk.store.read.breaker(DESK)).toBeUndefined();
});

test('after an outage the runs come back under the limit of the account', async () => {
  const desk = open();
  const tool = await withToolAway(desk, 50);
  await desk.host.api.connections.setLimits({ id: DESK, concurrency: 2, perMinute: 20 });
  for (let i = 0; i < 20; i += 1) await desk.advance(15_000);
  const times: number[] = [];
  desk.tools.waitFor = async () => void times.push(desk.clock.now());
  tool.back();
  await desk.until('all are done', () => desk.runs().every((r) => r.status === 'done'), 40 * MINUTE);
  for (const start of times)
    expect(times.filter((t) => t >= start && t < start + MINUTE).length).toBeLessThanOrEqual(20);
});

test('the breaker is the same after a restart: nothing is sent before its time', async () => {
  const file = path.join(folder, 'restart.db');
  const tools = new ScriptedTools(catalog);
  const desk = open({ store: testStore(file), tools });
  await withToolAway(desk);
  await desk.until('the breaker opens', () => (desk.store.read.breaker(DESK)?.openUntil ?? 0) > 0);
  const before = desk.store.read.breaker(DESK);
  await desk.host.stop();
  await desk.store.close();
  const sent = tools.calls.length;
  const again = open({ store: testStore(file), tools, clock: desk.clock });
  expect(again.store.read.breaker(DESK)).toEqual(before);
  await again.host.start();
  await again.rest();
  expect(tools.calls).toHaveLength(sent);
  expect((await again.host.api.connections.list()).find((c) => c.id === DESK)).toMatchObject({
    away: { until: before?.openUntil, sentence: 'Help Scout is not answering.' },
  });
});

test('the story says that the tool is away and when it is tried again; no try is used up', async () => {
  const desk = open();
  await withToolAway(desk);
  await desk.until('a call is put off', () =>
    desk.runs().some((r) => desk.story(r.id).includes('action_put_off')),
  );
  const run = desk.runs().find((r) => desk.story(r.id).includes('action_put_off'));
  if (!run) throw new Error('There is one.');
  const { story } = await desk.host.api.runs.get({ id: run.id });
  for (let second = 0; second < 15; second += 1) await desk.advance(1_000);
  // While the tool is known to be away a call is not even begun: no intent, and no approval used up.
  const begun = desk
    .runs()
    .map((r) => desk.story(r.id))
    .filter((types) =>
      types.some((type, i) => type === 'action_put_off' && types[i - 1] !== 'action_intent'),
    );
  expect(begun.length).toBeGreaterThan(0);
  const line = story.find((l) => l.text === 'Help Scout is not answering.');
  expect(line?.why).toMatch(/^Tries again in \d+ seconds/);
});

test('a tool that refuses a call answers: it opens nothing', async () => {
  const desk = open();
  desk.tools.fault = () => new SwitchyardError('tool_not_found', 'There is no such ticket.');
  await desk.addAgent('fin');
  await desk.host.start();
  await desk.turnOn(noteFlow('Notes'));
  desk.tools.offer(TICKETS, ...tickets(10));
  await desk.until(
    'all have failed',
    () => desk.runs().length === 10 && desk.runs().every((r) => r.status === 'failed'),
  );
  expect(desk.store.read.breaker(DESK)).toBeUndefined();
});
