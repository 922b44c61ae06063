import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { storeSuite } from '../testing/store-suite.ts';
import { SqliteStore } from './sqlite-store.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (file: string): SqliteStore =>
  new SqliteStore({ file, now: () => 1, soon: (callback) => setImmediate(callback) });

let count = 0;
let file = '';
storeSuite('SQLite in memory', () => at(':memory:'));
storeSuite(
  'SQLite in a file',
  () => at((file = path.join(folder, `${count++}.db`))),
  async (store) => {
    await store.close();
    return at(file);
  },
);

test('a write is on disk when it is acknowledged: synchronous is FULL after a write', () => {
  const name = path.join(folder, 'sync.db');
  at(name);
  // Opening asserts it after its first write; here from outside, that the file really is in WAL mode.
  expect(new Database(name, { readonly: true }).pragma('journal_mode', { simple: true })).toBe('wal');
});

test('a published version, the trace and the audit log cannot be changed', async () => {
  const name = path.join(folder, 'fixed.db');
  const store = at(name);
  await store.write('test', (tx) => tx.addAudit(1, 'Dana', 'flow_created', {}));
  await store.close();
  const raw = new Database(name);
  expect(() => raw.exec(`UPDATE audit SET entries = '[]'`)).toThrow(/append-only/);
  expect(() => raw.exec('DELETE FROM audit')).toThrow(/append-only/);
  raw.close();
});

test('a row changed behind our back breaks the audit chain at its place', async () => {
  const name = path.join(folder, 'tampered.db');
  const store = at(name);
  for (const n of [1, 2, 3]) await store.write('test', (tx) => tx.addAudit(n, 'Dana', 'flow_created', { n }));
  await store.close();
  const raw = new Database(name);
  raw.exec(
    `DROP TRIGGER audit_is_append_only; UPDATE audit SET entries = replace(entries, 'Dana', 'Mallory') WHERE seq = 2`,
  );
  raw.close();
  expect(at(name).read.verifyAudit().brokenAt).toBe(2);
});

test('a data folder of a newer Switchyard is refused, not damaged', () => {
  const name = path.join(folder, 'newer.db');
  const raw = new Database(name);
  raw.pragma('user_version = 999');
  raw.close();
  expect(() => at(name)).toThrow(/newer Switchyard/);
});
