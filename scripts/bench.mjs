/** Builds, then runs the benchmarks: `npm run bench [-- NAME --json FILE]`. */
import { buildWhenNeeded } from './build.mjs';
import { runChild } from './lib/children.mjs';
import { at, plain, say } from './lib/root.mjs';

try {
  await buildWhenNeeded();
} catch (error) {
  say(plain(error.message));
  process.exit(1);
}
// Node 24 reads TypeScript by itself; an older one that is new enough needs the flag.
const args = [
  '--experimental-strip-types',
  '--disable-warning=ExperimentalWarning',
  at('bench/main.ts'),
  ...process.argv.slice(2),
];
const { code } = await runChild(process.execPath, args, { stdio: 'inherit' });
process.exit(code ?? 1);
