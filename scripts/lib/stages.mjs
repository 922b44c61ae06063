import { runChild } from './children.mjs';
import { at, root, say } from './root.mjs';

/** The checks that `npm run check` makes, each a program of its own. */
export const CHECKS = [
  {
    name: 'format',
    file: 'node_modules/oxfmt/bin/oxfmt',
    args: ['--check'],
    fix: 'npm run format puts this right.',
  },
  { name: 'lint', file: 'node_modules/oxlint/bin/oxlint', args: ['--type-aware', '--quiet'] },
  { name: 'types', file: 'node_modules/typescript/bin/tsc', args: ['--noEmit', '-p', '.'] },
  { name: 'layers', file: 'scripts/layers.mjs', args: [] },
  {
    name: 'schema',
    // It reads the schema's own TypeScript, which Node before 22.18 does only when it is told to.
    nodeArgs: ['--experimental-strip-types'],
    file: 'scripts/write-flow-schema.mjs',
    args: ['--check'],
  },
];

/**
 * Runs one program of the checkout under this Node and says how it went. Gives true when it ended with 0. Ends this
 * process when it was asked to stop meanwhile.
 */
export async function runStage({ name, nodeArgs = [], file, args = [], env = {}, fix }) {
  const began = performance.now();
  const outcome = await runChild(process.execPath, [...nodeArgs, at(file), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (outcome.asked) process.exit(130);
  const isFine = outcome.code === 0;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const how = isFine
    ? 'passed'
    : `failed (${outcome.error?.message ?? outcome.signal ?? `exit code ${outcome.code}`})`;
  say(`[${name}] ${how} in ${seconds} s${!isFine && fix ? `. ${fix}` : ''}`);
  return isFine;
}
