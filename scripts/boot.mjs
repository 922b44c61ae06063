#!/usr/bin/env node
/**
 * The first step of every command: `node scripts/boot.mjs SCRIPT [ARGS]`. Installs the packages when the lockfile asks
 * for it, then runs SCRIPT under a Node that is new enough: the present one, or the one that comes as a package.
 * Only Node built-ins, and only syntax that Node 18 can read, because nothing is installed yet when this runs.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { endLike, runChild } from './lib/children.mjs';
import { withLock } from './lib/lock.mjs';

/** better-sqlite3 13 crashes without a word on an older one. */
const OLDEST_NODE = [22, 15];
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.boot-stamp');
const say = (text) => process.stderr.write(`${text}\n`);

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function wantedStamp() {
  const hash = createHash('sha256');
  for (const name of ['package-lock.json', '.npmrc']) hash.update(`${read(path.join(root, name))}\0`);
  return `${hash.digest('hex')} ${process.platform}-${process.arch}`;
}

/** True when one of npm's lists of platforms, a name or several, `!` in front meaning "not", holds ours. */
function fits(names, ours) {
  const list = [names ?? []].flat();
  const wanted = list.filter((name) => !name.startsWith('!'));
  return !list.includes(`!${ours}`) && (wanted.length === 0 || wanted.includes(ours));
}

/** True when a person ran `npm ci` or `npm install` themselves, and it gave what the lockfile says. */
function isInstalledByHand() {
  try {
    // npm writes this file last, so a broken-off install has none.
    const have = JSON.parse(read(path.join(modules, '.package-lock.json'))).packages;
    const { packages } = JSON.parse(read(path.join(root, 'package-lock.json')));
    const libcHere = process.report?.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
    return Object.entries(packages).every(([place, { version, optional, os, cpu, libc }]) => {
      if (place === '' || have[place]?.version === version) return true;
      if (have[place]) return false;
      // An optional package that names no platform belongs to one that does, and is only there when that one is.
      const isForUs = fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, libcHere);
      return optional && (!isForUs || !(os || cpu));
    });
  } catch {
    return false;
  }
}

/** The npm that started us, else the one beside this Node, else whatever the path has. */
function npm() {
  const beside = path.dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath ?? '',
    path.join(beside, 'node_modules/npm/bin/npm-cli.js'),
    path.join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
  ];
  const cli = candidates.find((file) => path.basename(file) === 'npm-cli.js' && existsSync(file));
  if (cli) return { command: process.execPath, first: [cli], shell: false };
  // A .cmd file only starts through the shell.
  const windows = process.platform === 'win32';
  return { command: windows ? 'npm.cmd' : 'npm', first: [], shell: windows };
}

async function install() {
  const wanted = wantedStamp();
  if (read(stamp) === wanted) return;
  const lock = path.join(root, '.boot-lock');
  await withLock(
    lock,
    async () => {
      if (read(stamp) === wanted) return; // Another start did it while this one waited.
      if (!isInstalledByHand()) await runNpm();
      writeFileSync(stamp, wanted);
    },
    () => say('Another start is installing the packages; waiting for it.'),
  );
}

async function runNpm() {
  say('Installing the packages. This happens once and takes about half a minute.');
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const progress = setInterval(() => say(`Still installing (${seconds()} s).`), 15_000);
  const { command, first, shell } = npm();
  const flags = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  // What npm says goes to standard error: standard output belongs to the script.
  const outcome = await runChild(command, [...first, ...flags], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell,
  });
  clearInterval(progress);
  if (outcome.asked) endLike(outcome);
  if (outcome.error) {
    say(
      `npm could not be started (${outcome.error.code}). It comes with Node; install Node from nodejs.org and try again.`,
    );
    process.exit(1);
  }
  if (outcome.code !== 0) {
    say(
      'The packages could not be installed; npm says why above. Without a network this cannot work the first time.',
    );
    process.exit(1);
  }
  say(`The packages are installed (${seconds()} s).`);
}

const isNewEnough = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
};

const systemName = { win32: 'win', sunos: 'sunos' }[process.platform] ?? process.platform;
const nodePackage = `node-${systemName}-${process.arch}`;

function refuse(reason) {
  say(
    `Switchyard needs Node ${OLDEST_NODE.join('.')} or newer. This is Node ${process.versions.node}, and ${reason}. ` +
      'Install the current Node from nodejs.org and try again.',
  );
  process.exit(1);
}

const [script, ...args] = process.argv.slice(2);
if (!script) {
  say('Say which script to run: node scripts/boot.mjs SCRIPT [ARGS]');
  process.exit(2);
}
const file = path.resolve(root, script);
const comesWithNode = read(path.join(root, 'package-lock.json')).includes(`"node_modules/${nodePackage}"`);
if (!isNewEnough() && !comesWithNode)
  refuse(`none comes with it for this computer (${process.platform} ${process.arch})`);

await install();

// Tools that begin with "#!/usr/bin/env node" shall find the same Node.
process.env.PATH = [path.join(modules, '.bin'), process.env.PATH].join(path.delimiter);
if (isNewEnough()) {
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
} else {
  const node = path.join(modules, nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  // The channel tells the script when this process ends without a word.
  const outcome = await runChild(node, [file, ...args], {
    cwd: process.cwd(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  if (outcome.error)
    refuse(`the one that comes with it does not run here (${outcome.error.code ?? outcome.error.message})`);
  endLike(outcome);
}
