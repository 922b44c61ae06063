/**
 * Builds what runs into `dist`: hosts, preload, command line and workers in `dist/main`, the window in `dist/renderer`.
 * A program is one file; what the core and the command line load only when it is wanted lies beside it. Does nothing when nothing changed since the last build. `--force` builds anyway.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inputsNow, lastBuild, rememberBuild, workerFiles } from './lib/inputs.mjs';
import { runChild } from './lib/children.mjs';
import { withLock } from './lib/lock.mjs';
import { at, plain, root, say } from './lib/root.mjs';

/**
 * What stays outside the bundles. `electron` must be named in every one: else the npm package, which only downloads
 * the real thing, is bundled in its place.
 */
const EXTERNAL = ['electron', 'better-sqlite3'];
const WINDOW = 'renderer/index.html';

/** Programs with libraries that most people never use: a model's client, mail, conditions. As text alone they are megabytes. */
const LOADS_LATER = new Set(['core.worker', 'cli']);

/** The programs: where they begin, and what they become. A sandboxed preload must be one CommonJS file. */
function programs() {
  return [
    { name: 'headless', entry: 'main/headless.ts', format: 'es' },
    { name: 'cli', entry: 'main/cli.ts', format: 'es' },
    { name: 'electron', entry: 'main/electron/main.ts', format: 'es' },
    { name: 'preload', entry: 'main/electron/preload.ts', format: 'cjs' },
    ...workerFiles().map((entry) => ({ name: path.basename(entry, '.ts'), entry, format: 'es' })),
  ]
    .map((program) => ({
      ...program,
      output: `dist/main/${program.name}.${program.format === 'cjs' ? 'cjs' : 'js'}`,
    }))
    .filter(({ entry }) => existsSync(at(entry)));
}

/** Node's own modules whose import as a module runs getters that load much more: a web client, a second cryptography. */
const WITH_GETTERS = new Set(['http', 'crypto']);

/**
 * Gives those modules without what stands behind their getters: it was two thirds of the time to load a host, and
 * several megabytes in each thread. A program that wants one of the left out names is not built.
 */
const withoutGetters = {
  name: 'builtins-without-getters',
  enforce: 'pre',
  resolveId: (id) =>
    WITH_GETTERS.has(id.replace(/^node:/, '')) ? `\0builtin:${id.replace(/^node:/, '')}` : null,
  load(id) {
    if (!id.startsWith('\0builtin:')) return null;
    const name = `node:${id.slice('\0builtin:'.length)}`;
    const own = Object.getOwnPropertyDescriptors(process.getBuiltinModule(name));
    const names = Object.keys(own).filter((key) => 'value' in own[key]);
    return [
      `const builtin = process.getBuiltinModule('${name}');`,
      'export default builtin;',
      `export const { ${names.join(', ')} } = builtin;`,
    ].join('\n');
  },
};

/** Of this library one part is used; its entry file would bring a whole second web client along. */
const POOL = '\0undici-pool';
const onlyThePool = {
  name: 'undici-pool',
  enforce: 'pre',
  resolveId: (id) => (id === 'undici' ? POOL : null),
  load: (id) => (id === POOL ? `export { default as Pool } from 'undici/lib/dispatcher/pool.js';` : null),
};

/** One letter beyond Latin makes the engine keep a whole program's text with two bytes a letter. */
const inAscii = {
  name: 'in-ascii',
  // Last of all: a step before would print the letters again.
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      // There an escape would be six letters.
      const raw = /\braw`[^`]*[^\x00-\x7f][^`]*`/.exec(chunk.code)?.[0];
      if (raw !== undefined)
        throw new Error(`Only plain ASCII may stand in String.raw: ${raw.slice(0, 200)}`);
      const escape = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
      chunk.code = chunk.code.replaceAll(/[^\x00-\x7f]/g, escape);
    }
  },
};

/** Gives the files it has made. */
async function buildProgram(build, { name, entry, format, output }) {
  const made = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: format === 'es' ? [withoutGetters, onlyThePool, inAscii] : [],
    ssr: { noExternal: true, external: EXTERNAL },
    build: {
      ssr: true,
      target: 'node22',
      outDir: 'dist/main',
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: { [name]: at(entry) },
        external: EXTERNAL,
        output: {
          format,
          entryFileNames: path.basename(output),
          chunkFileNames: `${name}.[name]-[hash].js`,
          codeSplitting: LOADS_LATER.has(name),
        },
      },
    },
  });
  return made.output.map(({ fileName }) => `dist/main/${fileName}`);
}

/** Programs of earlier builds that no longer exist. Only after the new ones stand, so that a failed build takes nothing. */
function removeOthers(outputs) {
  const wanted = new Set(outputs.flatMap((output) => [output, `${output}.map`]));
  for (const name of readdirSync(at('dist/main'))) {
    if (!wanted.has(`dist/main/${name}`)) rmSync(at('dist/main', name), { recursive: true, force: true });
  }
}

async function buildEverything() {
  const inputs = inputsNow();
  const began = performance.now();
  // Loaded only now: a start that has nothing to build should not wait for it.
  const { build } = await import('vite');
  const wanted = programs();
  const outputs = [];
  const work = wanted.map((program) =>
    buildProgram(build, program).then(
      (made) => void outputs.push(...made.filter((file) => !file.endsWith('.map'))),
    ),
  );
  if (existsSync(at(WINDOW))) {
    outputs.push('dist/renderer/index.html');
    work.push(build({ configFile: at('vite.config.ts'), logLevel: 'warn' }));
  }
  const failed = (await Promise.allSettled(work)).filter(({ status }) => status === 'rejected');
  if (failed.length > 0) throw failed[0].reason;
  removeOthers(outputs);
  rememberBuild(inputs, outputs);
  say(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}

const isCurrent = () => {
  const { inputs, isWhole } = lastBuild();
  return isWhole && inputs === inputsNow();
};

/** Builds in this process, unless somebody else has just done it. */
async function buildHere(force) {
  mkdirSync(at('dist/main'), { recursive: true });
  await withLock(
    at('dist/.build-lock'),
    async () => {
      if (force || !isCurrent()) await buildEverything();
    },
    () => say('Another build is running; waiting for it.'),
  );
}

/**
 * Builds when something changed since the last build, in a process of its own: the tools of the build take much
 * memory, and a program that only wanted to start would keep it. Throws when the build fails; it has said why.
 */
export async function buildWhenNeeded({ force = false } = {}) {
  if (!force && isCurrent()) return;
  const args = [at('scripts/build.mjs'), ...(force ? ['--force'] : [])];
  const { code } = await runChild(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (code !== 0) throw new Error('The build did not end well.');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await buildHere(process.argv.includes('--force'));
  } catch (error) {
    say(plain(error.message));
    say('The build failed.');
    process.exit(1);
  }
}
