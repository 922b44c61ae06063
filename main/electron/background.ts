import path from 'node:path';
import { app, dialog, Menu, Tray, type BrowserWindow } from 'electron';
import type { Core } from '../core/open-core.ts';

/** Asks, when the window is closed while flows are at work, whether they go on: either would surprise somebody. */
export function askOnClose(root: string, window: BrowserWindow, core: Pick<Core<unknown>, 'isAtWork'>): void {
  let quitting = false;
  let tray: Tray | undefined;
  app.on('before-quit', () => (quitting = true));
  window.on('close', (event) => {
    if (quitting) return;
    event.preventDefault();
    void decide();
  });
  const decide = async (): Promise<void> => {
    if (!(await core.isAtWork().catch(() => false))) return app.quit();
    const { response } = await dialog.showMessageBox(window, {
      message: 'Flows are at work.',
      detail: 'They work only while Switchyard runs. What is open now is taken up at the next start.',
      buttons: ['Keep working', 'Quit', 'Cancel'],
      cancelId: 2,
    });
    if (response === 1) app.quit();
    if (response !== 0) return;
    window.hide();
    tray ??= makeTray(path.join(root, 'resources/icons/tray.png'), () => window.show());
  };
}

function makeTray(icon: string, open: () => void): Tray {
  const tray = new Tray(icon).on('click', open);
  tray.setToolTip('Switchyard is working');
  const show = { label: 'Open Switchyard', click: open };
  const quit = { label: 'Quit', click: () => app.quit() };
  tray.setContextMenu(Menu.buildFromTemplate([show, quit]));
  return tray;
}
