import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { BoundFetch, BoundInit, Destination, Net } from '../../app/kit/net.ts';
import { bodyStream } from './body-stream.ts';
import { checkedLookup, checkName, refused, systemResolve, type Resolve } from './checked-lookup.ts';
import { createDial } from './dial.ts';

/** Milliseconds for a whole exchange, and bytes of an answer, unless a call says otherwise. */
export const CAPS = { timeoutMs: 30_000, answerBytes: 10_000_000 } as const;
const CONNECTIONS_EACH = 8;

export interface NetOptions {
  /** All addresses of a name. Only tests give one. */
  readonly resolve?: Resolve;
  /** A certificate that is trusted beside the system's. Only tests give one. */
  readonly ca?: string;
  readonly answerBytes?: number;
}

export interface OpenNet extends Net {
  /** Lets go of connections that are kept open for the next call. */
  close(): void;
}

/** The address of a call, when it stays within the destination. */
function checkedUrl(text: string, destination: Destination): URL {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refused('This is not an address that can be called.');
  if (url.username !== '' || url.password !== '')
    throw refused('An address must not hold a name or a password.');
  if (url.origin !== URL.parse(destination.origin)?.origin)
    throw refused(`This account may only call ${destination.origin}, not ${url.origin}.`);
  return url;
}

/**
 * The one HTTP client for everything that goes out (G7). It connects only to addresses it has checked itself, in the
 * same look-up that the connection uses, so that a name cannot change its meaning in between. It follows no redirect
 * and takes no proxy from the environment.
 */
export function createNet({
  resolve = systemResolve,
  answerBytes = CAPS.answerBytes,
  ca,
}: NetOptions = {}): OpenNet {
  const agents = new Map<string, HttpAgent | HttpsAgent>();
  /** Kept connections are never shared between destinations: they were checked for one of them. */
  const agentFor = (destination: Destination, secure: boolean): HttpAgent | HttpsAgent => {
    const name = `${destination.allowsPrivate} ${destination.origin}`;
    const options = { keepAlive: true, maxSockets: CONNECTIONS_EACH, timeout: 60_000 };
    const agent = agents.get(name) ?? (secure ? new HttpsAgent(options) : new HttpAgent(options));
    agents.set(name, agent);
    return agent;
  };

  const fetchFor = (destination: Destination): BoundFetch => {
    const attempt = (url: URL, init: BoundInit): Promise<Response> => {
      const secure = url.protocol === 'https:';
      const method = (init.method ?? 'GET').toUpperCase();
      const reads = method === 'GET' || method === 'HEAD';
      const signals = [
        AbortSignal.timeout(init.timeoutMs ?? CAPS.timeoutMs),
        ...(init.signal ? [init.signal] : []),
      ];
      return exchange({
        host: url.host,
        signal: AbortSignal.any(signals),
        given: init.signal,
        answerBytes,
        body: init.body,
        open: () =>
          (secure ? httpsRequest : httpRequest)(url, {
            method,
            headers: headersOf(init),
            // A kept connection may be closed by the other side just as a call goes out, and then nobody can tell whether
            // the call arrived. A change gets a connection of its own; reading may be repeated.
            agent: reads ? agentFor(destination, secure) : false,
            lookup: checkedLookup(resolve, destination, secure),
          }),
      });
    };
    return async (text, init = {}) => {
      const url = checkedUrl(text, destination);
      checkName(url.hostname, destination, url.protocol === 'https:');
      try {
        return await attempt(url, init);
      } catch (error) {
        if (error instanceof StaleConnection) return attempt(url, init);
        throw error;
      }
    };
  };

  return {
    fetchFor,
    dialFor: (destination) => createDial(destination, { resolve, ...(ca === undefined ? {} : { ca }) }),
    close: () => {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}

/** A kept connection was closed as a reading call went out: nothing came back, and reading again is harmless. */
class StaleConnection extends Error {}

function headersOf(init: BoundInit): Record<string, string> {
  return {
    'user-agent': 'Switchyard',
    'accept-encoding': 'identity',
    ...init.headers,
    ...(init.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(init.body)) }),
  };
}

function answerOf(
  message: IncomingMessage,
  status: number,
  body: Parameters<typeof bodyStream>[1],
): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  if (status !== 204 && status !== 205 && status !== 304)
    return new Response(bodyStream(message, body), { status, headers });
  message.resume();
  return new Response(null, { status, headers });
}

interface Exchange {
  readonly host: string;
  readonly signal: AbortSignal;
  /** The caller's own signal, to tell "called off" from "took too long". */
  readonly given: AbortSignal | undefined;
  readonly answerBytes: number;
  readonly body: string | undefined;
  open(): ClientRequest;
}

/** One request on one connection, up to the answer's headers; its body streams. */
function exchange({ host, signal, given, answerBytes, body, open }: Exchange): Promise<Response> {
  return new Promise((resolve, reject) => {
    let request: ClientRequest;
    try {
      request = open();
    } catch (error) {
      // Node refuses line breaks and the like in headers before anything is sent.
      reject(
        new SwitchyardError(
          'invalid_input',
          'This call holds a character that cannot be sent. Was the key copied whole, and nothing else?',
          { cause: error },
        ),
      );
      return;
    }
    let connected = false;
    let answered = false;
    const lost = (cause: unknown): SwitchyardError => {
      if (cause instanceof SwitchyardError) return cause;
      if (!connected) {
        const calledOff = given?.aborted === true;
        return new SwitchyardError(
          calledOff ? 'stopped' : 'temporary',
          calledOff ? 'This was called off before anything was sent.' : `${host} cannot be reached.`,
          { cause },
        );
      }
      return new SwitchyardError(
        'unknown_outcome',
        `${host} gave no answer, so it is not known whether this was done.`,
        { cause },
      );
    };
    const abort = (): void => {
      request.destroy(signal.reason instanceof Error ? signal.reason : new Error('called off'));
    };
    const end = (): void => signal.removeEventListener('abort', abort);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });

    request.on('socket', (socket) => {
      // Bytes go out when the connection stands, with https when it is encrypted too.
      const encrypted = 'encrypted' in socket;
      if (request.reusedSocket || (!encrypted && !socket.connecting)) connected = true;
      else socket.once(encrypted ? 'secureConnect' : 'connect', () => (connected = true));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      end();
      if (answered) return;
      const stale =
        request.reusedSocket && !signal.aborted && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(stale ? new StaleConnection() : lost(error));
    });
    request.on('response', (message: IncomingMessage) => {
      answered = true;
      const status = message.statusCode ?? 0;
      if (status >= 300 && status < 400 && status !== 304) {
        message.destroy();
        end();
        reject(refused(`${host} sends us on to another address, which is not followed.`));
        return;
      }
      message.once('close', end);
      try {
        resolve(answerOf(message, status, { host, mostBytes: answerBytes }));
      } catch (error) {
        // A status or header that no standard answer may have.
        message.destroy();
        reject(lost(error));
      }
    });
    request.end(body);
  });
}
