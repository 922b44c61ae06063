/** Makes the installers with electron-builder; its options may follow: `npm run package -- --dir`. */
import { existsSync } from 'node:fs';
import { buildWhenNeeded } from './build.mjs';
import { runChild } from './lib/children.mjs';
import { at, plain, root, say } from './lib/root.mjs';

try {
  await buildWhenNeeded({ force: true });
} catch (error) {
  say(plain(error.message));
  process.exit(1);
}
if (!existsSync(at('dist/main/electron.js'))) {
  say('There is no desktop host to package: main/electron/main.ts is missing.');
  process.exit(1);
}
const args = [
  at('node_modules/electron-builder/cli.js'),
  '--config',
  at('electron-builder.config.mjs'),
  '--publish',
  'never',
  ...process.argv.slice(2),
];
const { code } = await runChild(process.execPath, args, { cwd: root, stdio: 'inherit' });
if (code !== 0)
  say('No installer was made. The reason is above; without a network it is that Electron cannot be fetched.');
process.exit(code ?? 1);
