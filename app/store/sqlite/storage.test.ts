import Database from 'better-sqlite3';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Digest } from '../../base/digest.ts';
import type { ApprovalId, CaseId, EventId, FlowId, RunId, StepKey } from '../../base/ids.ts';
import { heldRuns, lastSetBack, releaseRun } from '../held-runs.ts';
import type { RunRecord } from '../records.ts';
import { openStore } from './open-store.ts';
import type { SqliteStorage, StorageFiles } from './sqlite-storage.ts';
import type { SqliteStore } from './sqlite-store.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'switchyard-storage-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const never = new AbortController().signal;
let clock = 1_700_000_000_000;

// Fixed ids; the brand is all that the casts add.
const RUN = 'run_0000000a1' as RunId;
const STEP = 'refund#1' as StepKey;
const CARD = 'ask_1' as ApprovalId;
const run: RunRecord = {
  id: RUN,
  flow: 'flow_1' as FlowId,
  version: 1,
  planHash: 'x' as Digest,
  event: 'evt_1' as EventId,
  case: 'case_1' as CaseId,
  priority: 'normal',
  status: 'ready',
  waitingFor: null,
  outcome: null,
  error: null,
  startedAt: 1,
  updatedAt: 1,
  byHand: false,
};

interface Folder {
  readonly dir: string;
  readonly files: StorageFiles;
  open(): Promise<{ store: SqliteStore; storage: SqliteStorage }>;
}

function newFolder(): Folder {
  const dir = mkdtempSync(path.join(root, 'data-'));
  const files: StorageFiles = {
    database: path.join(dir, 'switchyard.db'),
    backups: path.join(dir, 'backups'),
    replaced: path.join(dir, 'replaced'),
    head: path.join(dir, 'head.json'),
    reserve: path.join(dir, 'reserve'),
  };
  return {
    dir,
    files,
    open: () =>
      openStore({
        files,
        now: () => (clock += 1_000),
        soon: (callback) => setImmediate(callback),
        reserveBytes: 100_000,
      }),
  };
}

const write = (store: SqliteStore, n: number): Promise<void> =>
  store.write('test', (tx) => {
    tx.putSetting('n', n);
    tx.addAudit(n, 'Dana', 'flow_created', { n });
  });

/** One run with a wait, and a card that a person has not decided yet. */
const underWay = (store: SqliteStore): Promise<void> =>
  store.write('test', (tx) => {
    tx.addRun({ ...run, status: 'waiting', waitingFor: 'approval' });
    tx.append(RUN, null, 1, { type: 'note_added', text: 'begun' });
    tx.putWait({ run: RUN, step: STEP, kind: 'approval', correlation: null, dueAt: 5_000 });
    tx.putApproval({
      id: CARD,
      kind: 'action',
      run: RUN,
      step: STEP,
      flow: run.flow,
      case: run.case,
      agent: null,
      status: 'pending',
      title: 'Refund $20',
      agentSays: '',
      reason: '',
      effect: 'money',
      proposal: null,
      digest: null,
      finalInput: null,
      finalDigest: null,
      asked: [{ person: 'you' }],
      askedNow: 0,
      createdAt: 1,
      dueAt: null,
      decidedAt: null,
      decidedBy: null,
      consumedAt: null,
      note: '',
    });
  });

/** Turns bits of every page but the first, so that the file still says that it is a database. */
function ruin(file: string): void {
  const bytes = readFileSync(file);
  for (let at = 4_096 + 200; at < bytes.length; at += 512) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

describe('a backup', () => {
  test('holds what was there, for this user only, and three of a kind are kept', async () => {
    const folder = newFolder();
    const { store, storage } = await folder.open();
    for (let n = 1; n <= 5; n += 1) {
      await write(store, n);
      await storage.backUp('hourly', never, () => {});
    }
    const kept = storage.backups();
    expect(kept).toHaveLength(3);
    const newest = path.join(folder.files.backups, kept[0]?.id ?? '');
    expect(statSync(newest).mode & 0o077).toBe(0);
    const copy = new Database(newest, { readonly: true });
    expect(copy.prepare(`SELECT value FROM setting WHERE key = 'n'`).pluck().get()).toContain('"value":5');
    copy.close();
    expect(readdirSync(folder.files.backups).filter((name) => name.includes('unfinished'))).toEqual([]);
    await storage.close();
  });

  test('can be stopped, and leaves nothing half behind', async () => {
    const folder = newFolder();
    const { store, storage } = await folder.open();
    for (let n = 0; n < 400; n += 1)
      void store.write('test', (tx) => tx.putSetting(`k${n}`, 'x'.repeat(4_000)));
    await write(store, 1);
    const stop = new AbortController();
    const shares: number[] = [];
    await expect(
      storage.backUp('by-hand', stop.signal, (share) => {
        shares.push(share);
        if (share > 0.1) stop.abort();
      }),
    ).rejects.toMatchObject({ code: 'stopped' });
    expect(shares.length).toBeGreaterThan(1);
    expect(readdirSync(folder.files.backups)).toEqual([]);
    await storage.close();
  });

  test('of a database with a bad row is not made, and work stops', async () => {
    const { store, storage, folder } = await withOpen();
    await underWay(store);
    const raw = new Database(folder.files.database);
    raw.exec(`UPDATE run SET record = replace(record, 'normal', 'urgent')`);
    raw.close();
    await expect(storage.backUp('hourly', never, () => {})).rejects.toMatchObject({ code: 'data_damaged' });
    expect(storage.state.is).toBe('stopped');
    await expect(write(store, 2)).rejects.toMatchObject({ code: 'data_damaged' });
    expect(storage.backups()).toEqual([]);
    await store.close();
  });
});

async function withOpen(): Promise<{ store: SqliteStore; storage: SqliteStorage; folder: Folder }> {
  const folder = newFolder();
  return { ...(await folder.open()), folder };
}

describe('putting a backup back', () => {
  test('holds every run that was under way, and gives it back as it was when a person says so', async () => {
    const { store, storage, folder } = await withOpen();
    await underWay(store);
    const backup = await storage.backUp('by-hand', never, () => {});
    await write(store, 7);
    const setBack = await storage.restore(backup.id, 'Dana');
    expect(setBack).toMatchObject({
      reason: 'by-hand',
      by: 'Dana',
      knownUntil: backup.at,
      runsHeld: 1,
      auditLost: 1,
    });
    expect(store.read.setting('n')).toBeUndefined();
    expect(heldRuns(store.read).map((r) => r.id)).toEqual([RUN]);
    // Nothing wakes it: no time limit, and no card that could be approved a second time.
    expect([store.read.nextDue(), store.read.approvals('pending', 9), store.read.readyRuns()]).toEqual([
      undefined,
      [],
      [],
    ]);
    expect(existsSync(path.join(folder.dir, setBack.keptAs ?? ''))).toBe(true);

    await store.write('test', (tx) => releaseRun(tx, tx.run(RUN) ?? run, 9));
    expect(store.read.run(RUN)).toMatchObject({ status: 'waiting', waitingFor: 'approval' });
    expect(store.read.approval(CARD)).toMatchObject({ status: 'pending', decidedAt: null });
    expect(store.read.nextDue()).toBe(5_000);
    await storage.close();
    const again = await folder.open();
    expect(again.store.read.run(RUN)?.waitingFor).toBe('approval');
    await again.storage.close();
  });

  test('of a damaged backup changes nothing', async () => {
    const { store, storage, folder } = await withOpen();
    await underWay(store);
    const backup = await storage.backUp('by-hand', never, () => {});
    await write(store, 7);
    ruin(path.join(folder.files.backups, backup.id));
    await expect(storage.restore(backup.id, 'Dana')).rejects.toMatchObject({ code: 'data_damaged' });
    expect(store.read.setting('n')).toBe(7);
    await write(store, 8);
    await storage.close();
  });
});

describe('at the start', () => {
  test('a damaged database is kept, the newest whole backup is used, and what was lost is said', async () => {
    const { store, storage, folder } = await withOpen();
    await underWay(store);
    const good = await storage.backUp('hourly', never, () => {});
    await write(store, 1);
    const bad = await storage.backUp('hourly', never, () => {});
    await write(store, 2);
    await storage.close();
    ruin(folder.files.database);
    ruin(path.join(folder.files.backups, bad.id));
    const damagedBytes = readFileSync(folder.files.database);
    const again = await folder.open();
    const setBack = lastSetBack(again.store.read);
    expect(setBack).toMatchObject({ reason: 'damaged', knownUntil: good.at, auditLost: 2, runsHeld: 1 });
    expect(readFileSync(path.join(folder.dir, setBack?.keptAs ?? ''))).toEqual(damagedBytes);
    expect(again.store.read.readyRuns()).toEqual([]);
    await again.storage.close();
    // It is said once, and not done again.
    const third = await folder.open();
    expect(lastSetBack(third.store.read)).toEqual(setBack);
    await third.storage.close();
  });

  test('a damaged database without a backup is refused, and stays as it is', async () => {
    const { store, storage, folder } = await withOpen();
    await underWay(store);
    await storage.close();
    ruin(folder.files.database);
    const bytes = readFileSync(folder.files.database);
    await expect(folder.open()).rejects.toMatchObject({ code: 'data_damaged' });
    expect(readFileSync(folder.files.database)).toEqual(bytes);
  });

  test('an old copy that somebody put back is noticed, and nothing of it goes on by itself', async () => {
    const { store, storage, folder } = await withOpen();
    await underWay(store);
    await storage.close();
    copyFileSync(folder.files.database, path.join(folder.dir, 'mine.db'));
    const later = await folder.open();
    await write(later.store, 3);
    await later.storage.close();
    copyFileSync(path.join(folder.dir, 'mine.db'), folder.files.database);
    const again = await folder.open();
    expect(lastSetBack(again.store.read)).toMatchObject({ reason: 'older-copy', runsHeld: 1, auditLost: 1 });
    expect(heldRuns(again.store.read)).toHaveLength(1);
    await again.storage.close();
  });

  test('the log of another time is not played back', async () => {
    const { store, storage, folder } = await withOpen();
    await underWay(store);
    await storage.backUp('hourly', never, () => {});
    const old = readFileSync(`${folder.files.database}-wal`);
    await write(store, 1);
    await storage.close();
    writeFileSync(`${folder.files.database}-wal`, old);
    const again = await folder.open();
    expect(lastSetBack(again.store.read)?.reason).toBe('damaged');
    await again.storage.close();
  });

  test('a database that is gone is not taken for a new one', async () => {
    const { store, storage, folder } = await withOpen();
    await write(store, 1);
    await storage.backUp('hourly', never, () => {});
    await storage.close();
    rmSync(folder.files.database);
    const again = await folder.open();
    expect(again.store.read.setting('n')).toBe(1);
    expect(lastSetBack(again.store.read)?.reason).toBe('damaged');
    await again.storage.close();
  });

  test('after a crash nothing is set back', async () => {
    const { store, folder } = await withOpen();
    await write(store, 1);
    // A crash closes nothing: the files are as they are now.
    const crashed = newFolder();
    for (const name of ['switchyard.db', 'switchyard.db-wal', 'head.json'])
      copyFileSync(path.join(folder.dir, name), path.join(crashed.dir, name));
    const again = await crashed.open();
    expect(again.store.read.setting('n')).toBe(1);
    expect(lastSetBack(again.store.read)).toBeUndefined();
    await again.storage.close();
    await store.close();
  });
});

describe('while it is open', () => {
  test('a second Switchyard that takes the folder over ends the first one at its next write', async () => {
    const { store, storage, folder } = await withOpen();
    await write(store, 1);
    const second = await folder.open();
    await expect(write(store, 2)).rejects.toMatchObject({ code: 'taken_over' });
    expect(storage.state.is).toBe('stopped');
    await write(second.store, 3);
    expect(second.store.read.setting('n')).toBe(3);
    await store.close();
    await second.storage.close();
  });

  test.each(['switchyard.db', 'switchyard.db-wal'])(
    'a deleted %s stops every further write',
    async (name) => {
      const { store, storage, folder } = await withOpen();
      await write(store, 1);
      rmSync(path.join(folder.dir, name));
      await expect(write(store, 2)).rejects.toMatchObject({ code: 'disk_failing' });
      await expect(write(store, 3)).rejects.toMatchObject({ code: 'disk_failing' });
      expect(storage.state.is).toBe('stopped');
      await store.close();
    },
  );
});
