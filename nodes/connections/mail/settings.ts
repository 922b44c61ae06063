import { SwitchyardError } from '../../../app/base/errors.ts';
import type { ConnectionHandle } from '../../../app/kit/implement.ts';
import type { DialTo, Line } from '../../../app/kit/net.ts';

/** A mail server as its connection names it. */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly secure: DialTo['secure'];
}

export interface MailSettings {
  readonly address: string;
  readonly user: string;
  readonly password: string;
  readonly imap: Server;
  readonly smtp: Server;
}

/** Ports on which a server is encrypted from the first byte (RFC 8314). */
const ENCRYPTED = new Set([993, 465]);

/** "imap.firm.example" or "smtp.firm.example:587". Throws `invalid_input`. */
export function serverIn(text: string, usualPort: number): Server {
  const match = /^(?:\w+:\/\/)?(\[[0-9a-f:]+\]|[\w.-]+)(?::(\d{1,5}))?\/?$/i.exec(text.trim());
  const host = match?.[1];
  const port = match?.[2] === undefined ? usualPort : Number(match[2]);
  if (host === undefined || port < 1 || port > 65_535)
    throw new SwitchyardError('invalid_input', `"${text}" is not the name of a mail server.`, {
      fix: 'Write it like imap.firm.example, or with a port: imap.firm.example:993.',
    });
  return { host: host.replace(/^\[|\]$/g, ''), port, secure: ENCRYPTED.has(port) ? 'tls' : 'later' };
}

/** What a person wrote into the connection. */
export async function settingsOf(connection: ConnectionHandle): Promise<MailSettings> {
  const [address, imap, smtp, user, password] = await Promise.all(
    ['address', 'imap', 'smtp', 'user', 'password'].map((name) => connection.secret(name)),
  );
  return {
    address: (address ?? '').trim(),
    user: user?.trim() || (address ?? '').trim(),
    password: password ?? '',
    imap: serverIn(imap ?? '', 993),
    smtp: serverIn(smtp ?? '', 465),
  };
}

/** Opens a line to one of the connection's own servers. */
export function dialServer(connection: ConnectionHandle, server: Server, signal: AbortSignal): Promise<Line> {
  if (!connection.dial)
    throw new SwitchyardError('internal', 'This host opens no connections to mail servers.');
  return connection.dial({ ...server, signal });
}

/** The password was refused. */
export const signInRefused = (server: Server, cause: unknown): SwitchyardError =>
  new SwitchyardError('auth_revoked', `${server.host} does not take this user name and password.`, {
    cause,
    fix: 'Check both. Many providers want an app password instead of the usual one.',
  });

/** A server that cannot encrypt gets no password, except inside one's own network. */
export const notEncrypted = (server: Server, cause?: unknown): SwitchyardError =>
  new SwitchyardError('address_refused', `${server.host} does not encrypt, so no password is sent to it.`, {
    cause,
    fix: 'Use its encrypted port, which is usually 993 for IMAP and 465 for SMTP.',
  });

/** A server that cannot prove who it is. */
export const certificateRefused = (server: Server, cause: unknown): SwitchyardError =>
  new SwitchyardError(
    'address_refused',
    `${server.host} cannot prove who it is: its certificate is not valid.`,
    {
      cause,
      fix: 'Check the name of the server. A server of your own needs a certificate that this computer trusts.',
    },
  );
