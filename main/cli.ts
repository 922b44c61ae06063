import path from 'node:path';
import { parseArgs } from 'node:util';
import { audit } from './cli/audit.ts';
import type { Command } from './cli/command.ts';
import { describe, exportFlow, importFlow, validate } from './cli/flow-commands.ts';
import { route } from './cli/route.ts';
import { complaint } from './complaint.ts';
import { defaultDataDir } from './default-data-dir.ts';

/** `switchyard <command>`: what scripts and people do without the window. */
const COMMANDS: Readonly<
  Record<string, { readonly run: Command; readonly usage: string; readonly help: string }>
> = {
  validate: { run: validate, usage: 'validate FILE', help: 'Says what is wrong with a flow file' },
  describe: { run: describe, usage: 'describe FILE', help: 'Tells a flow as text, and what it may do' },
  import: { run: importFlow, usage: 'import FILE', help: 'Takes a flow file into the data folder, off' },
  export: {
    run: exportFlow,
    usage: 'export FLOW [FILE]',
    help: 'Writes a flow to a file (- for the terminal)',
  },
  route: {
    run: route,
    usage: 'route --directives FILE --messages FILE',
    help: 'Routes messages by meaning, one JSON line each',
  },
  audit: { run: audit, usage: 'audit verify', help: 'Checks that nobody changed the audit log' },
};

const USAGE = [
  'switchyard <command> [--data DIR] [--json]',
  '',
  ...[
    ...Object.values(COMMANDS),
    // Started by scripts/switchyard.mjs: it is a host, and does not end.
    {
      usage: 'serve [--port N] [--practice]',
      help: 'Runs without a window until it is stopped; prints the link',
    },
  ].map(({ usage, help }) => `  ${usage.padEnd(42)}${help}`),
].join('\n');

async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      directives: { type: 'string' },
      messages: { type: 'string' },
      explain: { type: 'boolean', default: false },
    },
  });
  const [name = '', ...rest] = positionals;
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  if (values.help || name === '') {
    print(USAGE);
    return name === '' && !values.help ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new TypeError(`There is no command "${name}".\n\n${USAGE}`);
  return command.run({
    positionals: rest,
    dataDir: path.resolve(values.data ?? defaultDataDir()),
    json: values.json,
    options: { directives: values.directives, messages: values.messages, explain: values.explain },
    print,
  });
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(complaint(error));
    process.exitCode = 2;
  },
);
