import os from 'node:os';
import path from 'node:path';

/** Where a person's data lies unless told otherwise: the platform's own place for it. */
export function defaultDataDir(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  home: string = os.homedir(),
): string {
  if (platform === 'win32')
    return path.win32.join(
      environment['APPDATA'] ?? path.win32.join(home, 'AppData', 'Roaming'),
      'Switchyard',
    );
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'Switchyard');
  return path.posix.join(
    environment['XDG_DATA_HOME'] || path.posix.join(home, '.local', 'share'),
    'Switchyard',
  );
}
