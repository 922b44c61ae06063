import { listIn, type LetterRow, type PlaceRow } from './mail-store.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A text in IMAP's quotes. What is not ASCII is written as mail headers write it (RFC 2047). */
export function quoted(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, ' ');
  // oxlint-disable-next-line no-control-regex -- this is what makes it ASCII
  const safe = /^[\u0001-\u007f]*$/.test(line)
    ? line
    : `=?utf-8?B?${Buffer.from(line, 'utf8').toString('base64')}?=`;
  return `"${safe.replaceAll(/(["\\])/g, '\\$1')}"`;
}

const orNil = (text: string | undefined): string => (text ? quoted(text) : 'NIL');

function addressOf(email: string, name = ''): string {
  const [user = '', host = ''] = email.split('@');
  return `(${orNil(name)} NIL ${quoted(user)} ${quoted(host)})`;
}

/** `12-Nov-2026 09:00:00 +0000`. */
export function internalDate(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${two(date.getUTCDate())}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

/** The day of a search such as `SINCE 12-Nov-2026` (epoch ms). */
export function dayIn(text: string): number | undefined {
  const [, day, month, year] = /^(\d{1,2})-(\w{3})-(\d{4})$/.exec(text) ?? [];
  const place = MONTHS.indexOf(month ?? '');
  return place < 0 ? undefined : Date.UTC(Number(year), place, Number(day));
}

function envelope(letter: LetterRow): string {
  const from = `(${addressOf(letter.from_email, letter.from_name)})`;
  const to = listIn(letter.recipients);
  const answers = listIn(letter.refs).at(-1);
  const parts = [
    quoted(new Date(letter.at).toUTCString()),
    orNil(letter.subject),
    from,
    from,
    from,
    to.length > 0 ? `(${to.map((email) => addressOf(email)).join('')})` : 'NIL',
    'NIL',
    'NIL',
    answers === undefined ? 'NIL' : quoted(`<${answers}>`),
    quoted(`<${letter.message_id}>`),
  ];
  return `(${parts.join(' ')})`;
}

/** Every letter here is one plain text. */
function bodyStructure({ raw }: LetterRow): string {
  const begins = raw.indexOf('\r\n\r\n') + 4;
  const lines = raw.subarray(begins).toString('latin1').split('\r\n').length - 1;
  return `("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "8BIT" ${raw.length - begins} ${lines})`;
}

/** The headers of these names, as they stand in the letter. */
function headersOf({ raw }: LetterRow, names: readonly string[]): Buffer {
  const head = raw.subarray(0, raw.indexOf('\r\n\r\n') + 2).toString('latin1');
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const fields = head.match(/^[^\s:]+:.*\r\n(?:[ \t].*\r\n)*/gm) ?? [];
  const kept = fields.filter((field) => wanted.has(field.slice(0, field.indexOf(':')).toLowerCase()));
  return Buffer.from(`${kept.join('')}\r\n`, 'latin1');
}

const literal = (name: string, bytes: Buffer): readonly Buffer[] => [
  Buffer.from(`${name} {${bytes.length}}\r\n`),
  bytes,
];

/** One asked-for part of a letter, such as `ENVELOPE` or `BODY.PEEK[]<0.256000>`; undefined for one that is not known. */
export function partOf(item: string, letter: LetterRow, place: PlaceRow): readonly Buffer[] | undefined {
  const text = (value: string): readonly Buffer[] => [Buffer.from(value)];
  const flags = listIn(place.flags).join(' ');
  switch (item.toUpperCase()) {
    case 'UID':
      return text(`UID ${place.uid}`);
    case 'FLAGS':
      return text(`FLAGS (${flags})`);
    case 'INTERNALDATE':
      return text(`INTERNALDATE "${internalDate(letter.at)}"`);
    case 'RFC822.SIZE':
      return text(`RFC822.SIZE ${letter.raw.length}`);
    case 'ENVELOPE':
      return text(`ENVELOPE ${envelope(letter)}`);
    case 'BODYSTRUCTURE':
      return text(`BODYSTRUCTURE ${bodyStructure(letter)}`);
    default:
      break;
  }
  const [whole, section = '', start, size] =
    /^BODY(?:\.PEEK)?\[([^\]]*)\](?:<(\d+)\.(\d+)>)?$/i.exec(item) ?? [];
  if (whole === undefined) return undefined;
  const names = /^HEADER\.FIELDS \(([^)]*)\)$/i.exec(section)?.[1];
  if (names !== undefined) return literal(`BODY[${section}]`, headersOf(letter, names.split(' ')));
  if (section !== '') return undefined;
  if (start === undefined) return literal('BODY[]', letter.raw);
  const from = Number(start);
  return literal(`BODY[]<${from}>`, letter.raw.subarray(from, from + Number(size)));
}
