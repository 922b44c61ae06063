/**
 * Text and HTML of help desk messages. Messages are written by anybody, so this reads HTML as a string of tags and
 * text in one pass and never builds a document: nothing in it can run, load or grow.
 */

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  bull: '•',
  middot: '·',
  deg: '°',
  sect: '§',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  times: '×',
  divide: '÷',
  frac12: '½',
  frac14: '¼',
  plusmn: '±',
  micro: 'µ',
  iexcl: '¡',
  iquest: '¿',
  ordf: 'ª',
  ordm: 'º',
  sup2: '²',
  sup3: '³',
  para: '¶',
  zwj: '',
  zwnj: '',
  szlig: 'ß',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  euml: 'ë',
  iuml: 'ï',
  aring: 'å',
  Aring: 'Å',
  aelig: 'æ',
  AElig: 'Æ',
  oslash: 'ø',
  Oslash: 'Ø',
  ccedil: 'ç',
  Ccedil: 'Ç',
  ntilde: 'ñ',
  Ntilde: 'Ñ',
  aacute: 'á',
  eacute: 'é',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  Aacute: 'Á',
  Eacute: 'É',
  Iacute: 'Í',
  Oacute: 'Ó',
  Uacute: 'Ú',
  agrave: 'à',
  egrave: 'è',
  igrave: 'ì',
  ograve: 'ò',
  ugrave: 'ù',
  Agrave: 'À',
  Egrave: 'È',
  Igrave: 'Ì',
  Ograve: 'Ò',
  Ugrave: 'Ù',
  acirc: 'â',
  ecirc: 'ê',
  icirc: 'î',
  ocirc: 'ô',
  ucirc: 'û',
  atilde: 'ã',
  otilde: 'õ',
  Atilde: 'Ã',
  Otilde: 'Õ',
};

/** The windows-1252 characters that pages mean by the numbers 128-159 (HTML standard, numeric references). */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function numbered(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252[code - 0x80] ?? '';
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '\ufffd';
}

const decodeEntities = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,7}));?/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return numbered(Number(decimal));
      if (hex !== undefined) return numbered(Number.parseInt(hex, 16));
      return name !== undefined && Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole;
    },
  );

/** Their content is not text that anybody reads. */
const DROPPED = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'iframe',
  'object',
  'svg',
  'math',
  'textarea',
  'select',
]);
/** A line ends before and after each of these. */
const LINES = new Set([
  'div',
  'tr',
  'table',
  'section',
  'article',
  'header',
  'footer',
  'address',
  'form',
  'hr',
  'dd',
  'dt',
  'dl',
  'li',
  'main',
  'nav',
  'aside',
  'figure',
  'center',
]);
/** And a blank line before and after these. */
const PARAGRAPHS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'pre']);

/** Where the tag that opens at `from` ends: past its `>`, which does not count inside quotation marks. */
function endOfTag(html: string, from: number): number {
  let quote = '';
  for (let at = from + 1; at < html.length; at += 1) {
    const letter = html[at] ?? '';
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") {
      // Quotation marks mean something only in an attribute's value.
      if (/=\s*$/.test(html.slice(Math.max(from, at - 4), at))) quote = letter;
    } else if (letter === '>') return at + 1;
  }
  return html.length;
}

/** Collects lines. Every step takes the same time however long the text has grown. */
class Lines {
  readonly #done: string[] = [];
  #line = '';
  #endsInSpace = true;
  add(text: string): void {
    if (text === '') return;
    this.#line += this.#endsInSpace ? text.replace(/^ +/, '') : text;
    this.#endsInSpace = this.#line === '' || text.endsWith(' ');
  }
  /** Ends the line, an empty one too. */
  break(): void {
    this.#done.push(this.#line);
    this.#line = '';
    this.#endsInSpace = true;
  }
  /** Begins a line of its own. */
  fresh(): void {
    if (this.#line !== '') this.break();
  }
  /** Begins a line of its own with a blank one before it. */
  paragraph(): void {
    this.fresh();
    if (this.#done.at(-1) !== '') this.#done.push('');
  }
  text(): string {
    return [...this.#done, this.#line].join('\n');
  }
}

/** What a person reads of a message that is kept as HTML, as plain text: lines, paragraphs, list items, no markup. */
export function htmlToText(html: string): string {
  const lower = html.toLowerCase();
  const out = new Lines();
  const addText = (raw: string): void => out.add(decodeEntities(raw.replaceAll(/[ \t\r\n\f]+/g, ' ')));
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) {
      addText(html.slice(at));
      break;
    }
    if (open > at) addText(html.slice(at, open));
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      at = end === -1 ? html.length : end + 3;
      continue;
    }
    const name = /^<\/?([a-zA-Z][a-zA-Z0-9]*)/.exec(html.slice(open, open + 24))?.[1]?.toLowerCase();
    if (name === undefined) {
      // `<!doctype`, `<?xml` and `</ ` are markup; any other `<` is a character that somebody typed.
      if (/^<[!?/]/.test(html.slice(open, open + 2))) at = endOfTag(html, open);
      else {
        addText('<');
        at = open + 1;
      }
      continue;
    }
    const closes = html[open + 1] === '/';
    const end = endOfTag(html, open);
    at = end;
    if (DROPPED.has(name)) {
      if (closes || html[end - 2] === '/') continue;
      const close = lower.indexOf(`</${name}`, end);
      at = close === -1 ? html.length : endOfTag(html, close);
    } else if (name === 'br') out.break();
    else if (name === 'li' && !closes) {
      out.fresh();
      out.add('- ');
    } else if (PARAGRAPHS.has(name)) out.paragraph();
    else if (LINES.has(name)) out.fresh();
    else if ((name === 'td' || name === 'th') && closes) out.add(' ');
  }
  return tidy(out.text());
}

/** No invisible control characters, no space at line ends, at most one blank line in a row. */
const tidy = (text: string): string =>
  text
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f\u200b\u2060\ufeff]/g, '')
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Plain text as a message: paragraphs at blank lines, breaks at line ends, everything else escaped. */
export const textToHtml = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .trim()
    .split(/\n[ \t]*\n+/)
    .map((paragraph) => `<p>${paragraph.split('\n').map(escape).join('<br>')}</p>`)
    .join('');

/** Text for comparing what was sent with what is kept: white space and invisible characters do not count. */
export const comparable = (text: string): string => tidy(text.normalize('NFC')).replaceAll(/\s+/g, ' ');
