import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { Destination, Dial, DialTo, Line } from '../../app/kit/net.ts';
import { addressKind } from './addresses.ts';
import { checkedLookup, checkName, refused, type Resolve } from './checked-lookup.ts';

const PATIENCE_MS = 20_000;

interface DialOptions {
  readonly resolve: Resolve;
  /** Trusted beside the system's certificates. */
  readonly ca?: string;
}

/**
 * Opens connections for tools that do not speak HTTP (mail), under the rules of the HTTP client (G7): every address is
 * checked in the same look-up that the connection uses, and nothing is trusted without a valid certificate. A connection
 * that begins unencrypted must become encrypted before a password goes over it, except inside one's own network.
 */
export function createDial(
  destination: Pick<Destination, 'allowsPrivate'>,
  { resolve, ca }: DialOptions,
): Dial {
  return async (to) => {
    const { host, port, secure } = to;
    if (!/^[\w.-]+$|^[0-9a-f:]+$/i.test(host) || !Number.isInteger(port) || port < 1 || port > 65_535)
      throw refused('This is not the address of a server.');
    // Whether it will be encrypted is known later: `line.mustEncrypt` says that it has to be.
    checkName(host, destination, true);
    const socket = await open(to, () =>
      connectPlain({ host, port, lookup: checkedLookup(resolve, destination, true) }),
    );
    const proof = {
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === undefined ? {} : { ca: [ca] }),
    };
    const encrypt = (plain: Socket, done: () => void): Socket =>
      connectTls({ socket: plain, host, ...proof }, done);
    const line: Omit<Line, 'socket'> = {
      mustEncrypt: addressKind(socket.remoteAddress ?? '') !== 'private',
      encrypt,
      proof,
    };
    if (secure !== 'tls') return { ...line, socket };
    return { ...line, socket: await open(to, () => encrypt(socket, () => {}), 'secureConnect') };
  };
}

/** A socket once it stands. Nothing has been said over it before, so every failure may be tried again. */
function open(
  { host, signal, timeoutMs = PATIENCE_MS }: DialTo,
  begin: () => Socket,
  event: 'connect' | 'secureConnect' = 'connect',
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
    if (limit.aborted) return reject(new SwitchyardError('stopped', 'This was called off before it began.'));
    const socket = begin();
    const end = (): void => {
      limit.removeEventListener('abort', abort);
      socket.off('error', fail);
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      end();
      socket.destroy();
      if (error instanceof SwitchyardError) return reject(error);
      const badProof = /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_TLS_CERT)/.test(error.code ?? '');
      reject(
        badProof
          ? new SwitchyardError(
              'address_refused',
              `${host} cannot prove who it is: its certificate is not valid.`,
              {
                cause: error,
                fix: 'Check the name of the server. A server of your own needs a certificate that this computer trusts.',
              },
            )
          : new SwitchyardError('temporary', `${host} cannot be reached.`, { cause: error }),
      );
    };
    const abort = (): void => fail(new Error('It took too long, or was called off.'));
    limit.addEventListener('abort', abort, { once: true });
    socket.once('error', fail);
    socket.once(event, () => {
      end();
      resolve(socket);
    });
  });
}
