/**
 * The dev loop: the headless host on one port and one data folder, built again and started again when a source file
 * changes. A change in the window alone builds the window; the page is then loaded again by hand.
 */
import { watch } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildWhenNeeded } from './build.mjs';
import { onStop } from './lib/children.mjs';
import { startHeadless, endHost } from './lib/hosts.mjs';
import { at, plain, say } from './lib/root.mjs';

/** Editors write a file in several steps, and a branch change touches many at once. */
const CALM_MS = 200;
const FOLDERS = ['app', 'main', 'nodes', 'renderer', 'resources'];

function optionsOrExit() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '4170' },
        data: { type: 'string', default: at('node_modules/.dev-data') },
        practice: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    say(`${error.message.split('.')[0]}. There are: --port N, --data DIR, --practice.`);
    return process.exit(2);
  }
}

const values = optionsOrExit();
let host;
let isStopping = false;

async function restart() {
  const before = host;
  host = undefined;
  if (before) {
    endHost(before);
    if (before.exitCode === null && before.signalCode === null)
      await new Promise((resolve) => before.once('exit', resolve));
  }
  if (isStopping) return;
  host = startHeadless({ data: path.resolve(values.data), port: values.port, practice: values.practice });
  host.stdout.pipe(process.stdout);
}

async function buildAndRestart(isHostConcerned) {
  try {
    await buildWhenNeeded();
  } catch (error) {
    say(plain(error.message));
    return;
  }
  if (isHostConcerned) await restart();
  else say('The window is built; load the page again.');
}

let work = Promise.resolve();
let isHostConcerned = false;
let calm;
for (const folder of FOLDERS) {
  watch(at(folder), { recursive: true }, (_event, name) => {
    if (!name || /\.test\.tsx?$/.test(name)) return;
    isHostConcerned ||= folder !== 'renderer';
    clearTimeout(calm);
    calm = setTimeout(() => {
      const concerned = isHostConcerned;
      isHostConcerned = false;
      work = work.then(() => buildAndRestart(concerned));
    }, CALM_MS);
  });
}
onStop(() => {
  if (isStopping) return;
  isStopping = true;
  if (!host || host.exitCode !== null) process.exit(0);
  host.once('exit', () => process.exit(0));
  endHost(host);
});
work = buildAndRestart(true);
