import { BACKGROUND } from './background.ts';
import { bandOf, LIKELY, probabilityOf, scoreOf, SURE, zeroOf, type Zeros } from './choose.ts';
import { CONCEPTS } from './concepts/all.ts';
import { createEncoder, type Embedding, type EncoderAssets } from './encoder.ts';
import { alarmsIn, alarmsOf } from './escalation.ts';
import { EVIDENCE_KINDS, findWords, sharingOf, weigh, type Evidence, type Sharing } from './evidence.ts';
import { Lru } from './lru.ts';
import type { Band, DirectiveText, RouteRequest, RouteResult } from './meaning.ts';
import { readMessage, type Message } from './message.ts';
import { readPrepared } from './prepared.ts';
import { profileOf, type Profile } from './profile.ts';
import { readReply, stanceOf, type Stance } from './reply-intent.ts';
import { createWordVectors } from './word-vectors.ts';

/** The files of `resources/router`, as bytes or text. */
export interface RouterAssets extends EncoderAssets {
  readonly words: string;
  readonly wordVectors: ArrayBuffer;
  /** `prepared.q8.bin` */
  readonly prepared: ArrayBuffer;
}

/** A decision with the score of every directive, for measuring. */
export interface ScoredResult extends RouteResult {
  readonly scores: Readonly<Record<string, number>>;
}

export interface OfflineRouter {
  route(request: RouteRequest): ScoredResult;
}

/** All texts whose embeddings are made at build time, in the order of the file. */
export const PREPARED_TEXTS: readonly string[] = [...new Set([...BACKGROUND, ...CONCEPTS.flatMap((concept) => concept.messages)])];

const MOST_PROFILES = 200;
const MOST_EXAMPLES = 1_000;
/** A second directive that is likely too and less than this behind is chosen as well. */
const CLOSE = 1;
const CLOSE_ENOUGH = 4;
/** The answer of a reply is read from its own words, not guessed from likeness. */
const ANSWER_CLEAR = 0.97;
const ANSWER_NOT_GIVEN = 0.3;

/** One directive beside one message. */
interface Candidate {
  readonly id: string;
  readonly score: number;
  readonly stance: Stance | undefined;
  readonly alarms: readonly string[];
  readonly matched: readonly string[];
}

/** Routing by meaning from bytes alone: no network, no files, no clock; the same request gives the same answer. */
export function createOfflineRouter(assets: RouterAssets): OfflineRouter {
  const encoder = createEncoder(assets);
  const vectors = createWordVectors(assets.words, assets.wordVectors);
  const prepared = readPrepared(PREPARED_TEXTS, assets.prepared);
  const profiles = new Lru<{ profile: Profile; alarms: readonly string[]; zeros: Omit<Zeros, 'examples'> }>(MOST_PROFILES);
  const exampleSets = new Lru<{ embeddings: readonly Embedding[]; zeros: Zeros }>(MOST_EXAMPLES);

  const encode = (texts: readonly string[]): Embedding[] => {
    const missing = texts.filter((text) => !prepared.has(text));
    const made = encoder.encode(missing);
    let next = 0;
    return texts.map((text) => prepared.get(text) ?? made[next++]!); // one was made for each that was missing
  };
  const background: readonly Message[] = BACKGROUND.map((text) => readMessage(text, encode));

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

  const judge = (message: Message, request: RouteRequest, directive: DirectiveText, sharing: Sharing): Candidate => {
    const { profile, alarms, zeros, examples } = known(directive);
    const found = findWords(message, profile, sharing, vectors);
    const evidence = weigh(message, profile, examples, vectors);
    return {
      id: directive.id,
      score: scoreOf(evidence, { examples: undefined, ...zeros }, found, profile.named.weight),
      stance: stanceOf(profile.reading),
      alarms: alarmsIn(message, request.text, alarms),
      matched: found.shown,
    };
  };

  return {
    route(request) {
      const message = readMessage(request.text, encode);
      const sharing = sharingOf(request.directives.map((directive) => known(directive).profile));
      return decide(message, request.directives.map((directive) => judge(message, request, directive, sharing)));
    },
  };
}

function decide(message: Message, candidates: readonly Candidate[]): ScoredResult {
  const reply = candidates.some(({ stance }) => stance !== undefined) ? readReply(message.text) : undefined;
  const judged = candidates.map((candidate) => {
    const others = candidates.filter((other) => other !== candidate).map((other) => other.score);
    const lead = others.length > 0 ? candidate.score - Math.max(...others) : candidate.score;
    const byMeaning = probabilityOf(candidate.score, lead);
    if (candidate.alarms.length > 0) {
      return { ...candidate, rank: 2, probability: Math.max(byMeaning, 0.95), matched: unique([...candidate.alarms, ...candidate.matched]) };
    }
    if (candidate.stance === undefined) return { ...candidate, rank: 0, probability: byMeaning };
    if (reply?.stance === candidate.stance) {
      return { ...candidate, rank: 1, probability: ANSWER_CLEAR, matched: unique([...(reply?.words ?? []), ...candidate.matched]) };
    }
    const ceiling = reply?.stance === undefined ? ANSWER_NOT_GIVEN : 1 - ANSWER_CLEAR;
    return { ...candidate, rank: 0, probability: Math.min(byMeaning, ceiling) };
  });
  const ranked = judged.toSorted((a, b) => b.rank - a.rank || b.probability - a.probability || b.score - a.score);
  const [best, second] = ranked;
  const band: Band = best ? bandOf(best.probability) : 'not-sure';
  const chosen = best && band !== 'not-sure' ? [best.id] : [];
  const also = best && second && second.stance === undefined && second.score > CLOSE_ENOUGH && best.score - second.score < CLOSE;
  if (chosen.length > 0 && also) chosen.push(second.id);
  return {
    chosen,
    ranked: ranked.map(({ id, probability, matched }) => ({ id, probability, matched })),
    band,
    escalated: best?.rank === 2,
    scores: Object.fromEntries(judged.map(({ id, score }) => [id, score])),
  };
}

const unique = (words: readonly string[]): string[] => [...new Set(words)];

export { LIKELY, SURE };
