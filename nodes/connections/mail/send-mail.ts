import { Readable } from 'node:stream';
import { SwitchyardError } from '../../../app/base/errors.ts';
import type { ActionContext, Found } from '../../../app/kit/implement.ts';
import { findIn, referencesFor } from './find-mail.ts';
import { specialFolder, withMailbox, type Mailbox } from './mailbox.ts';
import { ownMessageId } from './own-id.ts';
import {
  certificateRefused,
  dialServer,
  notEncrypted,
  signInRefused,
  type MailSettings,
  type Server,
} from './settings.ts';

const MOST_RECIPIENTS = 20;
const SILENCE_MS = 30_000;

/** A mail that is about to be sent. */
export interface Letter {
  /** Addresses with commas between them. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Message-IDs of the conversation, the newest last; empty for a new one. */
  readonly references: readonly string[];
}

export interface Sent {
  readonly [name: string]: string;
  /** Message-ID without brackets. */
  readonly id: string;
  readonly to: string;
  /** The id of the mail that began its conversation; its own when it begins one. */
  readonly thread: string;
}

/** The addresses in a field. Throws `tool_invalid` for anything else, such as a line break that would add a header. */
export function recipientsIn(text: string): readonly string[] {
  const addresses = text
    .split(/[,;\n]+/)
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');
  const wrong = addresses.find(
    (address) => !/^[^\s@,;<>"\\]{1,64}@[a-z0-9.-]+\.[a-z0-9-]{2,}$/.test(address),
  );
  if (wrong !== undefined)
    throw new SwitchyardError('tool_invalid', `"${wrong.slice(0, 80)}" is not an e-mail address.`);
  if (addresses.length === 0) throw new SwitchyardError('tool_invalid', 'This mail has nobody to go to.');
  if (addresses.length > MOST_RECIPIENTS)
    throw new SwitchyardError('tool_invalid', `One mail goes to ${MOST_RECIPIENTS} people at most.`);
  return [...new Set(addresses)];
}

/**
 * Sends a mail and keeps it. SMTP cannot be asked whether a mail was taken, so there are three steps, each with the mail's
 * own Message-ID: it is laid among the drafts, sent, and moved from the drafts to the sent mails. Whoever looks later sees
 * how far it came: nowhere, then nothing was sent; among the sent, then it was; among the drafts, then nobody can tell.
 */
export async function sendLetter(context: ActionContext, letter: Letter): Promise<Sent> {
  const recipients = recipientsIn(letter.to);
  return withMailbox(context, async (mailbox) => {
    const { settings } = mailbox;
    const id = ownMessageId(context.opKey, settings.address);
    const output = { id, to: recipients.join(', '), thread: letter.references[0] ?? id };
    const raw = await compose(settings, letter, recipients, id, context.attribution.agentName);
    const { drafts, sent } = await folders(mailbox);
    if (await findIn(mailbox, sent, id)) return output;
    await mailbox.imap.append(drafts, raw, ['\\Draft', '\\Seen']);
    try {
      await overSmtp(context, settings, { from: settings.address, to: [...recipients] }, raw);
    } catch (thrown) {
      const error =
        thrown instanceof SwitchyardError
          ? thrown
          : new SwitchyardError('internal', 'A mail could not be sent.', { cause: thrown });
      // Only what is certainly unsent is taken back from the drafts.
      if (error.code !== 'unknown_outcome') await takeBack(mailbox, drafts, id).catch(() => {});
      throw error;
    }
    await keepAsSent(mailbox, drafts, sent, id).catch((cause: unknown) => {
      throw new SwitchyardError(
        'unknown_outcome',
        'The mail went out, but could not be laid among the sent mails.',
        {
          cause,
        },
      );
    });
    return output;
  });
}

/** How far did it come? */
export async function findLetter(context: ActionContext, to: string): Promise<Found<Sent>> {
  return withMailbox(context, async (mailbox) => {
    const id = ownMessageId(context.opKey, mailbox.settings.address);
    const { drafts, sent } = await folders(mailbox);
    const place = await findIn(mailbox, sent, id);
    if (place) {
      const [thread = id] = await referencesFor(mailbox, place, id);
      return { found: 'yes', output: { id, to: recipientsIn(to).join(', '), thread } };
    }
    return (await findIn(mailbox, drafts, id)) ? { found: 'cannot-tell' } : { found: 'no' };
  });
}

const folders = async (mailbox: Mailbox): Promise<{ readonly drafts: string; readonly sent: string }> => ({
  drafts: await specialFolder(mailbox, '\\Drafts', 'Drafts'),
  sent: await specialFolder(mailbox, '\\Sent', 'Sent'),
});

async function takeBack(mailbox: Mailbox, drafts: string, id: string): Promise<void> {
  const place = await findIn(mailbox, drafts, id, false);
  if (place) await mailbox.imap.messageDelete(String(place.uid), { uid: true });
}

async function keepAsSent(mailbox: Mailbox, drafts: string, sent: string, id: string): Promise<void> {
  const place = await findIn(mailbox, drafts, id, false);
  if (!place) return;
  await mailbox.imap.messageFlagsRemove(String(place.uid), ['\\Draft'], { uid: true });
  await mailbox.imap.messageMove(String(place.uid), sent, { uid: true });
}

/** The mail as it goes over the wire: the same bytes are kept and sent. */
async function compose(
  { address }: MailSettings,
  { subject, text, references }: Letter,
  to: readonly string[],
  id: string,
  name: string,
): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const last = references.at(-1);
  return new MailComposer({
    from: { name, address },
    to: [...to],
    subject: subject.replaceAll(/\s+/g, ' ').trim().slice(0, 300),
    text,
    messageId: `<${id}>`,
    ...(last === undefined
      ? {}
      : { inReplyTo: `<${last}>`, references: references.map((one) => `<${one}>`).join(' ') }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/**
 * Hands the mail over to the server. Throws `unknown_outcome` only when the line broke after the mail's text was under way;
 * the library names no such moment, so it is taken from when the text is first asked for.
 */
async function overSmtp(
  { connection, signal }: ActionContext,
  { smtp, user, password }: MailSettings,
  envelope: { readonly from: string; readonly to: string[] },
  raw: Buffer,
): Promise<void> {
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection');
  const line = await dialServer(connection, smtp, signal);
  const isTls = smtp.secure === 'tls';
  let underWay = false;
  const text = Readable.from(
    (function* () {
      underWay = true;
      yield raw;
    })(),
    { objectMode: false },
  );
  const session = new SMTPConnection({
    host: smtp.host,
    port: smtp.port,
    secure: isTls,
    secured: isTls,
    requireTLS: !isTls && line.mustEncrypt,
    connection: line.socket,
    tls: line.proof,
    socketTimeout: SILENCE_MS,
    greetingTimeout: SILENCE_MS,
    logger: false,
  });
  const abort = (): void => void line.socket.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const rejected = await new Promise<readonly string[]>((resolve, reject) => {
      session.once('error', reject);
      session.once('end', () => reject(new Error('The server hung up.')));
      session.connect((failed) => {
        if (failed) return reject(failed);
        session.login({ user, pass: password }, (refused) => {
          if (refused) return reject(refused);
          session.send(envelope, text, (error, info) =>
            error ? reject(error) : resolve((info?.rejected ?? []).map(String)),
          );
        });
      });
    });
    // With one address refused and another taken, the mail is out: this is said, and nothing is sent again.
    if (rejected.length > 0)
      throw new SwitchyardError(
        'tool_invalid',
        `${smtp.host} did not take ${rejected.join(', ')}; the others have the mail.`,
      );
  } catch (thrown) {
    throw smtpError(thrown, smtp, underWay);
  } finally {
    signal.removeEventListener('abort', abort);
    session.close();
    line.socket.destroy();
  }
}

function smtpError(thrown: unknown, smtp: Server, underWay: boolean): SwitchyardError {
  if (thrown instanceof SwitchyardError) return thrown;
  // What the library adds to its errors: a code of its own, and what the server answered.
  const error = (thrown instanceof Error ? thrown : {}) as Readonly<Record<string, unknown>>;
  const status = typeof error['responseCode'] === 'number' ? error['responseCode'] : undefined;
  const said = typeof error['response'] === 'string' ? ` It says: ${error['response'].slice(0, 200)}` : '';
  if (error['code'] === 'EAUTH') return signInRefused(smtp, thrown);
  if (error['code'] === 'ETLS') return notEncrypted(smtp, thrown);
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(String(error['originalCode'] ?? '')))
    return certificateRefused(smtp, thrown);
  if (status !== undefined && status >= 500)
    return new SwitchyardError('tool_invalid', `${smtp.host} does not take this mail.${said}`, {
      cause: thrown,
    });
  if (status !== undefined && status >= 400)
    return new SwitchyardError('temporary', `${smtp.host} does not take mails at the moment.${said}`, {
      cause: thrown,
    });
  return underWay
    ? new SwitchyardError(
        'unknown_outcome',
        `${smtp.host} gave no answer, so it is not known whether the mail went out.`,
        { cause: thrown },
      )
    : new SwitchyardError('temporary', `${smtp.host} broke off before the mail was sent.`, { cause: thrown });
}
