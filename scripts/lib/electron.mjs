import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runChild } from './children.mjs';
import { at, say } from './root.mjs';

const TRIED = at('node_modules/.electron-tried');
const FETCH_LIMIT_MS = 60_000;
const TRY_AGAIN_MS = 24 * 60 * 60 * 1000;

/** Electron's program when it is on disk. The package itself is never loaded: doing so starts a download. */
export function findElectron() {
  try {
    const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? at('node_modules/electron/dist');
    const file = path.join(folder, readFileSync(at('node_modules/electron/path.txt'), 'utf8').trim());
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

function failedLately() {
  const tried = statSync(TRIED, { throwIfNoEntry: false });
  return tried !== undefined && Date.now() - tried.mtimeMs < TRY_AGAIN_MS;
}

/**
 * Electron's program, fetched when it is not there: once, under a time limit, and not again for a day when that fails.
 * Gives undefined when there is none.
 */
export async function electronOrNothing() {
  const found = findElectron();
  if (found || failedLately() || !existsSync(at('node_modules/electron/install.js'))) return found;
  say(`Fetching the window program (Electron); this may take up to ${FETCH_LIMIT_MS / 1000} s.`);
  const outcome = await runChild(process.execPath, [at('node_modules/electron/install.js')], {
    stdio: 'ignore',
    timeoutMs: FETCH_LIMIT_MS,
    graceMs: 2_000,
  });
  if (outcome.asked) process.exit(130);
  const fetched = outcome.code === 0 ? findElectron() : undefined;
  if (!fetched) {
    // A half-written one would be taken for whole the next time.
    rmSync(at('node_modules/electron/dist'), { recursive: true, force: true });
    rmSync(at('node_modules/electron/path.txt'), { force: true });
    writeFileSync(TRIED, '');
    say('It could not be fetched, so a browser shows the window. The next try is in a day.');
  }
  return fetched;
}
