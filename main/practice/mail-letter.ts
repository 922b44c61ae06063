import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import type { LetterRow } from './mail-store.ts';

/** What is read of a letter before it is laid anywhere. */
export type Letter = Omit<LetterRow, 'id' | 'at' | 'sent'>;

interface Written {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly id: string;
  /** Message-IDs of what it answers, the newest last. */
  readonly references: readonly string[];
  /** Epoch ms. */
  readonly at: number;
}

const idsIn = (header: string): readonly string[] =>
  [...header.matchAll(/<([^<>\s]{1,500})>/g)].map(([, id]) => id ?? '');

/** Reads a letter as it came over the wire. One without a Message-ID gets the name that is handed in. */
export async function readLetter(raw: Buffer, otherwise: string): Promise<Letter> {
  const parsed = await PostalMime.parse(raw);
  const from = parsed.from;
  const refs = [...idsIn(parsed.references ?? ''), ...idsIn(parsed.inReplyTo ?? '')];
  return {
    message_id: idsIn(parsed.messageId ?? '')[0] ?? otherwise,
    subject: parsed.subject ?? '',
    from_name: from?.name ?? '',
    from_email: (from?.address ?? '').toLowerCase(),
    recipients: JSON.stringify((parsed.to ?? []).flatMap(({ address }) => address?.toLowerCase() ?? [])),
    text: (parsed.text ?? '').trim(),
    refs: JSON.stringify([...new Set(refs)]),
    raw,
  };
}

/** A letter that a person of the made-up world writes, as its mail program would send it. */
export function writeLetter({ from, to, subject, text, id, references, at }: Written): Promise<Buffer> {
  const last = references.at(-1);
  return new MailComposer({
    from,
    to: [...to],
    subject,
    text,
    messageId: `<${id}>`,
    date: new Date(at),
    ...(last === undefined
      ? {}
      : { inReplyTo: `<${last}>`, references: references.map((one) => `<${one}>`).join(' ') }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
