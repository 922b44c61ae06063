import { conceptsNamedIn, type NamedConcepts } from './concepts/named.ts';
import { readDirective, type DirectiveReading } from './directive-reading.ts';
import { mean } from './embeddings.ts';
import type { Embedding } from './encoder.ts';
import type { WordVectors } from './word-vectors.ts';
import { stem, stemmed, topicWords, wordsOf } from './words.ts';

/** A word or phrase that speaks for a directive when a message contains it. */
export interface Term {
  readonly text: string;
  /** As stems between spaces. */
  readonly stems: string;
  readonly rarity: number;
}

/** Everything about one directive that does not depend on the message. */
export interface Profile {
  readonly reading: DirectiveReading;
  readonly named: NamedConcepts;
  /** The condition, as somebody would write about it. */
  readonly whole: Embedding;
  /** The same for each topic. */
  readonly topics: readonly Embedding[];
  /** The same for each topic that the directive says it is not about. */
  readonly not: readonly Embedding[];
  /** Their words as stems between spaces. */
  readonly notStems: readonly string[];
  /** Content words of each topic. */
  readonly topicWords: readonly (readonly string[])[];
  /** Content words of the directive. */
  readonly keys: readonly Term[];
  /** Words of the concepts it names. */
  readonly terms: readonly Term[];
  /** Messages of the concepts it names. */
  readonly typical: readonly Embedding[];
}

/** How people bring up a topic. The mean of these is nearer to their messages than the bare topic. */
const CARRIERS: readonly ((topic: string) => string)[] = [
  (topic) => topic,
  (topic) => `I have a question about ${topic}`,
  (topic) => `problem with ${topic}`,
  (topic) => `I need help with ${topic}`,
];

/** "Billing questions" → "billing": the carrier phrases say the rest. */
const bareTopic = (topic: string): string =>
  (/^[A-Z][a-z]/.test(topic) ? topic[0]!.toLowerCase() + topic.slice(1) : topic)
    .replace(/\s+(questions?|issues?|problems?|requests?|trouble|matters)$/i, '')
    .replace(/^(an?|the)\s+/i, '');

export function profileOf(
  text: string,
  encode: (texts: readonly string[]) => Embedding[],
  vectors: WordVectors,
): Profile {
  const reading = readDirective(text);
  const named = conceptsNamedIn(reading.when, reading.topics);
  const wordsOfTopics = reading.topics.map(topicWords).filter((words) => words.length > 0);
  const embeddings = encode(
    [reading.when, ...reading.topics, ...reading.not].flatMap((topic) =>
      CARRIERS.map((carry) => carry(bareTopic(topic))),
    ),
  );
  const [whole, ...all] = Array.from({ length: 1 + reading.topics.length + reading.not.length }, (_, i) =>
    mean(embeddings.slice(i * CARRIERS.length, (i + 1) * CARRIERS.length)),
  );
  return {
    reading,
    named,
    whole: whole!, // the array has at least one
    topics: all.slice(0, reading.topics.length),
    not: all.slice(reading.topics.length),
    notStems: reading.not.map(stemmed),
    topicWords: wordsOfTopics.length > 0 ? wordsOfTopics : [topicWords(reading.when)],
    keys: uniqueByStems(
      topicWords(reading.when).map((word) => ({
        text: word,
        stems: ` ${stem(word)} `,
        rarity: vectors.rarity(word),
      })),
    ),
    terms: termsOf(
      named.concepts.flatMap((concept) => concept.words),
      vectors,
    ),
    typical: encode(named.concepts.flatMap((concept) => concept.messages)),
  };
}

/** Words that seldom stand beside each other are rarer than each of them: "top up" says more than "top". */
const EACH_FURTHER_WORD = 0.2;

function rarityOf(phrase: string, vectors: WordVectors): number {
  const words = wordsOf(phrase);
  return Math.max(...words.map((word) => vectors.rarity(word))) + EACH_FURTHER_WORD * (words.length - 1);
}

/** Words and short phrases as they are looked for in messages, each once. */
export const termsOf = (phrases: readonly string[], vectors: WordVectors): Term[] =>
  uniqueByStems(
    phrases.map((phrase) => ({ text: phrase, stems: stemmed(phrase), rarity: rarityOf(phrase, vectors) })),
  );

const uniqueByStems = (terms: readonly Term[]): Term[] => [
  ...new Map(terms.map((term) => [term.stems, term])).values(),
];
