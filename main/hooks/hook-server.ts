import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { Clock } from '../../app/base/clock.ts';
import { HOOK_PATH, HOOK_SECRET, type HookAnswer, type HookDesk, type HookDoor } from '../../app/kit/hook.ts';

/** Bytes of one body. What is larger belongs into a file, not into a call. */
export const MOST_BODY = 1_000_000;
/** Bytes of all bodies that are being read or written down. */
const MOST_HELD = 64_000_000;
const MOST_SOCKETS = 500;

/** How long a caller may take. A slow one is cut off; it has not been answered, so it knows. */
export interface Patience {
  readonly headersMs: number;
  readonly wholeMs: number;
}
const PATIENCE: Patience = { headersMs: 5_000, wholeMs: 15_000 };

const HEADERS = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * Lets calls in that name an address with its secret, on loopback only and guarded as if it stood in the internet (G8):
 * exact Host, no page of a browser, no CORS, nothing but POST. Whoever does not know the secret learns nothing.
 */
export function hookDoor(clock: Clock, patience = PATIENCE): HookDoor {
  let server: Server | undefined;
  return {
    open: async (port, desk) => {
      server ??= await listen(port, desk, patience);
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    },
    close: async () => {
      const closing = server;
      server = undefined;
      if (!closing) return;
      const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
      closing.closeIdleConnections();
      // A caller who is being answered gets the answer; one who is still sending has not been promised anything.
      clock.after(200, () => closing.closeAllConnections());
      await closed;
    },
  };
}

function listen(port: number | null, desk: HookDesk, patience: Patience): Promise<Server> {
  const held = { bytes: 0 };
  let host = '';
  const server = createServer(
    {
      headersTimeout: patience.headersMs,
      requestTimeout: patience.wholeMs,
      connectionsCheckingInterval: Math.min(1_000, patience.wholeMs),
      maxHeaderSize: 16_384,
    },
    (request, response) => void answerCall(request, response, { desk, host, held }),
  );
  server.maxConnections = MOST_SOCKETS;
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new SwitchyardError('port_taken', `Another program has port ${port ?? 0}, where calls come in.`, {
          fix: 'Close that program. It is tried again by itself.',
          cause,
        }),
      );
    });
    server.listen(port ?? 0, '127.0.0.1', () => {
      const address = server.address();
      host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
      resolve(server);
    });
  });
}

interface Answering {
  readonly desk: HookDesk;
  readonly host: string;
  readonly held: { bytes: number };
}

async function answerCall(
  request: IncomingMessage,
  response: ServerResponse,
  { desk, host, held }: Answering,
): Promise<void> {
  const { headers } = request;
  /** Before the body is read. The socket is not used again, so that nothing of the body is taken for a next call. */
  const refuse = (status: number, sentence: string, more: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { ...HEADERS, ...more, connection: 'close' }).end(`${sentence}\n`);
    request.resume();
  };
  // Another name for this address means that a foreign page had its own name pointed at us (DNS rebinding).
  if (headers.host !== host) return refuse(421, 'This address is not served here.');
  if (headers.origin !== undefined) return refuse(403, 'Pages of a browser cannot call this.');
  if (request.method !== 'POST') return refuse(405, 'Only POST is possible here.', { allow: 'POST' });
  const [, path = '', secret = ''] = /^\/([^/?#]{1,60})\/([^/?#]{1,64})$/.exec(request.url ?? '') ?? [];
  const hook = HOOK_PATH.test(path) && HOOK_SECRET.test(secret) ? desk.find(path, secret) : undefined;
  if (!hook) return refuse(404, 'There is nothing here.');
  if (headers['content-encoding'] !== undefined) return refuse(415, 'Send the body as it is, not packed.');
  if (Number(headers['content-length'] ?? 0) > MOST_BODY)
    return refuse(413, `A body has at most ${MOST_BODY} bytes.`);
  const refusal =
    held.bytes > MOST_HELD
      ? ({ status: 503, sentence: 'There is too much to do at the moment.', retryAfter: 2 } as const)
      : hook.refusal();
  if (refusal) return refuse(refusal.status, refusal.sentence, retryAfter(refusal));

  const body = await readWhole(request, held);
  if (body === 'gone') return;
  if (body === 'too large') return refuse(413, `A body has at most ${MOST_BODY} bytes.`);
  try {
    const answer = await hook.take({
      header: (name) => {
        const value = headers[name];
        return typeof value === 'string' ? value : undefined;
      },
      body,
    });
    response.writeHead(answer.status, { ...HEADERS, ...retryAfter(answer) }).end(`${answer.sentence}\n`);
  } finally {
    held.bytes -= body.length;
  }
}

const retryAfter = ({ retryAfter: seconds }: HookAnswer): Record<string, string> =>
  seconds === undefined ? {} : { 'retry-after': String(seconds) };

/** The body, counted into what is held. A caller who goes away or sends too much leaves nothing behind. */
function readWhole(
  request: IncomingMessage,
  held: { bytes: number },
): Promise<Buffer | 'gone' | 'too large'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (result: Buffer | 'gone' | 'too large'): void => {
      request.removeAllListeners('data');
      if (typeof result === 'string') held.bytes -= length;
      length = 0;
      resolve(result);
    };
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      held.bytes += chunk.length;
      if (length > MOST_BODY) end('too large');
    });
    request.once('end', () => end(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('close', () => request.complete || end('gone'));
    request.once('error', () => end('gone'));
  });
}
