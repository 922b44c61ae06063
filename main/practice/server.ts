import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { errorData } from '../../app/base/errors.ts';
import type { Log } from '../../app/base/log.ts';
import { BASE_PATHS } from './accounts.ts';
import { VendorRefusal, type Vendor, type VendorReply, type VendorRequest } from './http.ts';
import type { Workspace } from './workspace.ts';

/** Bytes that a call may bring; more is refused unread. */
const MOST_BYTES = 1_000_000;
/** Calls a minute that headers speak of while nothing is limited. */
const ROOMY = 100_000;
const MINUTE = 60_000;

/** How one call ends: with an answer, with a web page, or with a broken line. */
type Outcome = VendorReply | 'web page' | 'broken line';

export interface PracticeServer {
  readonly server: Server;
  /** Stops answering and breaks what is still open. */
  close(): Promise<void>;
}

/** Reads the body of a call, or gives undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  // The line stays open, so that a call that is too large still gets its answer.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    const bytes = part as Buffer; // no encoding is set, so parts are buffers
    size += bytes.length;
    if (size > MOST_BYTES) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

const succeeded = ({ status, body }: VendorReply): boolean =>
  status < 300 && !(typeof body === 'object' && body !== null && 'ok' in body && body.ok === false);

/** Serves the vendors on loopback, spoiling calls as the faults say. `changed` is called after every change. */
export function createPracticeServer(
  ws: Workspace,
  vendors: readonly Vendor[],
  { changed, log }: { readonly changed: () => void; readonly log: Log },
): PracticeServer {
  const windows = new Map(vendors.map((vendor) => [vendor.name, { start: 0, used: 0 }]));
  const waiting = new Set<NodeJS.Timeout>();

  /** Counts a call in the vendor's current minute. */
  const counted = (
    vendor: Vendor,
    request: VendorRequest,
  ): { readonly used: number; readonly endsIn: number } => {
    const window = windows.get(vendor.name) ?? { start: 0, used: 0 };
    const now = ws.now();
    if (now - window.start >= MINUTE) Object.assign(window, { start: now - (now % MINUTE), used: 0 });
    window.used += vendor.weight(request);
    return { used: window.used, endsIn: Math.max(1, Math.ceil((window.start + MINUTE - now) / 1_000)) };
  };

  const together = ws.db.transaction((perform: () => VendorReply) => perform());

  /** An answer inside one transaction; a refusal undoes it. Reading needs none. */
  const answer = (perform: () => VendorReply, reads: boolean): VendorReply => {
    try {
      return reads ? perform() : together.immediate(perform);
    } catch (error) {
      if (error instanceof VendorRefusal) return error.reply;
      throw error;
    }
  };

  const decide = (
    vendor: Vendor,
    request: VendorRequest,
    changes: boolean,
    tooManyFor: number | null,
  ): Outcome => {
    if (tooManyFor !== null) return vendor.tooMany(tooManyFor);
    const spoiled = ws.faults.take(vendor.name, changes);
    switch (spoiled) {
      case 'loses its line':
        return 'broken line';
      case 'is unavailable':
        return vendor.unavailable();
      case 'gets a web page':
        return 'web page';
      case 'is one too many':
        return vendor.tooMany(ws.faults.get(vendor.name).status429.retryAfterSeconds);
      case 'fails':
        return answer(() => vendor.failed(request), false);
      case undefined:
        break;
    }
    // Slack takes changes by GET too; a token is asked for by POST and changes nothing that a person would see.
    const reply = answer(() => vendor.answer(request), request.method === 'GET' && !changes);
    if (!changes || !succeeded(reply)) return reply;
    changed();
    return ws.faults.takeLostAnswer(vendor.name) ? 'broken line' : reply;
  };

  const write = (response: ServerResponse, { status, headers, body }: VendorReply): void => {
    const text = body === undefined ? '' : JSON.stringify(body);
    response.writeHead(status, {
      Date: new Date(ws.now()).toUTCString(),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
      ...(status === 204 ? {} : { 'Content-Length': Buffer.byteLength(text) }),
      ...headers,
    });
    response.end(text);
  };
  const writePage = (response: ServerResponse): void => {
    response.writeHead(200, {
      Date: new Date(ws.now()).toUTCString(),
      'Content-Type': 'text/html; charset=utf-8',
    });
    response.end(
      '<!doctype html><title>Sign in</title><p>Please sign in to this network before you go on.</p>',
    );
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.sendDate = false; // the practice clock writes it
    const origin = ws.origin();
    // A web page elsewhere may aim a name of its own at this address; it cannot also send our Host.
    if (`http://${incoming.headers.host ?? ''}` !== origin) {
      return write(response, {
        status: 421,
        body: { message: 'This is not the address of the practice workspace.' },
      });
    }
    const url = URL.parse(incoming.url ?? '/', origin);
    const vendor = url && vendors.find(({ name }) => url.pathname.startsWith(`${BASE_PATHS[name]}/`));
    if (!url || !vendor)
      return write(response, { status: 404, body: { message: 'Nothing is served at this address.' } });
    const body = await readBody(incoming);
    if (body === undefined)
      return write(response, { status: 413, body: { message: 'The request is too large.' } });
    const request: VendorRequest = {
      method: incoming.method ?? 'GET',
      path: url.pathname.slice(BASE_PATHS[vendor.name].length),
      query: url.searchParams,
      headers: incoming.headers,
      body,
    };
    const changes = vendor.changes(request);
    const { perMinute } = ws.faults.get(vendor.name);
    const { used, endsIn } = counted(vendor, request);
    const delay = ws.faults.delayOf(vendor.name, changes);
    const outcome = decide(vendor, request, changes, perMinute !== null && used > perMinute ? endsIn : null);
    const finish = (): void => {
      if (outcome === 'broken line') incoming.socket.destroy();
      else if (outcome === 'web page') writePage(response);
      else {
        const common = vendor.headers({ used, limit: perMinute ?? ROOMY });
        write(response, { ...outcome, headers: { ...common, ...outcome.headers } });
      }
    };
    if (delay === 0) return finish();
    const timer = setTimeout(() => {
      waiting.delete(timer);
      finish();
    }, delay);
    waiting.add(timer);
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      log.error('practice call failed', { path: incoming.url ?? '', error: errorData(error).sentence });
      if (!response.headersSent)
        write(response, { status: 500, body: { message: 'The practice workspace met an error.' } });
      else incoming.socket.destroy();
    });
  });
  server.keepAliveTimeout = 30_000;

  return {
    server,
    close: () =>
      new Promise((resolve) => {
        for (const timer of waiting) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
