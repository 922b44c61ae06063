/** Short forms with and without their apostrophe. "won't" keeps it, because "wont" is a word. */
const SHORT_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bcan['’]?t\b/gi, 'can not'],
  [/\bcannot\b/gi, 'can not'],
  [/\bwon['’]t\b/gi, 'will not'],
  [/\b(do|does|did|is|are|was|were|has|have|had|would|could|should)n['’]?t\b/gi, '$1 not'],
  [/\b(I|we|you|they|he|she)['’]d\b/gi, '$1 would'],
  [/\b(I|we|you|they|it)['’]ll\b/gi, '$1 will'],
  [/\b(I|we|you|they)['’]ve\b/gi, '$1 have'],
  [/\bI['’]m\b/gi, 'I am'],
  [/\b(we|you|they)['’]re\b/gi, '$1 are'],
  [/\b(it|that|there|what|he|she|who)['’]s\b/gi, '$1 is'],
];

/** The same words without short forms, curly apostrophes and doubled spaces. */
export const spellOut = (text: string): string =>
  SHORT_FORMS.reduce((words, [short, long]) => words.replaceAll(short, long), text.replaceAll(/[’‘]/g, "'"))
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Lower case, letters and digits only: for comparing words across two texts. */
export const plainWords = (text: string): readonly string[] =>
  spellOut(text)
    .toLowerCase()
    .match(/[\p{L}\p{N}$#@.'-]*[\p{L}\p{N}]/gu) ?? [];

/** Does one text hold the other, word by word? */
export const holdsWords = (text: string, part: string): boolean =>
  ` ${plainWords(text).join(' ')} `.includes(` ${plainWords(part).join(' ')} `);

/** What a person wrote, sentence by sentence, with each sentence's end mark. */
export const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/(?<=[.!?])\s+|\n+/)
    .map(spellOut)
    .filter((sentence) => sentence !== '');

const ENGLISH = new Set(
  (
    'a about after all also am an and any are as at be because been but by can could day did do does for from get had has have hello help hi how i if in is it its just know like me more my need never ' +
    'no not now of off on one or our out please so still than thank thanks that the their them then there they this time to too us want was we were what when which who why will with would yes you your dear ok okay'
  ).split(' '),
);

/**
 * Is it English, as far as one can tell from its small words? Only English is read; of anything else the practice
 * model knows nothing.
 */
export function readsAsEnglish(text: string): boolean {
  const words = plainWords(text).filter((word) => /\p{L}/u.test(word));
  if (words.length === 0) return false;
  const known = words.filter((word) => ENGLISH.has(word)).length;
  return words.length < 6 ? !/[^\x20-\x7e\s‘’“”–—…€£]/.test(text) : known / words.length >= 0.2;
}

/** Texts in quotation marks, taken out: what is in quotes is written as it stands and never read as a rule. */
export interface Lifted {
  /** The text with `§0`, `§1` … where the quotes stood. */
  readonly text: string;
  readonly quotes: readonly string[];
  /** A quotation mark without a partner. */
  readonly open: boolean;
}

export function liftQuotes(text: string): Lifted {
  const quotes: string[] = [];
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char !== '"' && char !== '“') {
      out += char;
      continue;
    }
    const end = char === '"' ? text.indexOf('"', at + 1) : closingCurly(text, at);
    if (end < 0) return { text: out + text.slice(at), quotes, open: true };
    out += `§${quotes.length}`;
    quotes.push(text.slice(at + 1, end));
    at = end;
  }
  return { text: out, quotes, open: out.includes('”') };
}

function closingCurly(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '“') depth += 1;
    if (text[at] === '”') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** A short, stable name for a text (FNV-1a). It only tells texts of one agent apart; nothing depends on its strength. */
export function nameOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(36);
}
