#!/usr/bin/env node
/** The command line: `npx switchyard COMMAND`. Goes through boot.mjs, so that it runs under a Node that fits. */
const [node, self, ...args] = process.argv;
// `serve` is a start without a window; everything else is a command that ends.
process.argv =
  args[0] === 'serve'
    ? [node, self, 'scripts/start.mjs', '--headless', '--no-open', ...args.slice(1)]
    : [node, self, 'scripts/cli.mjs', ...args];
await import('./boot.mjs');
