import { BACKGROUND } from './background.ts';
import { above, lossFor, noneOf, scoreOf, zeroOf, type Surroundings, type Zeros } from './choose.ts';
import { CONCEPTS } from './concepts/all.ts';
import { createEncoder, type Embedding, type EncoderAssets } from './encoder.ts';
import { alarmsIn, alarmsOf } from './escalation.ts';
import {
  EVIDENCE_KINDS,
  bestPart,
  findWords,
  nearerToNot,
  nearest,
  nearestTwo,
  sharingOf,
  spokenFor,
  weigh,
  type Evidence,
  type Sharing,
} from './evidence.ts';
import { lessonFor, MOST_CORRECTIONS, pulled } from './lesson.ts';
import { Lru } from './lru.ts';
import { decide, type ScoredResult } from './decide.ts';
import type { DirectiveText, RouteRequest } from './meaning.ts';
import { partsOf, readMessage, type Message } from './message.ts';
import { ownWords } from './reply-text.ts';
import { readPrepared } from './prepared.ts';
import { profileOf, termsOf, type Profile } from './profile.ts';
import { stanceOf } from './reply-intent.ts';
import { createWordVectors } from './word-vectors.ts';

/** The files of `resources/router`, as bytes or text. */
export interface RouterAssets extends EncoderAssets {
  readonly words: string;
  readonly wordVectors: ArrayBuffer;
  /** `prepared.q8.bin` */
  readonly prepared: ArrayBuffer;
}

export interface OfflineRouter {
  route(request: RouteRequest): ScoredResult;
}

/** All texts whose embeddings are made at build time, in the order of the file. */
export const PREPARED_TEXTS: readonly string[] = [
  ...new Set([...BACKGROUND, ...CONCEPTS.flatMap((concept) => concept.messages)]),
];

const MOST_PROFILES = 200;
const MOST_EXAMPLES = 1_000;
/** From here on more words of a matter say no more. */
const MOST_ELSEWHERE = 3;

/** Routing by meaning from bytes alone: no network, no files, no clock; the same request gives the same answer. */
export function createOfflineRouter(assets: RouterAssets): OfflineRouter {
  const encoder = createEncoder(assets);
  const vectors = createWordVectors(assets.words, assets.wordVectors);
  const prepared = readPrepared(PREPARED_TEXTS, assets.prepared);
  const profiles = new Lru<{ profile: Profile; alarms: readonly string[]; zeros: Omit<Zeros, 'examples'> }>(
    MOST_PROFILES,
  );
  const corrected = new Lru<Embedding>(MOST_EXAMPLES);
  const exampleSets = new Lru<{ embeddings: readonly Embedding[]; zeros: Zeros }>(MOST_EXAMPLES);

  const encode = (texts: readonly string[]): Embedding[] => {
    const missing = texts.filter((text) => !prepared.has(text));
    const made = encoder.encode(missing);
    let next = 0;
    return texts.map((text) => prepared.get(text) ?? made[next++]!); // one was made for each that was missing
  };
  const background: readonly Message[] = BACKGROUND.map((text) => readMessage(text, encode));

  const matters = CONCEPTS.map(({ name, messages, words }) => ({
    name,
    embeddings: encode(messages),
    terms: termsOf(words, vectors),
  }));

  const zerosOf = (profile: Profile, examples: readonly Embedding[]): Zeros => {
    const all = background.map((message) => weigh(message, profile, examples, vectors));
    const zero = (kind: keyof Evidence): Zeros[keyof Evidence] => {
      const values = all.map((evidence) => evidence[kind]).filter((value) => value !== undefined);
      return values.length > 0 ? zeroOf(values) : undefined;
    };
    return Object.fromEntries(EVIDENCE_KINDS.map((kind) => [kind, zero(kind)])) as Zeros; // one entry for every kind
  };

  const known = (directive: DirectiveText) => {
    const read = profiles.get(directive.text, () => {
      const profile = profileOf(directive.text, encode, vectors);
      return { profile, alarms: alarmsOf(profile), zeros: zerosOf(profile, []) };
    });
    const examples = directive.examples?.filter((example) => example.trim() !== '') ?? [];
    if (examples.length === 0) return { ...read, examples: [] };
    const { embeddings, zeros } = exampleSets.get(JSON.stringify([directive.text, ...examples]), () => {
      const made = encode(examples);
      return { embeddings: made, zeros: zerosOf(read.profile, made) };
    });
    return { ...read, examples: embeddings, zeros };
  };

  const judge = (message: Message, request: RouteRequest, directive: DirectiveText, sharing: Sharing) => {
    const { profile, alarms, zeros: ordinary, examples } = known(directive);
    const zeros = { examples: undefined, ...ordinary };
    const found = findWords(message, profile, sharing, vectors);
    const evidence = weigh(message, profile, examples, vectors);
    const candidate = {
      id: directive.id,
      score: scoreOf(evidence, zeros, found, profile.named.weight) - lossFor(nearerToNot(message, profile)),
      stance: stanceOf(profile.reading),
      alarms: alarmsIn(message, request.text, alarms),
      matched: found.shown,
      part: bestPart(message, profile),
    };
    return { candidate, terms: found.terms, meaning: above('meaning', evidence, zeros) ?? 0 };
  };

  return {
    route(request) {
      const message = readMessage(request.text, encode);
      const asked = request.directives.map((directive) => known(directive).profile);
      const sharing = sharingOf(asked);
      const named = new Set(asked.flatMap((profile) => profile.named.concepts.map(({ name }) => name)));
      const unnamed = matters.filter(({ name }) => !named.has(name));
      const judged = request.directives.map((directive) => judge(message, request, directive, sharing));
      const surroundings: Surroundings = {
        explained: average(asked.map((profile) => profile.named.weight)),
        covered: average(asked.map((profile) => (profile.typical.length > 0 ? 1 : 0))),
        elsewhere:
          Math.min(MOST_ELSEWHERE, Math.max(0, ...unnamed.map(({ terms }) => spokenFor(message, terms)))) -
          Math.min(MOST_ELSEWHERE, Math.max(0, ...judged.map(({ terms }) => terms))),
        meaning: average(judged.map(({ meaning }) => meaning)),
        words: message.words.length,
        strange:
          Math.max(0, ...unnamed.map(({ embeddings }) => nearestTwo(message.embeddings, embeddings) ?? 0)) -
          Math.max(0, ...asked.map((profile) => nearest(message, profile))),
      };
      const none = noneOf(surroundings);
      const corrections = (request.corrections ?? []).slice(0, MOST_CORRECTIONS);
      const lesson = lessonFor(
        message.embeddings[0]!, // every message has its whole text
        corrections,
        corrections.map(({ text }) =>
          corrected.get(text, () => encode(partsOf(ownWords(text)).slice(0, 1))[0]!),
        ), // one for one
      );
      return decide(
        message.text,
        judged.map(({ candidate }) => ({
          ...candidate,
          score: pulled(candidate.score - none, candidate.id, lesson),
        })),
        lesson,
      );
    },
  };
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
