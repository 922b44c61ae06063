// Only Node built-ins, and only syntax that Node 18 can read: boot.mjs uses this before anything is installed.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const BEAT_MS = 2_000;
/** A holder whose last sign of life is older than this is gone, whatever runs under its process id now. */
const STALE_MS = 60_000;
/** How long a lock may be without its owner's name: the time between making the folder and writing into it. */
const UNNAMED_MS = 5_000;

/** True while a process with this id runs. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isStale(folder) {
  try {
    const age = Date.now() - statSync(folder).mtimeMs;
    let pid = 0;
    try {
      pid = Number(readFileSync(path.join(folder, 'owner'), 'utf8'));
    } catch {
      // Made a moment ago, or its maker died in between.
    }
    return pid > 0 ? !isAlive(pid) || age > STALE_MS : age > UNNAMED_MS;
  } catch {
    return false; // Given back a moment ago.
  }
}

/** Moving it aside first lets only one of several who wait take it away. */
function takeAway(folder) {
  const aside = `${folder}-${process.pid}-${Date.now()}`;
  try {
    renameSync(folder, aside);
    rmSync(aside, { recursive: true, force: true });
  } catch {
    // Somebody else was faster.
  }
}

function tryToTake(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    // Windows answers EPERM for a folder that is being deleted.
    if (error.code === 'EEXIST' || error.code === 'EPERM') return false;
    throw error;
  }
  writeFileSync(path.join(folder, 'owner'), String(process.pid));
  return true;
}

/**
 * Runs `work` while no other process holds the lock `folder`. A folder is used because making one either happens or
 * not, on every file system. The lock of a process that died is taken over.
 */
export async function withLock(folder, work, onWait = () => {}) {
  let told = false;
  while (!tryToTake(folder)) {
    if (isStale(folder)) takeAway(folder);
    else {
      if (!told) onWait();
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  const beat = setInterval(() => {
    try {
      utimesSync(folder, new Date(), new Date());
    } catch {
      // The folder was removed by hand; the work goes on.
    }
  }, BEAT_MS);
  const giveBack = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', giveBack);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', giveBack);
    giveBack();
  }
}
