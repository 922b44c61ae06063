import { existsSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ON_PATH = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const ON_MAC = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const ON_WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

function candidates() {
  if (process.platform === 'darwin') {
    return ['/Applications', path.join(os.homedir(), 'Applications')].flatMap((dir) =>
      ON_MAC.map((name) => path.join(dir, name)),
    );
  }
  if (process.platform === 'win32') {
    const bases = [
      process.env['ProgramFiles'],
      process.env['ProgramFiles(x86)'],
      process.env['LocalAppData'],
    ];
    return bases.filter(Boolean).flatMap((base) => ON_WINDOWS.map((name) => path.join(base, name)));
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(path.isAbsolute);
  return ON_PATH.flatMap((name) =>
    [...folders, '/usr/bin', '/snap/bin'].map((folder) => path.join(folder, name)),
  );
}

/** The Chromium, Chrome or Edge of this computer, or undefined. */
export const findBrowser = () => candidates().find((file) => existsSync(file));

/** True when a window can be shown at all. */
export const hasScreen = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

/** True on Linux as root, where Chromium's sandbox does not start. */
export const cannotSandbox = () => process.platform === 'linux' && process.getuid?.() === 0;

/** How to open `link` as a window of its own, with a profile of its own below `dataDir`. */
export function windowArguments(browser, link, dataDir) {
  // A browser from a snap may not write into hidden folders, and the data folder lies in one.
  const isSnap = browser.startsWith('/snap/') || realpathSync(browser).startsWith('/snap/');
  const profile = isSnap
    ? path.join(os.homedir(), 'snap/chromium/common/Switchyard')
    : path.join(dataDir, 'browser-window');
  return [
    `--app=${link}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--window-size=1440,900',
    '--no-default-browser-check',
    ...(cannotSandbox() ? ['--no-sandbox'] : []),
  ];
}
