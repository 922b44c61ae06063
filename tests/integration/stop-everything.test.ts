import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { FullDiskStore } from '../../app/runtime/testing/full-disk-store.ts';
import { ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-stop-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const tickets = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ticketEvent(String(from + i)));
const flow = flowOf(
  'Notes',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'x' }],
  ],
  ['new.next > note'],
);

/** A host at work on ten tickets, the calls for four of which hang. */
async function atWork(desk: TestHost): Promise<void> {
  await desk.addAgent('fin');
  await desk.host.start();
  await desk.turnOn(flow);
  desk.tools.fault = (_effect, nth) => (nth <= 4 ? 'hang' : undefined);
  desk.tools.offer(TICKETS, ...tickets(1, 10));
  await desk.until('four calls hang', () => desk.tools.calls.length === 4);
}

test('from the call on nothing goes out: no call, no look at a tool, no timer; and it says what was caught', async () => {
  const desk = open();
  await atWork(desk);
  const polls = desk.tools.polls;
  const stopping = desk.host.api.control.stopAll();
  desk.tools.offer(TICKETS, ...tickets(11, 12));
  await stopping;
  await desk.advance(86_400_000);
  expect(desk.tools.calls).toHaveLength(4);
  expect(desk.tools.polls).toBe(polls);
  const control = await desk.host.api.control.get();
  expect(control.stopped).toMatchObject({ by: 'you' });
  expect(control.ready).toBe(10);
  expect(control.caught.flatMap((c) => c.underWay)).toHaveLength(4);
  expect((await desk.host.api.audit.list({ limit: 5 })).map((row) => row.sentence)).toContain(
    'Stopped everything',
  );
});

test('what was caught goes on after resume, and nothing happens twice', async () => {
  const desk = open();
  await atWork(desk);
  await desk.host.api.control.stopAll();
  await desk.advance(60_000);
  desk.tools.offer(TICKETS, ...tickets(11, 12));
  await desk.host.api.control.resume();
  await desk.until(
    'all are done',
    () => desk.runs().length === 12 && desk.runs().every((r) => r.status === 'done'),
  );
  expect(new Set(desk.tools.ledger.map((e) => String(e.input['ticket']))).size).toBe(12);
  expect(desk.tools.ledger).toHaveLength(12);
  expect((await desk.host.api.control.get()).stopped).toBeNull();
});

test('a call that stood in line when everything was stopped was not sent, and is no question to a person', async () => {
  const desk = open();
  desk.tools.lookUpTells = false;
  await atWork(desk);
  await desk.host.api.control.stopAll();
  await desk.host.api.control.resume();
  await desk.until('six are done', () => desk.runs().filter((r) => r.status === 'done').length === 6);
  // The four whose calls had gone out are asked about: nobody can tell.
  const kinds = (await desk.cards()).map((card) => card.kind);
  expect(kinds).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
});

test('it survives a restart, until a person lets it go on', async () => {
  const file = path.join(folder, 'restart.db');
  const tools = new ScriptedTools(catalog);
  const desk = open({ store: testStore(file), tools });
  await atWork(desk);
  await desk.host.api.control.stopAll();
  await desk.host.stop();
  await desk.store.close();
  const again = open({ store: testStore(file), tools, clock: desk.clock });
  await again.host.start();
  await again.advance(86_400_000);
  expect(tools.calls).toHaveLength(4);
  expect((await again.host.api.control.get()).stopped).not.toBeNull();
  await again.host.api.control.resume();
  await again.until('all are done', () => again.runs().every((r) => r.status === 'done'));
  expect(tools.ledger).toHaveLength(10);
});

test('what was caught can be stopped for good; a person is asked about the calls that had gone out', async () => {
  const desk = open();
  await atWork(desk);
  await desk.host.api.control.stopAll();
  expect(await desk.host.api.control.discardAll()).toEqual({ discarded: 10 });
  await desk.host.api.control.resume();
  await desk.advance(60_000);
  expect(desk.tools.calls).toHaveLength(4);
  expect(desk.runs().every((r) => r.status === 'stopped')).toBe(true);
  const asked = (await desk.cards()).filter((card) => card.kind === 'unknown');
  expect(asked).toHaveLength(4);
});

test('an account can be checked while everything is stopped, and stays in order', async () => {
  const desk = open();
  await atWork(desk);
  await desk.host.api.control.stopAll();
  const [connection] = await desk.host.api.connections.list();
  if (!connection) throw new Error('There should be an account.');
  expect((await desk.host.api.connections.check({ id: connection.id })).status).toBe('ok');
});

test('stopped while the disk is full: nothing goes out, it is written down once there is space, and resume lets all go on', async () => {
  const store = new FullDiskStore(testStore());
  const desk = open({ store });
  await atWork(desk);
  store.isFull = true;
  await expect(desk.host.api.control.stopAll()).rejects.toThrow('The disk is full');
  await desk.advance(10_000);
  expect((await desk.host.api.control.get()).stopped).toMatchObject({ by: 'you' });
  expect(store.read.setting('stopped')).toBeUndefined();
  store.isFull = false;
  await desk.advance(5_000);
  expect(store.read.setting('stopped')).toMatchObject({ by: 'you' });
  expect(desk.tools.calls).toHaveLength(4);
  await desk.host.api.control.resume();
  await desk.until('all ten are done', () => desk.tools.ledger.length === 10);
});

test('stopped while the disk is full, it can go on before that was ever written down', async () => {
  const store = new FullDiskStore(testStore());
  const desk = open({ store });
  await atWork(desk);
  store.isFull = true;
  await expect(desk.host.api.control.stopAll()).rejects.toThrow('The disk is full');
  store.isFull = false;
  await desk.host.api.control.resume();
  expect((await desk.host.api.control.get()).stopped).toBeNull();
  await desk.until('all ten are done', () => desk.tools.ledger.length === 10);
});
