/** Runs the command line of the product, building it when something changed. Started by switchyard.mjs. */
import { pathToFileURL } from 'node:url';
import { buildWhenNeeded } from './build.mjs';
import { at, plain, say } from './lib/root.mjs';

try {
  await buildWhenNeeded();
} catch (error) {
  say(plain(error.message));
  say('Switchyard could not be built; the reason is above.');
  process.exit(1);
}
await import(pathToFileURL(at('dist/main/cli.js')).href);
