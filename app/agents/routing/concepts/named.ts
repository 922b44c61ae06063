import { topicWords, wordsWithoutPointers } from '../words.ts';
import { CONCEPTS } from './all.ts';
import type { Concept } from './concept.ts';

export interface NamedConcepts {
  readonly concepts: readonly Concept[];
  /** How much of the directive's topic the concepts explain, from 0 to 1. */
  readonly weight: number;
}

/** A concept counts for a topic when its name covers at least this share of the topic's words. */
const COVERS = 0.5;
const MOST_PER_TOPIC = 2;

/** "invoices" and "invoice" name the same concept; "address" and "addresses" too. */
const singular = (word: string): string =>
  word.length > 4
    ? word
        .replace(/ies$/, 'y')
        .replace(/(ss|x|ch|sh)es$/, '$1')
        .replace(/([^s])s$/, '$1')
    : word;
const plainWords = (text: string): string[] => wordsWithoutPointers(text).map(singular);

const NAMES = CONCEPTS.map((concept) => ({ concept, names: concept.namedBy.map(plainWords) }));

const occursIn = (name: readonly string[], words: readonly string[]): boolean =>
  words.some((_, at) => name.every((word, i) => words[at + i] === word));

/** The concepts that a directive's condition and its topics name. */
export function conceptsNamedIn(when: string, topics: readonly string[]): NamedConcepts {
  const found = new Set([when, ...topics].flatMap(namedInTopic));
  const words = plainWords(when);
  const content = new Set(topicWords(when).map(singular));
  if (content.size === 0) return { concepts: [...found], weight: found.size > 0 ? 1 : 0 };
  const explained = new Set(
    NAMES.filter(({ concept }) => found.has(concept)).flatMap(({ names }) =>
      names.filter((name) => occursIn(name, words)).flat(),
    ),
  );
  const share = [...content].filter((word) => explained.has(word)).length / content.size;
  return { concepts: [...found], weight: share };
}

function namedInTopic(topic: string): Concept[] {
  const words = plainWords(topic);
  const content = topicWords(topic).map(singular);
  const covers = (name: readonly string[]): number => {
    if (!occursIn(name, words)) return 0;
    if (content.length === 0) return 1;
    return Math.min(1, name.filter((word) => content.includes(word)).length / content.length);
  };
  return NAMES.map(({ concept, names }) => ({ concept, cover: Math.max(...names.map(covers)) }))
    .filter(({ cover }) => cover >= COVERS)
    .toSorted((a, b) => b.cover - a.cover)
    .slice(0, MOST_PER_TOPIC)
    .map(({ concept }) => concept);
}
