import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { MessagePort } from 'node:worker_threads';
import { WebSocketServer } from 'ws';
import { SwitchyardError } from '../../app/base/errors.ts';
import { realClock } from '../adapters/real-clock.ts';
import { SAFE_HEADERS } from './content-policy.ts';
import { dropTheSilent, relay } from './relay.ts';
import { createSession, type Session } from './session.ts';
import { readStaticFiles, type StaticFile } from './static-files.ts';

/** Largest message of the window: an imported flow file with room to spare. */
const MOST_BYTES = 16_000_000;

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The link that opens the window; its code works once. */
  readonly link: string;
  close(): Promise<void>;
}

/**
 * Serves the window and its API on loopback, guarded as if it stood in the internet (G8): loopback only, exact Host,
 * a one-time link that becomes a cookie, exact Origin on the socket, no CORS, GET for files and nothing else over
 * HTTP, so that no form and no link can change anything. What the window asks is passed on to the core unread.
 * Throws `invalid_input` when the port is taken.
 */
export async function serveLoopback(options: {
  /** Gives the core its end of a new window's line. */
  readonly connect: (port: MessagePort) => void;
  readonly rendererDir: string;
  /** 0: any free one. */
  readonly port: number;
  /** Where in the window to begin, as the address behind `#`. */
  readonly startAt?: () => string;
}): Promise<LoopbackServer> {
  const files = readStaticFiles(options.rendererDir);
  let origin = '';
  let session: Session | undefined;
  const server = createServer((request, response) => {
    if (session)
      answer(request, response, { files, origin, session, begin: `/#${options.startAt?.() ?? '/'}` });
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });
  sockets.on('connection', (socket) => relay(socket, options.connect));
  dropTheSilent(sockets, realClock);
  server.on('upgrade', (request, socket, head) => {
    const url = URL.parse(request.url ?? '/', origin);
    const allowed =
      session !== undefined &&
      `http://${request.headers.host}` === origin &&
      request.headers.origin === origin &&
      url?.pathname === '/trpc' &&
      session.holds(request);
    if (!allowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (open) => sockets.emit('connection', open, request));
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new SwitchyardError(
          'invalid_input',
          `Port ${options.port} cannot be used; another program may have it.`,
          {
            fix: 'Leave --port away, or choose another number.',
            cause,
          },
        ),
      );
    });
    server.listen(options.port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : options.port);
    });
  });
  origin = `http://127.0.0.1:${port}`;
  session = createSession(port);
  return {
    origin,
    link: `${origin}/?code=${session.code}`,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

interface Answering {
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly origin: string;
  readonly session: Session;
  /** Where the exchange of the code leads. */
  readonly begin: string;
}

/** Answers a request for a file, or for the exchange of the code. */
function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { files, origin, session, begin }: Answering,
): void {
  const refuse = (status: number, sentence: string): void => {
    response
      .writeHead(status, { ...SAFE_HEADERS, 'content-type': 'text/plain; charset=utf-8' })
      .end(`${sentence}\n`);
  };
  // Another name for this address means that a foreign page had its own name pointed at us (DNS rebinding).
  if (`http://${request.headers.host}` !== origin) return refuse(421, 'This address is not served here.');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(405, 'Only reading is possible here.');
  const url = URL.parse(request.url ?? '/', origin);
  // `//name/…` and whole addresses would name another server.
  if (url?.origin !== origin) return refuse(400, 'This address cannot be read.');
  const code = url.searchParams.get('code');
  if (code !== null) {
    if (session.redeem(code)) {
      response
        .writeHead(303, {
          ...SAFE_HEADERS,
          location: begin,
          'set-cookie': session.cookie,
          'cache-control': 'no-store',
        })
        .end();
    } else if (session.holds(request)) {
      response.writeHead(303, { ...SAFE_HEADERS, location: begin }).end();
    } else refuse(403, 'This link has been used. Start Switchyard again for a new one.');
    return;
  }
  if (!session.holds(request))
    return refuse(401, 'Open Switchyard with the link that it printed when it started.');
  const file = files.get(url.pathname);
  if (!file) return refuse(404, 'There is nothing here.');
  response.writeHead(200, {
    ...SAFE_HEADERS,
    'content-type': file.type,
    'content-length': file.body.length,
    'cache-control': file.fixed ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}
