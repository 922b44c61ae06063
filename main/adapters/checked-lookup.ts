import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { Destination } from '../../app/kit/net.ts';
import { addressKind } from './addresses.ts';

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** How far a connection may reach. */
type Reach = Pick<Destination, 'allowsPrivate'>;

export const systemResolve: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

export const refused = (sentence: string, fix?: string): SwitchyardError =>
  new SwitchyardError('address_refused', sentence, fix === undefined ? {} : { fix });

const TICK =
  'If this is meant to be on your own computer or network, tick that for the account in Connections.';

/** Throws unless every one of the addresses may be reached. `secure`: the call is encrypted. */
function checkAddresses(
  host: string,
  addresses: readonly string[],
  { allowsPrivate }: Reach,
  secure: boolean,
): void {
  for (const address of addresses) {
    const kind = addressKind(address);
    if (kind === 'never')
      throw refused(`${host} leads to an address (${address}) that Switchyard never calls.`);
    if (kind === 'private' && !allowsPrivate)
      throw refused(
        `${host} leads to this computer or a private network (${address}), which is not allowed for this account.`,
        TICK,
      );
    if (kind === 'public' && !secure)
      throw refused(
        `${host} is called without encryption (http), which is allowed only inside your own network.`,
        'Use an address that begins with https.',
      );
  }
}

/**
 * Checks a host name as it is written. Addresses written as numbers are never looked up, so they are checked here; a URL
 * has turned every spelling (octal, hexadecimal, one number) into the usual one.
 */
export function checkName(hostname: string, reach: Reach, secure: boolean): void {
  const literal = hostname.startsWith('[')
    ? hostname.slice(1, -1)
    : /^[\d.]+$/.test(hostname) || hostname.includes(':')
      ? hostname
      : undefined;
  if (literal !== undefined) checkAddresses(hostname, [literal], reach, secure);
  // These names mean this computer wherever they are asked for (RFC 6761); some resolvers do not know them all.
  else if (/(?:^|\.)localhost\.?$/.test(hostname)) checkAddresses(hostname, ['127.0.0.1'], reach, secure);
}

/** A look-up for a connection that gives only addresses it has checked, all of them or none. */
export const checkedLookup =
  (resolve: Resolve, reach: Reach, secure: boolean): LookupFunction =>
  (hostname, options, callback) => {
    const unknown = (cause?: unknown): SwitchyardError =>
      new SwitchyardError('temporary', `${hostname} is not known at the moment.`, { cause });
    resolve(hostname).then(
      (found) => {
        const wanted = found.filter(
          ({ family }) => options.family === undefined || options.family === 0 || options.family === family,
        );
        const [first] = wanted;
        if (!first) return callback(unknown(), '', 4);
        try {
          checkAddresses(
            hostname,
            wanted.map(({ address }) => address),
            reach,
            secure,
          );
        } catch (error) {
          return callback(error as Error, '', 4); // checkAddresses throws nothing but errors
        }
        if (options.all) callback(null, [...wanted]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(unknown(error), '', 4),
    );
  };
