import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { root } from '../drivers/headless-host.ts';
import type { Ask, FetchAnswer, FrameLike, FromDouble, Note, ToDouble } from './messages.ts';

/** The page that the product's own window shows. */
export const OWN_FRAME: FrameLike = { url: 'switchyard://app/#/' };

export interface DoubleOptions {
  readonly dataDir: string;
  readonly args?: readonly string[];
  /** Settings of the double, without their prefix `DOUBLE_`. */
  readonly double?: Readonly<Record<string, string>>;
}

/** The real main process of the desktop app, in a process of Node in which `electron` is the double. */
export interface DoubleApp {
  /** Everything it did with Electron so far, in order. */
  readonly notes: readonly Note[];
  /** The first note of a kind, now or once it comes. Rejects when the process ends without it. */
  until<K extends Note['op']>(
    op: K,
    fits?: (note: Extract<Note, { op: K }>) => boolean,
  ): Promise<Extract<Note, { op: K }>>;
  ask(ask: Ask): Promise<unknown>;
  fetch(url: string, method?: string): Promise<FetchAnswer>;
  /** Answers a message box with the button of that place. */
  choose(call: number, response: number): void;
  /** Sends the window's request for a line; `onLine` gets the port that comes back. */
  connect(frame: FrameLike | null): void;
  onLine(listener: (channel: string, port: MessagePort) => void): void;
  quit(): void;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  kill(): Promise<void>;
}

/**
 * What is started: the built program, as a person starts it. While working on it, `DOUBLE_MAIN=main/electron/main.ts`
 * starts the source without a build, three times slower.
 */
const program = path.resolve(root, process.env['DOUBLE_MAIN'] ?? 'dist/main/electron.js');

/** Starts the desktop app's main process. Throws when it is not built. */
export function launchDouble({ dataDir, args = [], double = {} }: DoubleOptions): DoubleApp {
  const settings = Object.fromEntries(
    Object.entries(double).map(([name, value]) => [`DOUBLE_${name}`, value]),
  );
  if (!existsSync(program)) throw new Error('Run `npm run build` first.');
  const child = fork(program, ['--data', dataDir, ...args], {
    execArgv: ['--import', path.join(root, 'tests/double/register.ts')],
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const notes: Note[] = [];
  const waiting = new Set<() => void>();
  const answers = new Map<number, PromiseWithResolvers<unknown>>();
  const ports = new Map<number, MessagePort>();
  const lines: ((channel: string, port: MessagePort) => void)[] = [];
  let calls = 0;
  let hasEnded = false;
  const send = (message: ToDouble): void => {
    if (child.connected) child.send(message);
  };
  /** The test's end of a port whose other end lies in the double's process. */
  const portFor = (number: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    ports.set(number, port2);
    port2.on('message', (data: unknown) => send({ op: 'port', port: number, data }));
    port2.on('close', () => send({ op: 'portClosed', port: number }));
    return port1;
  };
  child.on('message', (message: FromDouble) => {
    if (message.op === 'answer') answers.get(message.call)?.resolve(message.value);
    else if (message.op === 'port') ports.get(message.port)?.postMessage(message.data);
    else if (message.op === 'portClosed') ports.get(message.port)?.close();
    else if (message.op === 'post') {
      const [port] = message.ports.map(portFor);
      if (port) for (const listener of lines) listener(message.channel, port);
    } else {
      notes.push(message);
      for (const look of waiting) look();
    }
  });
  const ended = once(child, 'close').then(() => {
    hasEnded = true;
    for (const { reject } of answers.values()) reject(new Error(`The app ended. ${complaints}`));
    for (const look of waiting) look();
    return child.exitCode;
  });
  const ask = (question: Ask): Promise<unknown> => {
    const answer = Promise.withResolvers<unknown>();
    const call = ++calls;
    answers.set(call, answer);
    // One that nobody waits for, because closing ends the app, is no fault.
    answer.promise.catch(() => {});
    send({ ...question, call });
    return answer.promise;
  };
  return {
    notes,
    until: (op, fits = () => true) =>
      new Promise((resolve, reject) => {
        type Wanted = Parameters<typeof fits>[0];
        const look = (): void => {
          const found = notes.find((note): note is Wanted => note.op === op && fits(note as Wanted)); // by `op`
          if (!found && !hasEnded) return;
          waiting.delete(look);
          if (found) resolve(found);
          else reject(new Error(`The app ended without "${op}". ${JSON.stringify(notes)} ${complaints}`));
        };
        waiting.add(look);
        look();
      }),
    ask,
    fetch: (url, method = 'GET') => ask({ op: 'fetch', url, method }) as Promise<FetchAnswer>, // what the double answers
    choose: (call, response) => send({ op: 'choose', call, response }),
    connect: (frame) => send({ op: 'ipc', channel: 'switchyard:connect', frame }),
    onLine: (listener) => void lines.push(listener),
    quit: () => send({ op: 'quit' }),
    ended,
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
