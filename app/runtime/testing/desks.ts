import type { Catalog } from '../../kit/catalog.ts';
import { SqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { ScriptedTools } from './scripted-tools.ts';
import { TestHost, type TestHostOptions } from './test-host.ts';

/** A store of its own, in memory unless a file is named. */
export const testStore = (file = ':memory:'): SqliteStore =>
  new SqliteStore({ file, now: () => 1, soon: (callback) => setImmediate(callback) });

/** Opens hosts for a test file and closes them all when told. */
export function desks(catalog: Catalog): {
  open(more?: Partial<TestHostOptions>): TestHost;
  closeAll(): Promise<void>;
} {
  const hosts: { readonly desk: TestHost; readonly alive: () => boolean }[] = [];
  return {
    open: (more = {}) => {
      const host = new TestHost({
        store: more.store ?? testStore(),
        catalog,
        tools: more.tools ?? new ScriptedTools(catalog),
        ...more,
      });
      hosts.push({ desk: host, alive: more.alive ?? (() => true) });
      return host;
    },
    closeAll: async () => {
      for (const { desk, alive } of hosts.splice(0)) {
        // A process that is gone cannot be asked to stop.
        if (alive()) await desk.host.stop();
        await desk.store.close();
      }
    },
  };
}
