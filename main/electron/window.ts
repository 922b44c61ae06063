import path from 'node:path';
import { app, BrowserWindow, nativeTheme, type WebPreferences } from 'electron';

/**
 * What a page may do, said once for every window. The page is assumed hostile: nothing of Node reaches it.
 * What these options leave unnamed (`webSecurity` and its like) keeps Electron's safe setting.
 */
export const webPreferences = (root: string): Readonly<WebPreferences> =>
  Object.freeze({
    preload: path.join(root, 'dist/main/preload.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // It would fetch its dictionaries from the web.
    spellcheck: false,
    devTools: !app.isPackaged,
  });

/** Opens the one window at an address of our own. It shows itself once there is something to see. */
export function openWindow(root: string, address: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Switchyard',
    icon: path.join(root, 'resources/icons/icon-256.png'),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: webPreferences(root),
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(address);
  return window;
}

/** Brings the window to the person, wherever it was. */
export function showWindow(window: BrowserWindow | undefined): void {
  if (!window || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
