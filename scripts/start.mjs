/**
 * Starts Switchyard: builds when something changed, then opens the window in Electron, or in a browser on the headless
 * host, or prints the link to open. The last line of the start on standard output is "Switchyard is ready at LINK".
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildWhenNeeded } from './build.mjs';
import { hasScreen } from './lib/browser.mjs';
import { defaultDataDir } from './lib/data-dir.mjs';
import { electronOrNothing } from './lib/electron.mjs';
import { runElectron, runHeadless } from './lib/hosts.mjs';
import { plain, say } from './lib/root.mjs';

const HELP = `npm start -- [options]

  --practice     open straight into the practice workspace
  --headless     without Electron: the window is a page in a browser
  --no-open      open no window; the link to it is printed
  --port N       the port of the page (any free one unless told); means --headless
  --data DIR     the folder for everything Switchyard keeps
                 (unless told: ${defaultDataDir()})
  --help         this text
`;

function options() {
  const { values } = parseArgs({
    options: {
      practice: { type: 'boolean', default: false },
      headless: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      port: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new TypeError(`--port takes a number from 0 to 65535, not "${port}".`);
  if (values.data === '') throw new TypeError('--data takes the name of a folder.');
  // `npm start` runs in the checkout; a folder is meant from where the person is.
  const from = process.env['npm_lifecycle_event'] === 'start' ? (process.env['INIT_CWD'] ?? '.') : '.';
  return {
    ...values,
    port,
    isPortChosen: values.port !== undefined,
    data: path.resolve(from, values.data ?? defaultDataDir()),
  };
}

function optionsOrExit() {
  try {
    return options();
  } catch (error) {
    const unknown = /Unknown option '([^']+)'/.exec(error.message)?.[1];
    say(unknown ? `There is no option ${unknown}.` : error.message);
    say('npm start -- --help lists the options.');
    process.exit(2);
  }
}

const { practice, headless, 'no-open': noOpen, port, isPortChosen, data, help } = optionsOrExit();
if (help) {
  process.stdout.write(HELP);
  process.exit(0);
}
try {
  await buildWhenNeeded();
} catch (error) {
  say(plain(error.message));
  say('Switchyard could not be built; the reason is above.');
  process.exit(1);
}

const canShow = hasScreen() && !noOpen;
const electron = canShow && !headless && !isPortChosen ? await electronOrNothing() : undefined;
const outcome = electron ? await runElectron({ electron, data, practice }) : undefined;
// A computer may lack what Electron needs; the window can then still be a page.
const isFine = outcome && (outcome.wasReady || outcome.code === 0 || outcome.asked);
if (outcome && !isFine) say('Electron did not start, so a browser shows the window.');
process.exit(isFine ? (outcome.code ?? 0) : await runHeadless({ data, port, practice, open: canShow }));
