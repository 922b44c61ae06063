import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RunId } from '../../app/base/ids.ts';
import { MIGRATIONS } from '../../app/store/sqlite/migrations.ts';
import { openDatabase } from '../../app/store/sqlite/connection.ts';
import { openStore } from '../../app/store/sqlite/open-store.ts';
import { filesOf } from './programs/data-files.ts';
import { firstSchema } from './programs/first-schema.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'switchyard-old-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const newFolder = (): string => {
  const dir = mkdtempSync(path.join(root, 'data-'));
  firstSchema(filesOf(dir).database);
  return dir;
};
const open = (dir: string): ReturnType<typeof openStore> =>
  openStore({
    files: filesOf(dir),
    now: () => 1_700_000_000_000,
    soon: (callback) => setImmediate(callback),
    reserveBytes: 1_000,
  });

test('a database of the first version is brought up to date with everything in it, after a backup', async () => {
  const dir = newFolder();
  const { store, storage } = await open(dir);
  const run = 'run_000000001a' as RunId; // as the first schema has it
  expect(store.read.setting('operator')).toBe('Dana');
  expect(store.read.run(run)).toMatchObject({ status: 'waiting', waitingFor: 'event' });
  expect(store.read.traceOf(run).map((row) => row.event.type)).toEqual(['run_started', 'note_added']);
  expect(store.read.event('evt_1' as never)?.data).toEqual({ ticket: { id: '7' } });
  expect(store.read.waitFor('c7')?.run).toBe(run);
  expect(store.read.verifyAudit()).toEqual({ rows: 2, brokenAt: null });
  await store.write('test', (tx) => expect(tx.takeMail('m7', 0)).toEqual({ text: 'Yes' }));
  const [backup] = storage.backups();
  expect(backup?.why).toBe('before-upgrade');
  const before = new Database(path.join(filesOf(dir).backups, backup?.id ?? ''), { readonly: true });
  expect(before.pragma('user_version', { simple: true })).toBe(1);
  before.close();
  await storage.close();
});

test('an upgrade that dies at any step leaves a database that the next start upgrades', async () => {
  for (let dies = 1; dies < MIGRATIONS.length; dies += 1) {
    const dir = newFolder();
    const { database } = filesOf(dir);
    const step = MIGRATIONS[dies];
    if (!step) throw new Error('There is no such step.');
    // The step does its work and the program dies before the commit.
    const { up } = step;
    Object.defineProperty(step, 'up', {
      configurable: true,
      value: (db: Database.Database) => {
        up(db);
        throw new Error('The power went.');
      },
    });
    expect(() => openDatabase(database, 1)).toThrow('The power went.');
    Object.defineProperty(step, 'up', { configurable: true, value: up });
    const raw = new Database(database, { readonly: true });
    expect(raw.pragma('user_version', { simple: true })).toBe(dies);
    raw.close();
    const { store, storage } = await open(dir);
    expect(store.read.setting('operator')).toBe('Dana');
    expect(store.read.traceOf('run_000000001a' as RunId)).toHaveLength(2); // as the first schema has it
    await storage.close();
  }
});
