import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ManualClock } from '../../app/base/clock.ts';
import { silentLog } from '../../app/base/log.ts';
import { Housekeeping } from '../../app/housekeeping/housekeeping.ts';
import { tidy } from '../../app/housekeeping/tidy.ts';
import type { RunId } from '../../app/base/ids.ts';
import type { RunRecord } from '../../app/store/records.ts';
import type { Store } from '../../app/store/store.ts';
import { openStore } from '../../app/store/sqlite/open-store.ts';
import { filesOf } from '../durability/programs/data-files.ts';

const DAY = 86_400_000;
const root = mkdtempSync(path.join(os.tmpdir(), 'switchyard-housekeeping-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function opened() {
  const clock = new ManualClock();
  const dir = mkdtempSync(path.join(root, 'data-'));
  const { store, storage } = await openStore({
    files: filesOf(dir),
    now: () => clock.now(),
    soon: (callback) => setImmediate(callback),
    reserveBytes: 1_000,
  });
  return { clock, store, storage };
}

const idAt = (prefix: string, at: number): string =>
  `${prefix}_${at.toString(36).padStart(9, '0')}aaaaaaaaaaaaaaaa`;

/** A run that began at a time and stands as told, with trace, event, case, and a card. */
async function addRun(
  store: Store,
  at: number,
  change: Partial<RunRecord>,
  card?: 'pending',
): Promise<RunId> {
  const id = idAt('run', at) as RunId; // made as `newId` makes them
  await store.write('test', (tx) => {
    const ofCase = idAt('case', at) as RunRecord['case'];
    const event = idAt('evt', at) as RunRecord['event'];
    tx.putCase({
      id: ofCase,
      key: `k${at}`,
      subject: 'A ticket',
      priority: 'normal',
      status: 'resolved',
      owner: null,
      openedAt: at,
      updatedAt: at,
    });
    tx.addEvent({
      id: event,
      trigger: 'trg_1' as never,
      key: `ticket:${at}`,
      at,
      case: ofCase,
      data: { text: 'x'.repeat(4_000) },
      fate: 'started',
    });
    tx.addRun({
      id,
      flow: 'flow_1' as RunRecord['flow'],
      version: 1,
      planHash: 'x' as RunRecord['planHash'],
      event,
      case: ofCase,
      priority: 'normal',
      status: 'done',
      waitingFor: null,
      outcome: 'resolved',
      error: null,
      startedAt: at,
      updatedAt: at,
      byHand: false,
      ...change,
    });
    tx.append(id, null, at, { type: 'note_added', text: 'y'.repeat(4_000) });
    tx.addAudit(at, 'Fin', 'action_done', { at });
    if (card)
      tx.putApproval({
        id: idAt('ask', at) as never,
        kind: 'escalation',
        run: id,
        step: 'a#1' as never,
        flow: 'flow_1' as RunRecord['flow'],
        case: ofCase,
        agent: null,
        status: card,
        title: 'Take over',
        agentSays: '',
        reason: '',
        effect: null,
        proposal: null,
        digest: null,
        finalInput: null,
        finalDigest: null,
        asked: [],
        askedNow: 0,
        createdAt: at,
        dueAt: null,
        decidedAt: null,
        decidedBy: null,
        consumedAt: null,
        note: '',
      });
  });
  return id;
}

test('what ended long ago goes; what is open or needs a person, the keys of events and the audit log stay', async () => {
  const { clock, store, storage } = await opened();
  const now = clock.now();
  const old = await addRun(store, now - 100 * DAY, {});
  const lateEnd = await addRun(store, now - 99 * DAY, { updatedAt: now - 5 * DAY });
  const open = await addRun(store, now - 98 * DAY, { status: 'waiting', waitingFor: 'event', outcome: null });
  const asked = await addRun(store, now - 97 * DAY, {}, 'pending');
  const fresh = await addRun(store, now - DAY, {});
  const tidied = await tidy({
    store,
    storage,
    now,
    policy: { keepDays: 90, budgetMb: 1_024 },
    pause: () => Promise.resolve(),
    signal: new AbortController().signal,
    progress: () => {},
  });
  expect(tidied).toMatchObject({ runs: 1, keptDays: 90 });
  const left = [old, lateEnd, open, asked, fresh].map((id) => store.read.run(id) !== undefined);
  expect(left).toEqual([false, true, true, true, true]);
  expect(store.read.traceOf(old)).toEqual([]);
  expect(store.read.caseByKey(`k${now - 100 * DAY}`)).toBeUndefined();
  expect(store.read.event(idAt('evt', now - 100 * DAY) as never)?.data).toEqual({});
  expect(store.read.knowsEvent('trg_1' as never, `ticket:${now - 100 * DAY}`)).toBe(true);
  expect(store.read.verifyAudit()).toEqual({ rows: 5, brokenAt: null });
  await storage.close();
});

test('a database above its size loses its oldest ended runs first, and gives the space back', async () => {
  const { clock, store, storage } = await opened();
  const now = clock.now();
  const ids: RunId[] = [];
  for (let day = 60; day > 0; day -= 1) ids.push(await addRun(store, now - day * DAY - DAY, {}));
  const before = storage.facts();
  const budgetMb = (before.usedBytes * 0.6) / 1024 / 1024;
  const tidied = await tidy({
    store,
    storage,
    now,
    policy: { keepDays: 90, budgetMb },
    pause: () => Promise.resolve(),
    signal: new AbortController().signal,
    progress: () => {},
  });
  const left = ids.filter((id) => store.read.run(id) !== undefined);
  expect(tidied.keptDays).toBeLessThan(60);
  expect(left.length).toBeGreaterThan(5);
  expect(left).toEqual(ids.slice(-left.length));
  expect(storage.facts().usedBytes).toBeLessThanOrEqual(before.usedBytes * 0.6);
  expect(storage.compact()).toBe(false);
  await storage.close();
});

/** Lets what is under way come to rest while virtual time goes on. */
async function advance(clock: ManualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1_000) {
    clock.advance(1_000);
    for (let n = 0; n < 40; n += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a backup is made each hour in which something happened, and only then', async () => {
  const { clock, store, storage } = await opened();
  const runtime = { start: async () => {}, stop: async () => {} };
  const keeper = new Housekeeping({ store, storage, clock, log: silentLog, runtime, changed: () => {} });
  keeper.start();
  const made = async (): Promise<number> => {
    await expect.poll(() => keeper.task, { timeout: 10_000 }).toBeNull();
    return storage.backups().length;
  };
  await advance(clock, 120_000);
  expect(await made()).toBe(1);
  await advance(clock, 1_200_000);
  await store.write('test', (tx) => tx.putSetting('n', 1));
  await advance(clock, 1_200_000);
  expect(await made()).toBe(1);
  await advance(clock, 1_500_000);
  expect(await made()).toBe(2);
  keeper.stop();
  await storage.close();
});

test('a full disk lets the runtime rest, and it goes on within five seconds of there being space', async () => {
  const { clock, store, storage } = await opened();
  const calls: string[] = [];
  const runtime = {
    start: async () => void calls.push('start'),
    stop: async () => void calls.push('stop'),
  };
  const keeper = new Housekeeping({ store, storage, clock, log: silentLog, runtime, changed: () => {} });
  keeper.start();
  store.guard.startFull();
  expect([calls, storage.state.is]).toEqual([['stop'], 'full']);
  await expect(store.write('action.intent', (tx) => tx.putSetting('n', 1))).rejects.toMatchObject({
    code: 'disk_full',
  });
  await advance(clock, 5_000);
  expect([calls, storage.state.is]).toEqual([['stop', 'start'], 'ok']);
  await store.write('action.intent', (tx) => tx.putSetting('n', 1));
  keeper.stop();
  await storage.close();
});
