import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { SleepyClock } from '../../app/runtime/testing/sleepy-clock.ts';
import { ScriptedTools } from '../../app/runtime/testing/scripted-tools.ts';
import { openStore } from '../../app/store/sqlite/open-store.ts';
import { realClock } from '../../main/adapters/real-clock.ts';
import { hookDoor } from '../../main/hooks/hook-server.ts';
import { createVault } from '../../main/vault/vault.ts';
import { catalog } from '../../nodes/catalog.ts';
import { runners } from '../../nodes/runners.ts';
import { filesOf } from '../durability/programs/data-files.ts';
import { addressOf, sendJson } from '../drivers/webhook.ts';

const { open, closeAll } = desks(catalog);
const root = mkdtempSync(path.join(os.tmpdir(), 'switchyard-hook-restore-'));
afterEach(closeAll);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** An order waits for its parcel; both are called in. */
const PARCELS = flowOf(
  'Parcels',
  [
    ['call', 'webhook', { path: 'orders' }],
    ['news', 'webhook', { path: 'parcels', does: 'report', event: 'came', eventAbout: 'order' }],
    ['wait', 'wait-for-event', { name: 'came', about: '{{body.order}}', timeLimit: '9d' }],
    ['tell', 'slack.post-message', { agent: 'fin', channel: '#general', text: '{{event.data.at}}' }],
  ],
  ['call.next > wait', 'wait.event > tell'],
);

test('after a backup was put back, calls come in at its port with its secrets, and what they report is kept for the runs that stand still', async () => {
  const clock = new SleepyClock();
  const { store, storage } = await openStore({
    files: filesOf(mkdtempSync(path.join(root, 'data-'))),
    now: () => clock.now(),
    soon: (callback) => setImmediate(callback),
    reserveBytes: 1_000,
  });
  const tools = new ScriptedTools(catalog, runners);
  const own = { hookDoor: hookDoor(realClock), secrets: createVault(randomBytes(32)), storage };
  const desk = open({ store, clock, tools, own });
  const { api } = desk.host;
  await desk.addAgent('fin');
  await desk.host.start();
  const flow = await desk.turnOn(PARCELS);
  const orders = await addressOf(desk.host, flow);
  const parcels = await addressOf(desk.host, flow, 'parcels');
  await sendJson(orders, { order: '7' });
  await desk.until('it waits', () => desk.runs()[0]?.waitingFor === 'event');
  await api.storage.backUp();

  // After the backup: another port, a new secret, and the parcel comes.
  const { port } = await api.hooks.state();
  await api.hooks.choosePort({ port: (port ?? 0) > 60_000 ? 20_391 : (port ?? 0) + 3 });
  const renewed = await addressOf(desk.host, flow, 'parcels', true);
  expect((await sendJson(renewed, { order: '7', at: 'door' }, { 'webhook-id': 'm1' })).status).toBe(202);
  await desk.rest();
  expect(tools.ledger).toHaveLength(1);

  const [backup] = (await api.storage.get()).backups;
  await api.storage.restore({ id: backup?.id ?? '' });
  expect(await api.hooks.state()).toMatchObject({ port, isOpen: true });
  expect(await addressOf(desk.host, flow, 'parcels')).toBe(parcels);
  expect((await sendJson(renewed.replace(/:\d+/, `:${port}`), {})).status).toBe(404);

  // Its sender says it again: nothing is done until a person lets the run go on, and then once.
  for (const _ of [1, 2])
    expect((await sendJson(parcels, { order: '7', at: 'door' }, { 'webhook-id': 'm1' })).status).toBe(202);
  await desk.rest();
  const [held] = desk.runs();
  expect([held?.waitingFor, tools.ledger.length]).toEqual(['restore', 1]);
  if (held) await api.storage.release({ id: held.id });
  await desk.rest();
  expect([desk.runs()[0]?.status, tools.ledger.map((e) => e.input['text'])]).toEqual([
    'done',
    ['door', 'door'],
  ]);
});
