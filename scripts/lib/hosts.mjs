import { spawn } from 'node:child_process';
import { cannotSandbox, findBrowser, windowArguments } from './browser.mjs';
import { onStop } from './children.mjs';
import { at, root, say } from './root.mjs';

const READY = /^Switchyard is ready at (\S+)$/m;
/** A little more than the host gives itself to end. */
const GRACE_MS = 8_000;
/** A window that ends faster than this was not closed by a person. */
const SHORTEST_VISIT_MS = 3_000;

/** Passes on what a host prints, and calls `ready(link)` at its line. */
function passOn(stream, ready) {
  let text = '';
  let found = false;
  stream.on('data', (chunk) => {
    process.stdout.write(chunk);
    if (found) return;
    text += chunk.toString();
    const link = READY.exec(text)?.[1];
    if (!link) return;
    found = true;
    ready(link);
  });
}

/**
 * Ends `host` cleanly: by the end of its standard input, which works on every system and when we die without a word,
 * and by a signal where there are some.
 */
export function endHost(host) {
  host.stdin?.end();
  if (process.platform !== 'win32') host.kill('SIGTERM');
  setTimeout(() => host.kill('SIGKILL'), GRACE_MS).unref();
}

/** Gives { code, asked, wasReady } when the host ended. */
function untilEnd(host, afterwards = () => {}) {
  return new Promise((resolve) => {
    let asked = false;
    let wasReady = false;
    const quit = onStop(() => {
      if (!asked) endHost(host);
      asked = true;
    });
    host.once('ready', () => (wasReady = true));
    const end = (code) => {
      quit();
      afterwards();
      resolve({ code, asked, wasReady });
    };
    host.once('error', () => end(1));
    host.once('exit', (code) => end(code));
  });
}

/** Runs the window and everything behind it in Electron, until the person quits. */
export function runElectron({ electron, data, practice }) {
  const args = [
    ...(cannotSandbox() ? ['--no-sandbox'] : []),
    root,
    '--data',
    data,
    ...(practice ? ['--practice'] : []),
  ];
  const host = spawn(electron, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = untilEnd(host);
  passOn(host.stdout, () => host.emit('ready'));
  return ended;
}

/** Starts the built headless host. Its standard output is a pipe; it ends when its standard input does. */
export function startHeadless({ data, port, practice }) {
  const args = ['--data', data, '--port', port, '--stop-with-parent', ...(practice ? ['--practice'] : [])];
  const host = spawn(process.execPath, [at('dist/main/headless.js'), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // The pipe breaks when the host ends first; that is how it should be.
  host.stdin.on('error', () => {});
  return host;
}

/** Runs the headless host until it ends, with a browser window when `open` and there is a browser. Gives the exit code. */
export async function runHeadless({ data, port, practice, open }) {
  const host = startHeadless({ data, port, practice });
  let window;
  const ended = untilEnd(host, () => window?.kill());
  passOn(host.stdout, (link) => {
    if (open) window = openWindow(host, link, data);
  });
  const { code, asked } = await ended;
  return code ?? (asked ? 0 : 1);
}

/** Opens the window in a browser. Closing it ends the host, as quitting would. */
function openWindow(host, link, data) {
  const browser = findBrowser();
  if (!browser) {
    say('No Chromium, Chrome or Edge was found. Open the link above in the browser you have.');
    return undefined;
  }
  const opened = Date.now();
  const window = spawn(browser, windowArguments(browser, link, data), { stdio: 'ignore' });
  window.once('error', () => say('The window could not be opened. Open the link above in a browser.'));
  window.once('exit', (code) => {
    if (code === 0 && Date.now() - opened >= SHORTEST_VISIT_MS) endHost(host);
    else if (host.exitCode === null && !host.killed) {
      say('The window ended by itself. Switchyard goes on; Ctrl+C ends it.');
    }
  });
  return window;
}
