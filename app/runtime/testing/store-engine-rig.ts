import type { Catalog } from '../../kit/catalog.ts';
import type { Store } from '../../store/store.ts';
import { CrashingStore } from './crashing-store.ts';
import type { DiesAt, EngineRig } from './durable-suite.ts';
import { ScriptedTools } from './scripted-tools.ts';
import { SleepyClock } from './sleepy-clock.ts';
import { TestHost } from './test-host.ts';

/** Where a host's store comes from: the same one again for a store in memory, the file opened anew for one on disk. */
export interface StoreSource {
  open(): Store;
  /** What is left when a host is gone. */
  leave(store: Store): Promise<void>;
}

/** The product's own engine, over a store, for the suite of the durable port. */
export async function storeEngineRig(
  catalog: Catalog,
  source: StoreSource,
  alwaysSuspend: boolean,
): Promise<EngineRig> {
  const clock = new SleepyClock();
  const tools = new ScriptedTools(catalog);
  let lives = 0;
  const live = (dies: DiesAt) => {
    lives += 1;
    const inner = source.open();
    const store = new CrashingStore(inner, dies.change, dies.edge);
    const alive = (): boolean => !store.dead;
    const desk = new TestHost({ store, catalog, tools, clock, seed: lives, alwaysSuspend, alive });
    return { inner, store, desk };
  };
  const never: DiesAt = { change: Number.MAX_SAFE_INTEGER, edge: 'before' };
  let life = live(never);
  await life.desk.addAgent('fin');
  await life.desk.host.start();
  return {
    get engine() {
      return life.desk.host.engine;
    },
    get isDead() {
      return life.store.dead;
    },
    get changes() {
      return life.store.writes;
    },
    publish: async (document) => {
      const { id } = await life.desk.host.api.flows.importFlow({ text: JSON.stringify(document) });
      await life.desk.host.api.flows.publish({ id, note: '' });
      return id;
    },
    approveAll: () => {
      for (const { id, digest } of life.store.read.approvals('pending', 200))
        life.desk.host.api.inbox.approve({ id, digest }).catch(() => {}); // somebody was faster
    },
    run: (id) => {
      const run = life.store.read.run(id);
      if (!run) throw new Error(`There is no run ${id}.`);
      return run;
    },
    runs: () => life.desk.runs().flatMap((run) => (run.byHand && !run.parent ? [run.id] : [])),
    effects: () => tools.ledger.map((effect) => String(effect.input['text'])),
    pass: (ms) => life.desk.advance(ms),
    restart: async (dies = never) => {
      if (!life.store.dead) await life.desk.host.stop();
      await life.desk.rest();
      await source.leave(life.inner);
      life = live(dies);
      const starting = life.desk.host.start();
      await life.desk.rest();
      if (!life.store.dead) await starting;
    },
    close: async () => {
      if (!life.store.dead) await life.desk.host.stop();
      await source.leave(life.inner);
    },
  };
}
