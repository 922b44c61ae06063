import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { at } from './root.mjs';

const FOLDERS = ['app', 'main', 'nodes', 'renderer', 'resources'];
const FILES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'scripts/build.mjs',
  'scripts/lib/inputs.mjs',
];
/** Tests are not built, so changing one builds nothing. */
const IGNORED = /\.test\.tsx?$/;
const stamp = at('dist/.inputs');

function* filesIn(folder) {
  let entries;
  try {
    entries = readdirSync(at(folder), { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(name);
    else if (!IGNORED.test(name)) yield name;
  }
}

/** A word for the state of everything that is built: name, size and time of each file, which is fast to read. */
export function inputsNow() {
  const hash = createHash('sha256');
  for (const name of [...FOLDERS.flatMap((folder) => [...filesIn(folder)]), ...FILES]) {
    try {
      const { mtimeMs, size } = statSync(at(name));
      hash.update(`${name} ${size} ${mtimeMs}\n`);
    } catch {
      hash.update(`${name} is missing\n`);
    }
  }
  return hash.digest('hex');
}

/** The state of the inputs that the present build was made from, and the files it wrote. */
export function lastBuild() {
  try {
    const { inputs, outputs } = JSON.parse(readFileSync(stamp, 'utf8'));
    return {
      inputs,
      isWhole: outputs.every((name) => statSync(at(name), { throwIfNoEntry: false })?.isFile()),
    };
  } catch {
    return { inputs: '', isWhole: false };
  }
}

/** Remembers what the present build was made from. */
export function rememberBuild(inputs, outputs) {
  writeFileSync(
    stamp,
    JSON.stringify({ inputs, outputs: outputs.map((name) => name.split(path.sep).join('/')) }),
  );
}

/** The worker programs of the hosts: `main/**` files that end in `.worker.ts`. */
export const workerFiles = () => [...filesIn('main')].filter((name) => name.endsWith('.worker.ts'));
