import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { app, dialog, session, type BrowserWindow } from 'electron';
import { errorData } from '../../app/base/errors.ts';
import { openCore } from '../core/open-core.ts';
import { defaultDataDir } from '../default-data-dir.ts';
import { readStaticFiles } from '../server/static-files.ts';
import { keychainSource } from '../vault/keychain-source.ts';
import { askOnClose } from './background.ts';
import { coreProcess } from './core-process.ts';
import { keychain, tellAboutKeyFile } from './keychain.ts';
import { setMenu } from './menu.ts';
import { keepInPlace } from './navigation.ts';
import { desktopNotifier } from './notifications.ts';
import { denyEverything, refuseOpenDoors } from './permissions.ts';
import { servePorts } from './ports.ts';
import { registerScheme, serveWindow } from './protocol.ts';
import { openWindow } from './window.ts';

/** The source and the bundle lie equally deep below the product's folder. */
const root = path.resolve(import.meta.dirname, '../..');
let window: BrowserWindow | undefined;

/** The desktop host. Up to the first `await` stands what Electron takes only before it is ready. */
async function run(): Promise<void> {
  registerScheme();
  app.enableSandbox();
  app.on('session-created', denyEverything);
  app.on('web-contents-created', (_event, contents) => keepInPlace(contents));
  const options = { data: { type: 'string' }, practice: { type: 'boolean' } } as const;
  // Not strict: Chromium's own switches stand among the arguments.
  const { values } = parseArgs({ args: process.argv.slice(1), options, strict: false });
  const dataDir = path.resolve(typeof values.data === 'string' ? values.data : defaultDataDir());
  // Chromium's files, apart from ours. On Windows they hold a part of the keychain's key: a backup needs them.
  const profile = path.join(dataDir, 'window');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', profile);
  if (!app.requestSingleInstanceLock()) return app.quit();
  // The arguments of another start may come from anywhere. They are not looked at.
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  await app.whenReady();
  refuseOpenDoors();
  denyEverything(session.defaultSession);
  serveWindow(readStaticFiles(path.join(root, 'dist/renderer')));
  const practice = values.practice === true;
  const resourcesDir = path.join(root, 'resources');
  const masterKey = await keychainSource(dataDir, process.env, keychain);
  const onCalls = desktopNotifier(() => window, showCard);
  const core = openCore(coreProcess(), { masterKey, onFall: giveUp, onCalls });
  servePorts(core);
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    // What does not settle in time is taken up again at the next start; nothing durable needs a clean end.
    setTimeout(() => app.exit(0), 5_000).unref();
    void core.close().finally(() => app.exit(0));
  });
  await core.open({ dataDir, host: 'electron', practice, resourcesDir });
  const startAt = await core.start();
  setMenu();
  window = openWindow(root, `switchyard://app/#${startAt}`);
  askOnClose(root, window, core);
  process.stdout.write('Switchyard is ready at switchyard://app/\n');
  if (!masterKey.isKeychain) await tellAboutKeyFile(dataDir);
}

const showWindow = (): void => {
  if (window?.isMinimized()) window.restore();
  window?.show();
};

/** Shows the window with a card of the inbox, or with the inbox. */
const showCard = (card: string | null): void => {
  showWindow();
  void window?.loadURL(`switchyard://app/#/inbox${card === null ? '' : `/${encodeURIComponent(card)}`}`);
};

/** Says in words why the app ends, or why it did not even start. */
const giveUp = (error: unknown): void => {
  const { sentence, fix = '' } = errorData(error);
  dialog.showErrorBox(window ? 'Switchyard has to end' : 'Switchyard could not start', `${sentence}\n${fix}`);
  app.exit(1);
};

run().catch(giveUp);
