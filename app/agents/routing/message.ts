import type { Embedding } from './encoder.ts';
import { ownWords, sentencesOf } from './reply-text.ts';
import { contentWords, stem, stemmed, wordsOf } from './words.ts';

/** Sentences beyond this many words are left out; the text as a whole is still read. */
const MOST_WORDS = 110;
const MOST_SENTENCES = 12;

/** A text as the router looks at it. */
export interface Message {
  /** The text without the older messages it repeats. */
  readonly text: string;
  /** Of the whole text, then of each sentence when there are several. */
  readonly embeddings: readonly Embedding[];
  /** Content words, each once. */
  readonly words: readonly string[];
  /** How each stem stands in the text. */
  readonly surface: ReadonlyMap<string, string>;
  /** All words as stems between spaces. */
  readonly stems: string;
}

/** The whole text and its sentences: what is embedded of a message. */
export function partsOf(text: string): string[] {
  const whole = text.replace(/\s+/g, ' ').trim();
  const sentences = sentencesOf(text);
  if (sentences.length < 2) return [whole];
  let words = 0;
  const kept = sentences
    .slice(0, MOST_SENTENCES)
    .filter((sentence) => (words += wordsOf(sentence).length) <= MOST_WORDS);
  return [whole, ...kept];
}

export function readMessage(text: string, encode: (texts: readonly string[]) => Embedding[]): Message {
  const own = ownWords(text);
  const words = contentWords(own);
  const surface = new Map<string, string>();
  for (const word of wordsOf(own)) if (!surface.has(stem(word))) surface.set(stem(word), word);
  for (const word of words) if (!surface.has(stem(word))) surface.set(stem(word), word);
  return {
    text: own,
    embeddings: encode(partsOf(own)),
    words: [...new Set(words)],
    surface,
    stems: stemmed(own),
  };
}
