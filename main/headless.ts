import path from 'node:path';
import { parseArgs } from 'node:util';
import { complaint } from './complaint.ts';
import { coreThread } from './core/core-thread.ts';
import { openCore } from './core/open-core.ts';
import { serveLoopback } from './server/loopback-server.ts';

/**
 * The headless host: the whole product, with its window served on loopback. Prints one line when it is ready. Ends on
 * Ctrl+C, SIGTERM, and when the program that started it goes away (its end of standard input closes, when it said so).
 */
const root = path.resolve(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '..' : '../..');

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      port: { type: 'string', default: '0' },
      practice: { type: 'boolean', default: false },
      /** Ends when standard input does: for a starter that may be killed without a word. */
      'stop-with-parent': { type: 'boolean', default: false },
    },
  });
  if (!values.data) throw new TypeError('Say which data folder to use: --data DIR');
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new TypeError('--port takes a number from 0 to 65535');

  const core = openCore(coreThread(), { onFall: (error) => giveUp(error) });
  let close = (): Promise<void> => core.close();
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    // What does not settle in time is taken up again at the next start; nothing durable depends on a clean end.
    setTimeout(() => process.exit(0), 5_000).unref();
    void close().finally(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (values['stop-with-parent']) process.stdin.on('end', stop).on('error', stop).resume();

  let startAt = '/';
  // The door is made while the core opens its files, and is shut until the window's link is printed.
  const [opened, served] = await Promise.allSettled([
    core.open({
      dataDir: path.resolve(values.data),
      host: 'headless',
      practice: values.practice,
      resourcesDir: path.join(root, 'resources'),
    }),
    serveLoopback({
      connect: (end) => core.line(end, { isOnly: false }),
      rendererDir: path.join(root, 'dist/renderer'),
      port,
      startAt: () => startAt,
    }),
  ]);
  if (served.status === 'fulfilled') {
    close = async () => {
      await served.value.close();
      await core.close();
    };
  }
  try {
    if (opened.status === 'rejected') throw opened.reason;
    if (served.status === 'rejected') throw served.reason;
    startAt = await core.start();
    process.stdout.write(`Switchyard is ready at ${served.value.link}\n`);
  } catch (error) {
    if (closing) return;
    await close();
    throw error;
  }
}

function giveUp(error: unknown): never {
  process.stderr.write(complaint(error));
  process.exit(1);
}

run().catch(giveUp);
