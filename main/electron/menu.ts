import path from 'node:path';
import { app, Menu, Tray } from 'electron';

/** The menu bar: what copying, zooming and quitting need. Developer tools only where the app is not packaged. */
export function setMenu(): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      process.platform === 'darwin' ? { role: 'appMenu' } : { label: 'File', submenu: [{ role: 'quit' }] },
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
}

let tray: Tray | undefined;

/** A mark beside the clock while Switchyard works without its window. */
export function showTray(root: string, open: () => void): void {
  if (tray) return;
  tray = new Tray(path.join(root, 'resources/icons/tray.png'));
  tray.setToolTip('Switchyard is working');
  tray.on('click', open);
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Open Switchyard', click: open },
      { label: 'Quit Switchyard', click: () => app.quit() },
    ]),
  );
}
