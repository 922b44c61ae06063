import path from 'node:path';
import type { PracticeWorld } from '../app/api/contract/practice.ts';
import { appRouter, type AppRouter, type Context } from '../app/api/router.ts';
import { SwitchyardError } from '../app/base/errors.ts';
import { movableClock } from '../app/base/movable-clock.ts';
import { createHost, type Host } from '../app/host.ts';
import { practiceClock } from '../app/runtime/practice-clock.ts';
import { openStore } from '../app/store/sqlite/open-store.ts';
import { catalog } from '../nodes/catalog.ts';
import { runners } from '../nodes/runners.ts';
import packageJson from '../package.json' with { type: 'json' };
import { createFolders } from './adapters/folders.ts';
import { createLog } from './adapters/log.ts';
import { createNet } from './adapters/net.ts';
import { realClock } from './adapters/real-clock.ts';
import { realRandom } from './adapters/real-random.ts';
import { shiftedClock } from './adapters/shifted-clock.ts';
import { openDataFolder } from './data-folder.ts';
import { readFailAt, withFailPoint } from './fail-points.ts';
import { hookDoor } from './hooks/hook-server.ts';
import { modelChooser } from './models.ts';
import type { Practice } from './practice/open-practice.ts';
import { meaningOnDemand } from './routing/meaning-on-demand.ts';
import { practiceStarter, practiceTeam, starters } from './starters/starters.ts';
import { keyFileSource, type MasterKeySource } from './vault/master-key.ts';
import { createVault } from './vault/vault.ts';

/** What a host says about itself when it builds the product. */
export interface ComposeOptions {
  readonly dataDir: string;
  readonly host: 'electron' | 'headless';
  /** Open straight into the practice workspace. */
  readonly practice: boolean;
  /** The folder `resources`, wherever this build has it. */
  readonly resourcesDir: string;
  /** Where the vault's key comes from; a key file in the data folder unless told. */
  readonly masterKey?: MasterKeySource;
}

/** The product, ready to be put behind a transport. */
export interface Composed {
  readonly router: AppRouter;
  readonly host: Host;
  createContext(): Context;
  /** Takes up what was under way and begins to look. Gives where in the window to begin, as the address behind `#`. */
  start(): Promise<string>;
  /** Ends calls, lets steps settle, closes every file. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Builds store, runtime, connectors and API for one data folder.
 * Throws `already_running`, `data_too_new`, `data_damaged`, or `invalid_input` for a folder that cannot be used.
 */
export async function compose(options: ComposeOptions): Promise<Composed> {
  const folder = openDataFolder(options.dataDir);
  const closers: (() => Promise<void> | void)[] = [() => folder.release()];
  const closeAll = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    // For tests of sleep and of clocks that are set, and only where no person sits before a window of their own.
    const shift = options.host === 'headless' ? process.env['SWITCHYARD_CLOCK_SHIFT'] : undefined;
    const computerClock = shift ? shiftedClock(realClock, shift) : realClock;
    const log = createLog({ clock: computerClock, file: folder.log });
    const vault = createVault(await (options.masterKey ?? keyFileSource(folder.dir, process.env)).load());
    const files = await openStore({
      files: folder,
      now: computerClock.now,
      soon: (callback) => setImmediate(callback),
    });
    const { storage } = files;
    closers.push(() => storage.close());
    // For tests of recovery, and only where no person sits before a window of their own.
    const failAt = options.host === 'headless' ? readFailAt(process.env['SWITCHYARD_FAIL_AT']) : undefined;
    const store = failAt
      ? withFailPoint(files.store, failAt, () => process.kill(process.pid, 'SIGKILL'))
      : files.store;
    const clock = movableClock(computerClock, practiceClock(store.read).aheadMs);
    const net = createNet();
    closers.push(() => net.close());
    const meaning = meaningOnDemand({
      assetsDir: path.join(options.resourcesDir, 'router'),
      clock,
    });
    closers.push(() => meaning.close());

    let practice: Promise<Practice> | undefined;
    let world: PracticeWorld | undefined;
    const practiceCompany = (): Promise<Practice> => {
      // Loaded when it is opened: whoever works with real tools has no use for made-up ones.
      practice ??= import('./practice/open-practice.ts').then(async ({ openPractice }) => {
        const opened = await openPractice({
          file: folder.practiceDatabase,
          clock,
          random: () => realRandom.next(),
          log,
        });
        world = opened.world;
        opened.world.onChange(() => host.live.touch('practice'));
        return opened;
      });
      // A failed opening is tried again at the next call.
      practice.catch(() => (practice = undefined));
      return practice;
    };
    closers.push(async () => (await practice)?.close());

    const host: Host = createHost({
      store,
      storage,
      clock,
      movableClock: clock,
      random: realRandom,
      catalog,
      runners,
      meaning,
      net,
      secrets: vault,
      hookDoor: hookDoor(realClock),
      folders: createFolders([folder.dir]),
      log,
      starters,
      openPractice: async () => ({
        team: practiceTeam((await practiceCompany()).world.credentials()),
        starter: practiceStarter,
      }),
      about: { host: options.host, productVersion: packageJson.version, dataDir: folder.dir },
      modelFor: modelChooser({ store, secrets: vault, net, clock: computerClock }),
    });
    closers.push(() => host.stop());

    return {
      router: appRouter,
      host,
      createContext: () => ({
        api: host.api,
        practice: () => {
          if (world) return world;
          throw new SwitchyardError('not_found', 'The practice workspace is not open.', {
            fix: 'Choose “Try the support desk” first.',
          });
        },
      }),
      start: async () => {
        await host.start();
        if (!options.practice) return '/';
        const { flow } = await host.api.workspace.tryPractice();
        return `/flows/${flow}`;
      },
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
