import type { ImapFlow } from 'imapflow';
import { SwitchyardError } from '../../../app/base/errors.ts';
import type { ConnectionHandle } from '../../../app/kit/implement.ts';
import { dialServer, notEncrypted, settingsOf, signInRefused, type MailSettings } from './settings.ts';

/** Milliseconds of silence after which a server is given up. */
const SILENCE_MS = 30_000;

/** A mailbox that is open for one piece of work. */
export interface Mailbox {
  readonly imap: ImapFlow;
  readonly settings: MailSettings;
}

interface Looks {
  readonly connection: ConnectionHandle;
  readonly signal: AbortSignal;
}

/**
 * Signs in, does one piece of work and signs out. A line that breaks in between throws `temporary`: what changes
 * something must be able to look up whether it happened.
 */
export async function withMailbox<T>(
  { connection, signal }: Looks,
  work: (mailbox: Mailbox) => Promise<T>,
): Promise<T> {
  const settings = await settingsOf(connection);
  // Loaded for the first mail: most hosts have none, and it takes several megabytes.
  const { ImapFlow: Imap } = await import('imapflow');
  const { imap: server, user, password } = settings;
  const line = await dialServer(connection, server, signal);
  const imap = new Imap({
    host: server.host,
    port: server.port,
    secure: server.secure === 'tls',
    doSTARTTLS: server.secure === 'later' && line.mustEncrypt ? true : undefined,
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
    socketTimeout: SILENCE_MS,
    // One answer of a server may not fill the memory.
    maxLineLength: 1_000_000,
    transport: {
      connect: (_to, connected) => {
        queueMicrotask(connected);
        return line.socket;
      },
      upgrade: (_plain, _to, secured) => line.encrypt(line.socket, secured),
    },
  });
  // Every failure also comes back from the call it broke.
  imap.on('error', () => {});
  const abort = (): void => imap.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await imap.connect();
    const result = await work({ imap, settings });
    await imap.logout().catch(() => {});
    return result;
  } catch (thrown) {
    throw mailError(thrown, settings, signal);
  } finally {
    signal.removeEventListener('abort', abort);
    imap.close();
  }
}

function mailError(thrown: unknown, { imap: server }: MailSettings, signal: AbortSignal): SwitchyardError {
  if (thrown instanceof SwitchyardError) return thrown;
  if (signal.aborted) return new SwitchyardError('stopped', 'This was called off.', { cause: thrown });
  // What imapflow adds to its errors; each is looked at as what it is.
  const error = (thrown instanceof Error ? thrown : {}) as Readonly<Record<string, unknown>>;
  // RFC 5530: whether the password is right cannot be told at the moment.
  if (error['authenticationFailed'] === true && error['serverResponseCode'] !== 'UNAVAILABLE')
    return signInRefused(server, thrown);
  if (error['code'] === 'STARTTLSFailed' || /start ?tls/i.test(thrown instanceof Error ? thrown.message : ''))
    return notEncrypted(server, thrown);
  if (error['serverResponseCode'] === 'OVERQUOTA')
    return new SwitchyardError('limit_reached', 'The mailbox is full.', { cause: thrown });
  const said =
    typeof error['responseText'] === 'string' ? ` It says: ${error['responseText'].slice(0, 200)}` : '';
  return new SwitchyardError('temporary', `${server.host} broke off in the middle.${said}`, {
    cause: thrown,
  });
}

/** The folder that the server uses for a purpose, by its own mark (RFC 6154) or by its usual name. */
export async function specialFolder(
  { imap }: Mailbox,
  use: '\\Sent' | '\\Drafts',
  usual: string,
): Promise<string> {
  const folders = await imap.list();
  const found =
    folders.find(({ specialUse }) => specialUse === use) ??
    folders.find(({ name }) => name.toLowerCase().startsWith(usual.toLowerCase()));
  if (found) return found.path;
  const made = await imap.mailboxCreate(usual);
  return made.path;
}
