import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, vi } from 'vitest';
import { testStore } from '../../app/runtime/testing/desks.ts';
import { describeDurablePort } from '../../app/runtime/testing/durable-suite.ts';
import { storeEngineRig, type StoreSource } from '../../app/runtime/testing/store-engine-rig.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-port-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let worlds = 0;
const onDisk = (): StoreSource => {
  const file = path.join(folder, `${(worlds += 1)}.db`);
  return { open: () => testStore(file), leave: (store) => store.close() };
};
/** What is in memory outlives the host, and nothing else does. */
const inMemory = (): StoreSource => {
  const store = testStore();
  return { open: () => store, leave: async () => {} };
};

describeDurablePort('SQLite on disk', () => storeEngineRig(catalog, onDisk(), false));
describeDurablePort('a store in memory', () => storeEngineRig(catalog, inMemory(), false));
describeDurablePort('put down after every step', () => storeEngineRig(catalog, inMemory(), true));
