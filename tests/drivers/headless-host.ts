import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { createTRPCClient, createWSClient, wsLink, type TRPCClient } from '@trpc/client';
import WebSocket from 'ws';
import type { AppRouter } from '../../app/api/router.ts';

export const root = path.resolve(import.meta.dirname, '../..');

/** The real host in a process of its own, as `npm start` runs it, with a client that speaks as the window does. */
export interface RunningHost {
  /** Opens the window once; the cookie is what stays. */
  readonly link: string;
  readonly origin: string;
  readonly child: ChildProcess;
  /** What the host wrote on standard error. */
  readonly complaints: () => string;
  /** The API as the window sees it. Without a cookie of a window that is open, the first call uses the one-time link up. */
  api(cookie?: string): Promise<TRPCClient<AppRouter>>;
  /** The cookie of the client, once it has signed in. */
  cookie(): string;
  /** Ends it as a person would. Gives the exit code. */
  stop(): Promise<number | null>;
  /** Pulls the plug. */
  kill(): Promise<void>;
}

export interface HostOptions {
  readonly dataDir: string;
  readonly practice?: boolean;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Told of the process as soon as there is one, before it is ready. */
  readonly onSpawn?: (child: ChildProcess) => void;
}

/** Where Node keeps what it has compiled: a host of a test starts a quarter sooner. Written by hosts that end well. */
const COMPILED = path.join(os.tmpdir(), 'node-compile-cache');

const READY = /^Switchyard is ready at (\S+)$/m;

/** Starts the built host and waits until it says that it is ready. Throws what it said when it ends instead. */
export async function startHost({
  dataDir,
  practice,
  args = [],
  env = {},
  onSpawn = () => {},
}: HostOptions): Promise<RunningHost> {
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'dist/main/headless.js'),
      '--data',
      dataDir,
      '--port',
      '0',
      ...(practice ? ['--practice'] : []),
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, ...env } },
  );
  onSpawn(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const link = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = READY.exec(text)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`The host ended with ${String(code)}: ${errors}`)));
  });
  const { origin } = new URL(link);
  const clients: { close(): Promise<void> | void }[] = [];
  const ended = once(child, 'exit');
  let client: Promise<TRPCClient<AppRouter>> | undefined;
  let held = '';
  return {
    link,
    origin,
    child,
    complaints: () => errors,
    api: (given) =>
      (client ??= (given === undefined ? signIn(link) : Promise.resolve(given)).then((cookie) => {
        held = cookie;
        const socket = createWSClient({
          url: `${origin.replace('http', 'ws')}/trpc`,
          WebSocket: socketClass(origin, cookie),
        });
        clients.push(socket);
        return createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] });
      })),
    cookie: () => held,
    stop: async () => {
      for (const open of clients) await open.close();
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
    kill: async () => {
      for (const open of clients) void open.close();
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Exchanges the one-time link for the cookie. */
async function signIn(link: string): Promise<string> {
  const answer = await fetch(link, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`The link was not accepted (${answer.status}).`);
  return cookie;
}

/** A socket that brings cookie and origin, as the browser's own does. */
function socketClass(origin: string, cookie: string): typeof globalThis.WebSocket {
  class SignedIn extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers: { cookie, origin } });
    }
  }
  return SignedIn as unknown as typeof globalThis.WebSocket; // `ws` speaks the browser's interface; only its types differ
}
