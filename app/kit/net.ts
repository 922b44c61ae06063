import type { Socket } from 'node:net';

/**
 * The one way out (G7). `fetch` in shape, but bound: it goes to one origin only, follows no redirect, checks every
 * address before it connects, and caps time and size. Throws a SwitchyardError: `address_refused`, `temporary`
 * (nothing was sent), or `unknown_outcome` (the request went out and the answer was lost).
 */
export type BoundFetch = (url: string, init?: BoundInit) => Promise<Response>;

export interface BoundInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole exchange, 30,000 unless told. */
  readonly timeoutMs?: number;
}

/** What a destination is allowed to be. Set by a person when the connection is made, never by a flow file. */
export interface Destination {
  readonly origin: string;
  /** Ticked for this connection: the address may be this computer or a private network (practice, local models). */
  readonly allowsPrivate: boolean;
}

export interface Net {
  fetchFor(destination: Destination): BoundFetch;
  /** Absent where a host opens no connections but HTTP's. */
  dialFor?(destination: Pick<Destination, 'allowsPrivate'>): Dial;
}

/** Where a connection that does not speak HTTP goes. */
export interface DialTo {
  readonly host: string;
  readonly port: number;
  /** `tls`: encrypted from its first byte. `later`: it begins unencrypted, and is encrypted before anything secret. */
  readonly secure: 'tls' | 'later';
  readonly signal?: AbortSignal;
  /** Milliseconds until it stands, 20,000 unless told. */
  readonly timeoutMs?: number;
}

/** An open connection. */
export interface Line {
  readonly socket: Socket;
  /** Nothing secret may go over it before it is encrypted: it leads out of one's own network. */
  readonly mustEncrypt: boolean;
  /** Encrypts it from here on, checking the server's certificate. Errors come from the socket it gives. */
  encrypt(plain: Socket, done: () => void): Socket;
  /** For a client that encrypts by itself: what the certificate must say, and which ones are trusted beside the system's. */
  readonly proof: { readonly servername?: string; readonly ca?: string[] };
}

/** Opens a connection. Throws `address_refused` or `temporary`. */
export type Dial = (to: DialTo) => Promise<Line>;

/**
 * One fetch for a connection and the further fixed origins of its vendor. Every origin keeps its own bound fetch, so
 * nothing but the listed ones can be called, and none of the further ones may be a private address.
 */
export function fetchForAll(net: Net, own: Destination, further: readonly string[]): BoundFetch {
  const first = net.fetchFor(own);
  const others = new Map(
    further.map((origin) => [origin, net.fetchFor({ origin, allowsPrivate: false })] as const),
  );
  return (url, init) => (others.get(URL.parse(url)?.origin ?? '') ?? first)(url, init);
}
