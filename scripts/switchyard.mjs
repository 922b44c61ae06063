#!/usr/bin/env node
/** The command line: `npx switchyard COMMAND`. Goes through boot.mjs, so that it runs under a Node that fits. */
const [node, self, ...args] = process.argv;
process.argv = [node, self, 'scripts/cli.mjs', ...args];
await import('./boot.mjs');
