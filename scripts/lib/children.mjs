// Only Node built-ins, and only syntax that Node 18 can read: boot.mjs uses this before anything is installed.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isAlive } from './lock.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_LOOK_MS = 500;

/** The process above this one, and on Linux the one above that: a shell, and the npm that started it. */
function above() {
  const parent = process.ppid;
  try {
    return `${parent} ${/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${parent}/status`, 'utf8'))[1]}`;
  } catch {
    return String(parent);
  }
}
// Looked at before anything else is done, because npm may end while we build.
const [parentAtFirst, aboveAtFirst] = [process.ppid, above()];
const hasLostItsStarter = () => above() !== aboveAtFirst || !isAlive(parentAtFirst);

/**
 * Calls `stop(signal)` when this process is asked to end: by a signal, by the end of the boot process above it, or by
 * the end of the npm above that. The last one is needed because npm passes a signal to a shell, and the shell dies
 * without passing it on. Gives a function that stops listening.
 */
export function onStop(stop) {
  const handlers = SIGNALS.map((signal) => [signal, () => stop(signal)]);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  const gone = () => stop('SIGTERM');
  process.on('disconnect', gone);
  process.channel?.unref();
  // Only under npm: a process that a person put in the background on purpose shall outlive its shell.
  const look = process.env.npm_lifecycle_event
    ? setInterval(() => hasLostItsStarter() && gone(), PARENT_LOOK_MS).unref()
    : undefined;
  return () => {
    clearInterval(look);
    process.off('disconnect', gone);
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

/**
 * Runs a program until it ends and gives { code, signal, error }. When we are asked to stop, it is asked too, and
 * what does not end in time is ended.
 */
export function runChild(command, args, options = {}) {
  const { timeoutMs, graceMs = 10_000, ...spawnOptions } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, spawnOptions);
    let asked;
    let timedOut = false;
    const force = () => setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
    const quit = onStop((signal) => {
      if (asked) return;
      asked = signal;
      // On Windows a signal is an execution; Ctrl+C has reached the child through the console by itself.
      if (process.platform !== 'win32' || signal !== 'SIGINT') child.kill(signal);
      force();
    });
    const limit = timeoutMs
      ? setTimeout(() => {
          timedOut = true;
          child.kill('SIGTERM');
          force();
        }, timeoutMs)
      : undefined;
    const end = (outcome) => {
      clearTimeout(limit);
      quit();
      resolve({ timedOut, asked, ...outcome });
    };
    child.once('error', (error) => end({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => end({ code, signal }));
  });
}

/** Ends this process as a child ended: with its exit code, or by the signal that ended it. */
export function endLike({ code, signal, asked }) {
  if (code !== null) process.exit(code);
  const by = signal ?? asked ?? 'SIGTERM';
  if (process.platform === 'win32') process.exit(1);
  process.kill(process.pid, by);
  setTimeout(() => process.exit(1), 1_000);
}
