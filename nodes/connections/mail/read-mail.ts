import type { FetchMessageObject, FetchQueryObject, MessageStructureObject } from 'imapflow';
import { digestOf } from '../../../app/base/digest.ts';
import type { JsonObject } from '../../../app/base/json.ts';
import { htmlToText } from '../helpscout/html-to-text.ts';

/** Bytes of one mail that are read. What lies behind them is mostly attachments, which are only named. */
export const MOST_BYTES = 256_000;
/** Characters of text that go into a run. */
const MOST_TEXT = 20_000;
const MOST_ATTACHMENTS = 50;

export interface Attachment extends JsonObject {
  readonly name: string;
  readonly kind: string;
  /** Bytes as they are sent, which is about a third more than the file has. */
  readonly size: number;
}

export interface ReadMail extends JsonObject {
  /** Its Message-ID without brackets, or a name of our own where it has none. */
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly at: string;
  readonly from: { readonly name: string; readonly email: string };
  readonly to: string;
  readonly replyTo: string;
  readonly attachments: readonly Attachment[];
  /** The mail was longer than what is read of it. */
  readonly shortened: boolean;
}

/** What the trigger has to know beside the mail itself. */
export interface MailFacts {
  readonly mail: ReadMail;
  readonly at: number;
  /** Message-IDs of what it answers, the newest last. */
  readonly references: readonly string[];
  /** Sent by a machine: an absence note, a list, a delivery report. */
  readonly automatic: boolean;
}

/** What is asked of the server for each mail. */
export const WANTED: FetchQueryObject = {
  uid: true,
  envelope: true,
  internalDate: true,
  size: true,
  bodyStructure: true,
  headers: ['message-id', 'references', 'in-reply-to', 'auto-submitted', 'precedence', 'list-id', 'reply-to'],
  source: { maxLength: MOST_BYTES },
};

/** The ids in angle brackets of a header, in their order. */
export const idsIn = (header: string): readonly string[] =>
  [...header.matchAll(/<([^<>\s]{1,500})>/g)].map(([, id]) => id ?? '');

/** Headers by name, with folded lines joined. The first of several counts. */
function headersIn(raw: Buffer | undefined): ReadonlyMap<string, string> {
  const lines = (raw?.toString('utf8') ?? '').replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !headers.has(name.toLowerCase()))
      headers.set(name.toLowerCase(), value.trim());
  }
  return headers;
}

function attachmentsOf(part: MessageStructureObject | undefined): readonly Attachment[] {
  if (!part) return [];
  const inner = (part.childNodes ?? []).flatMap((child) => attachmentsOf(child));
  const name = part.dispositionParameters?.['filename'] ?? part.parameters?.['name'];
  const isFile = part.disposition === 'attachment' || name !== undefined;
  if (!isFile || part.childNodes) return inner;
  return [
    { name: (name ?? 'without a name').slice(0, 200), kind: part.type.slice(0, 100), size: part.size ?? 0 },
    ...inner,
  ];
}

const oneLine = (text: string | undefined): string =>
  (text ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 500);

/** Reads one fetched mail. Whatever is in it is words from outside: text, never markup, and no file is opened. */
export async function readMail(message: FetchMessageObject): Promise<MailFacts> {
  const { envelope, source, size = 0, internalDate } = message;
  const headers = headersIn(message.headers);
  const { default: PostalMime } = await import('postal-mime');
  const parsed = await PostalMime.parse(source ?? Buffer.alloc(0), {
    attachmentEncoding: 'arraybuffer',
    maxNestingDepth: 20,
  });
  const text = parsed.text?.trim() ? parsed.text : htmlToText(parsed.html ?? '');
  const sender = envelope?.from?.[0];
  const answersTo = envelope?.replyTo?.[0];
  const at = internalDate ? new Date(internalDate).getTime() : 0;
  const subject = oneLine(envelope?.subject);
  const email = oneLine(sender?.address).toLowerCase();
  const own = idsIn(headers.get('message-id') ?? '')[0];
  return {
    mail: {
      id: own ?? `without-id-${digestOf([at, email, subject, size])}`,
      subject,
      text: text.replaceAll('\r\n', '\n').trim().slice(0, MOST_TEXT),
      at: new Date(at).toISOString(),
      from: { name: oneLine(sender?.name) || email, email },
      to: (envelope?.to ?? []).map(({ address }) => oneLine(address).toLowerCase()).join(', '),
      replyTo: oneLine(answersTo?.address).toLowerCase() || email,
      attachments: attachmentsOf(message.bodyStructure).slice(0, MOST_ATTACHMENTS),
      shortened: size > MOST_BYTES || text.length > MOST_TEXT,
    },
    at,
    references: [...idsIn(headers.get('references') ?? ''), ...idsIn(headers.get('in-reply-to') ?? '')],
    automatic:
      (headers.has('auto-submitted') && !/^no\b/i.test(headers.get('auto-submitted') ?? '')) ||
      /^(?:bulk|junk|list)\b/i.test(headers.get('precedence') ?? '') ||
      headers.has('list-id'),
  };
}
