import { existsSync } from 'node:fs';
import { findBrowser } from './browser.mjs';
import { runChild } from './children.mjs';
import { at, say } from './root.mjs';

const PACKAGES = ['chromium', 'fonts-dejavu-core', 'fonts-liberation2'];
const APT_LIMIT_MS = 10 * 60_000;

const isDebianAsRoot = () =>
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  existsSync('/usr/bin/apt-get') &&
  existsSync('/etc/debian_version');

async function run(command, args, env = {}) {
  // What installers say goes to standard error; the last line of standard output is the tests'.
  const outcome = await runChild(command, args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...env },
    timeoutMs: APT_LIMIT_MS,
  });
  if (outcome.asked) process.exit(130);
  return outcome.code === 0;
}

/**
 * Makes sure that there is a Chromium for the end-to-end tests: the computer's own, Debian's as root, or the one that
 * Playwright fetches. Gives false when none could be had.
 */
export async function ensureTestBrowser() {
  if (findBrowser()) return true;
  if (isDebianAsRoot()) {
    say('Installing Chromium for the tests (apt-get).');
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], quiet);
    await run('apt-get', ['install', '-qy', '--no-install-recommends', ...PACKAGES], quiet);
    if (findBrowser()) return true;
  }
  say('Fetching Chromium for the tests (playwright install chromium).');
  return run(process.execPath, [at('node_modules/@playwright/test/cli.js'), 'install', 'chromium']);
}
