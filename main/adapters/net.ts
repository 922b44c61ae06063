import { Pool } from 'undici';
import type { BoundFetch, BoundInit, Destination, Net } from '../../app/kit/net.ts';
import { checkedLookup, checkName, refused, systemResolve, type Resolve } from './checked-lookup.ts';
import { createDial } from './dial.ts';
import { exchange, StaleConnection } from './exchange.ts';

/** Milliseconds for a whole exchange, and bytes of an answer, unless a call says otherwise. */
export const CAPS = { timeoutMs: 30_000, answerBytes: 10_000_000 } as const;
const CONNECTIONS_EACH = 16;
/** Most bytes of an answer's headers, as Node itself takes them. */
const HEADER_BYTES = 16_384;
/**
 * Milliseconds for which an idle connection is kept. The other side may close one just as a call goes out on it, and then
 * nobody can tell whether the call arrived. A reading call is repeated; a change goes only over a connection that was in
 * use a moment ago, and no server closes one that early.
 */
const KEPT_FOR = { reading: 60_000, changing: 1_000 } as const;

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
  const pools = new Map<string, Pool>();
  /** Kept connections are never shared between destinations: they were checked for one of them. */
  const poolFor = (destination: Destination, origin: string, use: keyof typeof KEPT_FOR): Pool => {
    const name = `${use} ${destination.allowsPrivate} ${origin}`;
    const known = pools.get(name);
    if (known) return known;
    const pool = new Pool(origin, {
      connections: CONNECTIONS_EACH,
      maxHeaderSize: HEADER_BYTES,
      keepAliveTimeout: KEPT_FOR[use],
      keepAliveMaxTimeout: KEPT_FOR[use],
      // The whole exchange has one limit, which each call sets.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { lookup: checkedLookup(resolve, destination, origin.startsWith('https:')) },
    });
    pools.set(name, pool);
    return pool;
  };

  const fetchFor = (destination: Destination): BoundFetch => {
    const attempt = (url: URL, init: BoundInit): Promise<Response> => {
      const method = (init.method ?? 'GET').toUpperCase();
      const reads = method === 'GET' || method === 'HEAD';
      return exchange(poolFor(destination, url.origin, reads ? 'reading' : 'changing'), {
        host: url.host,
        request: {
          path: `${url.pathname}${url.search}`,
          method,
          headers: { 'user-agent': 'Switchyard', 'accept-encoding': 'identity', ...init.headers },
          ...(init.body === undefined ? {} : { body: init.body }),
        },
        timeoutMs: init.timeoutMs ?? CAPS.timeoutMs,
        given: init.signal,
        answerBytes,
        reads,
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
      for (const pool of pools.values()) void pool.destroy();
      pools.clear();
    },
  };
}
