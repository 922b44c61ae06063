import os from 'node:os';
import path from 'node:path';

/** Where a person's data lies unless told otherwise: the same place as in main/default-data-dir.ts. */
export function defaultDataDir() {
  const home = os.homedir();
  if (process.platform === 'win32')
    return path.join(process.env['APPDATA'] || path.join(home, 'AppData/Roaming'), 'Switchyard');
  if (process.platform === 'darwin') return path.join(home, 'Library/Application Support/Switchyard');
  return path.join(process.env['XDG_DATA_HOME'] || path.join(home, '.local/share'), 'Switchyard');
}
