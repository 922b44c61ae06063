import path from 'node:path';
import { parseArgs } from 'node:util';
import { app, dialog, session, type BrowserWindow } from 'electron';
import { errorData } from '../../app/base/errors.ts';
import { compose } from '../compose.ts';
import { defaultDataDir } from '../default-data-dir.ts';
import { readStaticFiles } from '../server/static-files.ts';
import { askOnClose } from './closing.ts';
import { desktopKeySource, tellAboutKeyFile } from './keychain.ts';
import { setMenu, showTray } from './menu.ts';
import { keepInPlace } from './navigation.ts';
import { windowAddress } from './own-address.ts';
import { denyEverything } from './permissions.ts';
import { servePorts } from './ports.ts';
import { registerScheme, serveWindow } from './protocol.ts';
import { openWindow, showWindow } from './window.ts';

/** The desktop host. What Electron takes only before it is ready stands here, outside every function. */
registerScheme();
app.enableSandbox();
app.on('session-created', denyEverything);
app.on('web-contents-created', (_event, contents) => keepInPlace(contents));

/** The source and the bundle lie equally deep below the product's folder. */
const root = path.resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  args: process.argv.slice(1),
  options: { data: { type: 'string' }, practice: { type: 'boolean', default: false } },
  // Chromium's own switches stand among the arguments.
  strict: false,
});
const dataDir = path.resolve(typeof values.data === 'string' ? values.data : defaultDataDir());
// Chromium's files apart from ours. On Windows they hold a part of the keychain's key, so a backup needs them too.
app.setPath('userData', path.join(dataDir, 'window'));

/** Switches that open the window to other programs, or take its walls down. Not for an installed app. */
const REFUSED = ['no-sandbox', 'remote-debugging-port', 'remote-debugging-pipe', 'disable-web-security'];
/** What does not settle in this time is taken up again at the next start; nothing durable depends on a clean end. */
const CLOSE_MS = 5_000;

let window: BrowserWindow | undefined;

async function run(): Promise<void> {
  const refused = app.isPackaged ? REFUSED.find((name) => app.commandLine.hasSwitch(name)) : undefined;
  if (refused) throw new TypeError(`Switchyard does not run with --${refused}.`);
  denyEverything(session.defaultSession);
  serveWindow(readStaticFiles(path.join(root, 'dist/renderer')));
  const key = await desktopKeySource(dataDir);
  const composed = await compose({
    dataDir,
    host: 'electron',
    practice: values.practice === true,
    resourcesDir: path.join(root, 'resources'),
    masterKey: key,
  });
  const endPorts = servePorts(composed);
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    setTimeout(() => app.exit(0), CLOSE_MS).unref();
    endPorts();
    void composed.close().finally(() => app.exit(0));
  });
  const startAt = await composed.start();
  setMenu();
  window = openWindow(root, windowAddress(startAt));
  askOnClose(window, composed, () => showTray(root, () => showWindow(window)));
  if (!key.isKeychain) await tellAboutKeyFile(dataDir);
}

if (app.requestSingleInstanceLock()) {
  // The other start's arguments may come from anywhere. They are not looked at.
  app.on('second-instance', () => showWindow(window));
  app.on('activate', () => showWindow(window));
  app.whenReady().then(run).catch((error: unknown) => {
    const { sentence, fix } = error instanceof TypeError ? { sentence: error.message, fix: undefined } : errorData(error);
    dialog.showErrorBox('Switchyard could not start', fix ? `${sentence}\n\n${fix}` : sentence);
    app.exit(1);
  });
} else app.quit();
