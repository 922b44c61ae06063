import { likeness } from './embeddings.ts';
import type { Embedding } from './encoder.ts';
import type { Message } from './message.ts';
import type { Profile, Term } from './profile.ts';
import type { WordVectors } from './word-vectors.ts';
import { isGeneric, stem } from './words.ts';

/** What one message says for one directive, each on its own scale. */
export interface Evidence {
  /** Likeness in meaning to the directive and its topics. */
  readonly meaning: number;
  /** How well the words of a topic find similar words in the message. */
  readonly words: number;
  /** Likeness to messages of the concepts the directive names; undefined when it names none. */
  readonly typical: number | undefined;
  /** Likeness to the operator's own examples; undefined when there are none. */
  readonly examples: number | undefined;
}

export const EVIDENCE_KINDS = [
  'meaning',
  'words',
  'typical',
  'examples',
] as const satisfies readonly (keyof Evidence)[];

export function weigh(
  message: Message,
  profile: Profile,
  examples: readonly Embedding[],
  vectors: WordVectors,
): Evidence {
  return {
    meaning: wholeAndBestSentence(message.embeddings, (part) => {
      const whole = likeness(part, profile.whole);
      return (
        0.5 * whole + 0.5 * Math.max(0.9 * whole, ...profile.topics.map((topic) => likeness(part, topic)))
      );
    }),
    words: Math.max(0, ...profile.topicWords.map((words) => alignment(words, message.words, vectors))),
    typical: nearestTwo(message.embeddings, profile.typical),
    examples: nearestTwo(message.embeddings, examples),
  };
}

/** The likeness of the part of a message that is most like a directive: to its text, a topic, or a message of its concepts. */
export const nearest = (message: Message, profile: Profile): number =>
  Math.max(
    nearestTwo(message.embeddings, profile.typical) ?? 0,
    ...message.embeddings.flatMap((part) =>
      [profile.whole, ...profile.topics].map((topic) => likeness(part, topic)),
    ),
  );

/** The very word counts as if it were this much nearer. */
const SAID = 0.3;

/** How much nearer a message is to what a directive says it is not about than to what it is about; 0 when it is not nearer. */
export const nearerToNot = (message: Message, { whole, topics, not, notStems }: Profile): number =>
  not.length === 0
    ? 0
    : Math.max(
        notStems.some((stems) => message.stems.includes(stems)) ? SAID : 0,
        ...message.embeddings.map((part) => {
          const most = (texts: readonly Embedding[]): number =>
            Math.max(...texts.map((text) => likeness(part, text)));
          return most(not) - most([whole, ...topics]);
        }),
      );

/** Which part of a message speaks most for a directive: 0 for a message of one part. */
export function bestPart(message: Message, profile: Profile): number {
  if (message.embeddings.length < 2) return 0;
  const values = message.embeddings
    .slice(1)
    .map((part) => Math.max(...[profile.whole, ...profile.topics].map((topic) => likeness(part, topic))));
  return 1 + values.indexOf(Math.max(...values));
}

/** Half what the text says as a whole, half what its best sentence says. */
function wholeAndBestSentence(parts: readonly Embedding[], value: (part: Embedding) => number): number {
  const [whole = 0, ...sentences] = parts.map(value);
  return sentences.length > 0 ? 0.5 * whole + 0.5 * Math.max(...sentences) : whole;
}

/** Likeness to the two messages of a kind that are most like it; undefined when there are none. */
export function nearestTwo(parts: readonly Embedding[], others: readonly Embedding[]): number | undefined {
  if (others.length === 0) return undefined;
  return wholeAndBestSentence(parts, (part) => {
    let first = -1;
    let second = -1;
    for (const other of others) {
      const value = likeness(part, other);
      if (value > first) [first, second] = [value, first];
      else if (value > second) second = value;
    }
    return others.length > 1 ? (first + second) / 2 : first;
  });
}

/** From 0 to 1: for each word of a topic its nearest word of the message, rare words counting more. */
function alignment(topic: readonly string[], message: readonly string[], vectors: WordVectors): number {
  let sum = 0;
  let total = 0;
  for (const word of topic) {
    let best = 0;
    for (const other of message)
      best = Math.max(best, vectors.likeness(word, other) * (0.6 + 0.4 * vectors.rarity(other)));
    sum += vectors.rarity(word) * best * best;
    total += vectors.rarity(word);
  }
  return total > 0 ? sum / total : 0;
}

/** A word of the message counts as having spoken for a directive from this likeness to one of its words. */
const SPEAKS = 0.7;
/** And only when it is not one of the most frequent words. */
const TELLING = 0.55;
const MOST_SHOWN = 5;

export interface Found {
  /** Summed rarity of the directive's own words that the message contains. */
  readonly keys: number;
  /** The same of the words of its concepts. */
  readonly terms: number;
  /** The words as they stand in the message. */
  readonly shown: readonly string[];
}

/** Summed rarity of the terms that a message contains. */
export const spokenFor = (message: Message, terms: readonly Term[]): number =>
  terms.reduce((sum, { stems, rarity }) => sum + (message.stems.includes(stems) ? rarity : 0), 0);

/** How many directives of a router know each term, by its stems. A word that several know tells them apart less. */
export type Sharing = ReadonlyMap<string, number>;

export function sharingOf(profiles: readonly Profile[]): Sharing {
  const sharing = new Map<string, number>();
  for (const { keys, terms } of profiles) {
    for (const stems of new Set([...keys, ...terms].map((term) => term.stems)))
      sharing.set(stems, (sharing.get(stems) ?? 0) + 1);
  }
  return sharing;
}

/** The words of a message that speak for a directive. */
export function findWords(message: Message, profile: Profile, sharing: Sharing, vectors: WordVectors): Found {
  const occurring = (terms: readonly Term[]): Term[] =>
    terms.filter(({ stems }) => message.stems.includes(stems));
  const [keys, terms] = [occurring(profile.keys), occurring(profile.terms)];
  const sum = (found: readonly Term[]): number =>
    found.reduce((total, { rarity, stems }) => total + rarity / (sharing.get(stems) ?? 1), 0);
  const asWritten = ({ stems }: Term): string =>
    stems
      .trim()
      .split(' ')
      .map((one) => message.surface.get(one) ?? one)
      .join(' ');
  const similar = message.words.filter(
    (word) =>
      !isGeneric(word) &&
      vectors.rarity(word) >= TELLING &&
      profile.keys.some((key) => vectors.likeness(word, key.text) >= SPEAKS),
  );
  const shown = [
    ...keys.map(asWritten),
    ...terms.map(asWritten),
    ...similar.map((word) => message.surface.get(stem(word)) ?? word),
  ];
  return { keys: sum(keys), terms: sum(terms), shown: withoutParts(shown).slice(0, MOST_SHOWN) };
}

/** "charged twice" makes "charged" superfluous. */
function withoutParts(phrases: readonly string[]): string[] {
  const unique = [...new Set(phrases)];
  return unique.filter(
    (phrase) => !unique.some((other) => other !== phrase && ` ${other} `.includes(` ${phrase} `)),
  );
}
