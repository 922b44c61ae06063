/** A piece of text as a card shows it: plain, or a character that cannot be seen, spelled out. */
export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hidden'; readonly code: string; readonly what: string };

/**
 * Characters that are drawn as nothing or that turn the order of what is around them: controls, soft hyphen, zero
 * width, direction marks, isolates, tags, variation selectors and look-alike spaces. Line break and tab stay.
 */
const HIDDEN =
  /[\u{0}-\u{8}\u{B}\u{C}\u{E}-\u{1F}\u{7F}-\u{9F}\u{AD}\u{34F}\u{61C}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180B}-\u{180F}\u{200B}-\u{200F}\u{2028}-\u{202E}\u{2060}-\u{206F}\u{3164}\u{FE00}-\u{FE0F}\u{FEFF}\u{FFA0}\u{FFF0}-\u{FFFB}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/gu;

const NAMES: Readonly<Record<string, string>> = {
  '00AD': 'soft hyphen',
  '200B': 'space without width',
  '200C': 'joiner without width',
  '200D': 'joiner without width',
  '200E': 'mark: left to right',
  '200F': 'mark: right to left',
  '202A': 'from here left to right',
  '202B': 'from here right to left',
  '202C': 'end of the turned text',
  '202D': 'turns the text left to right',
  '202E': 'turns the text right to left',
  '2060': 'joiner without width',
  '2066': 'begins left to right',
  '2067': 'begins right to left',
  '2068': 'begins a turned part',
  '2069': 'ends a turned part',
  FEFF: 'space without width',
};

/** An emoji's own parts are no trick: the joiner between two pictures and the selector after one. */
const insideEmoji = (text: string, at: number, code: string): boolean => {
  if (code !== '200D' && code !== 'FE0F') return false;
  return /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|[#*0-9])\uFE0F?$/u.test(
    text.slice(Math.max(0, at - 4), at),
  );
};

/** Splits a text so that nothing in it can hide: what cannot be seen comes out as its own part. */
export function revealHidden(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    if (insideEmoji(text, match.index, code)) continue;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push({ kind: 'hidden', code, what: NAMES[code] ?? 'a character that cannot be seen' });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

/** Does the text hold anything that would not be seen? */
export const hidesSomething = (text: string): boolean =>
  revealHidden(text).some((part) => part.kind === 'hidden');
