import path from 'node:path';
import { parseArgs } from 'node:util';
import { app, dialog, session, type BrowserWindow } from 'electron';
import { errorData } from '../../app/base/errors.ts';
import { compose } from '../compose.ts';
import { defaultDataDir } from '../default-data-dir.ts';
import { readStaticFiles } from '../server/static-files.ts';
import { keychainSource } from '../vault/keychain-source.ts';
import { askOnClose } from './background.ts';
import { keychain, tellAboutKeyFile } from './keychain.ts';
import { setMenu } from './menu.ts';
import { keepInPlace } from './navigation.ts';
import { denyEverything } from './permissions.ts';
import { servePorts } from './ports.ts';
import { registerScheme, serveWindow } from './protocol.ts';
import { openWindow } from './window.ts';

/** The desktop host. What Electron takes only before it is ready stands outside every function. */
registerScheme();
app.enableSandbox();
app.on('session-created', denyEverything);
app.on('web-contents-created', (_event, contents) => keepInPlace(contents));

/** The source and the bundle lie equally deep below the product's folder. */
const root = path.resolve(import.meta.dirname, '../..');
// Not strict: Chromium's own switches stand among the arguments.
const options = { data: { type: 'string' }, practice: { type: 'boolean' } } as const;
const { values } = parseArgs({ args: process.argv.slice(1), options, strict: false });
const dataDir = path.resolve(typeof values.data === 'string' ? values.data : defaultDataDir());
// Chromium's files, apart from ours. On Windows they hold a part of the keychain's key: a backup needs them.
app.setPath('userData', path.join(dataDir, 'window'));

/** Switches that take the window's walls down. An installed app does not start with them. */
const REFUSED = ['no-sandbox', 'remote-debugging-port', 'remote-debugging-pipe', 'disable-web-security'];
let window: BrowserWindow | undefined;

async function run(): Promise<void> {
  const refused = REFUSED.find((name) => app.commandLine.hasSwitch(name));
  if (refused && app.isPackaged) throw new TypeError(`Switchyard does not start with --${refused}.`);
  denyEverything(session.defaultSession);
  serveWindow(readStaticFiles(path.join(root, 'dist/renderer')));
  const masterKey = await keychainSource(dataDir, process.env, keychain);
  const where = { dataDir, resourcesDir: path.join(root, 'resources') };
  const composed = await compose({ ...where, host: 'electron', practice: values.practice === true, masterKey });
  const endPorts = servePorts(composed);
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    // What does not settle in time is taken up again at the next start; nothing durable depends on a clean end.
    setTimeout(() => app.exit(0), 5_000).unref();
    endPorts();
    void composed.close().finally(() => app.exit(0));
  });
  const startAt = await composed.start();
  setMenu();
  window = openWindow(root, `switchyard://app/#${startAt}`);
  askOnClose(root, window, composed);
  if (!masterKey.isKeychain) await tellAboutKeyFile(dataDir);
}

const showWindow = (): void => {
  if (window?.isMinimized()) window.restore();
  window?.show();
};

if (app.requestSingleInstanceLock()) {
  // The arguments of another start may come from anywhere. They are not looked at.
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.whenReady().then(run).catch((error: unknown) => {
    const { sentence, fix = '' } = error instanceof TypeError ? { sentence: error.message } : errorData(error);
    dialog.showErrorBox('Switchyard could not start', `${sentence}\n${fix}`);
    app.exit(1);
  });
} else app.quit();
