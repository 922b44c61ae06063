import path from 'node:path';
import { app, BrowserWindow, nativeTheme } from 'electron';

/** Opens the one window. What its page may do is said here and nowhere else; the page is assumed hostile. */
export function openWindow(root: string, address: string): BrowserWindow {
  const webPreferences = Object.freeze({
    preload: path.join(root, 'dist/main/preload.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    // It would fetch its dictionaries from the web.
    spellcheck: false,
    devTools: !app.isPackaged,
  });
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    show: false,
    icon: path.join(root, 'resources/icons/icon-256.png'),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences,
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(address);
  return window;
}
