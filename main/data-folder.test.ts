import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';
import { defaultDataDir } from './default-data-dir.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-folder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a data folder is made with all that is above it, for this user alone', () => {
  const dir = path.join(folder, 'a/b/data');
  openDataFolder(dir).release();
  expect(statSync(dir).mode & 0o077).toBe(0);
});

test('a second Switchyard on the same folder is told so, and gets it once the first has ended', () => {
  const dir = path.join(folder, 'shared');
  const first = openDataFolder(dir);
  expect(() => openDataFolder(dir)).toThrow(/already running/);
  first.release();
  openDataFolder(dir).release();
});

test.skipIf(process.platform !== 'linux')(
  'a place where no folder can be is refused with a sentence, and does not hang',
  () => {
    expect(() => openDataFolder('/proc/nope/data')).toThrow(/cannot be used/);
  },
);

test('each platform keeps data where its users expect it', () => {
  expect(defaultDataDir('linux', {}, '/home/dana')).toBe('/home/dana/.local/share/Switchyard');
  expect(defaultDataDir('linux', { XDG_DATA_HOME: '/data' }, '/home/dana')).toBe('/data/Switchyard');
  expect(defaultDataDir('darwin', {}, '/Users/dana')).toBe(
    '/Users/dana/Library/Application Support/Switchyard',
  );
  expect(defaultDataDir('win32', { APPDATA: 'C:\\Users\\dana\\AppData\\Roaming' }, 'C:\\Users\\dana')).toBe(
    'C:\\Users\\dana\\AppData\\Roaming\\Switchyard',
  );
});
