import { app, Menu } from 'electron';

/** The menu bar: what copying, zooming and quitting need. Developer tools only where the app is not packaged. */
export function setMenu(): void {
  const tools = app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      process.platform === 'darwin' ? { role: 'appMenu' } : { label: 'File', submenu: [{ role: 'quit' }] },
      { role: 'editMenu' },
      { label: 'View', submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, ...tools] },
    ]),
  );
}
