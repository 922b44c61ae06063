/** Writes every file in the one format. */
import { runChild } from './lib/children.mjs';
import { at, root } from './lib/root.mjs';

const { code } = await runChild(
  process.execPath,
  [at('node_modules/oxfmt/bin/oxfmt'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(code ?? 1);
