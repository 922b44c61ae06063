import type { Band } from './meaning.ts';
import type { Evidence, Found } from './evidence.ts';

/**
 * How much each kind of evidence counts, in log-odds. Fitted on labelled messages of several workspaces, each left out in
 * turn; half of the time as if no concept explained anything, so that unknown trades are routed as well as they can be.
 */
const WEIGHTS = {
  meaning: 1.358,
  /** Where a concept is named, its messages say most of what the meaning of the text says. */
  meaningBesideTypical: -0.528,
  words: 0.228,
  terms: 1.06,
  termsExplained: 0.92,
  typical: 0.781,
  keysAlone: 0.24,
} as const;
/** What is nearer to "not about delivery" than to the directive's own topics is not meant by it. */
const NEARER_TO_NOT = { once: 3, more: 20 } as const;
const MOST_KEYS = 1.5;
const MOST_TERMS = 2;
/** Examples that the operator gave say more than messages of a concept, which count half beside them. */
const OWN_EXAMPLES = 1.5;
const BESIDE_EXAMPLES = 0.5;

/** What speaks for none of the directives, on the same scale. */
const NONE = {
  base: 4.849,
  explained: -1.078,
  covered: 0.397,
  strange: 8.66,
  elsewhere: 0.645,
  meaning: 0.489,
  length: -1.688,
} as const;
/** A text nearer to a matter that no directive names than to any directive belongs to none of them. */
const STRANGE_FROM = -0.05;
export const SURE = 0.85;
export const LIKELY = 0.5;

/** What ordinary messages that have nothing to do with a directive say for it: mean and spread. */
export interface Zero {
  readonly mean: number;
  readonly spread: number;
}

/** A spread below this would make noise look like evidence. */
const LEAST_SPREAD = 0.02;

export function zeroOf(values: readonly number[]): Zero {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, spread: Math.max(LEAST_SPREAD, Math.sqrt(variance)) };
}

export type Zeros = Readonly<Record<keyof Evidence, Zero | undefined>>;

/** How far evidence of a kind lies above what ordinary messages give, in spreads; undefined when there is none. */
export function above(kind: keyof Evidence, evidence: Evidence, zeros: Zeros): number | undefined {
  const [value, zero] = [evidence[kind], zeros[kind]];
  return value === undefined || zero === undefined ? undefined : (value - zero.mean) / zero.spread;
}

/**
 * One number for all that speaks for a directive.
 * @param conceptWeight how much of the directive its concepts explain, from 0 to 1
 */
export function scoreOf(evidence: Evidence, zeros: Zeros, found: Found, conceptWeight: number): number {
  const of = (kind: keyof Evidence): number | undefined => above(kind, evidence, zeros);
  const meaning = of('meaning') ?? 0;
  const known = of('typical');
  const examples = of('examples');
  const typical =
    examples === undefined ? known : OWN_EXAMPLES * examples + BESIDE_EXAMPLES * (known ?? examples);
  const terms = Math.min(found.terms, MOST_TERMS);
  return (
    WEIGHTS.meaning * meaning +
    WEIGHTS.words * (of('words') ?? 0) +
    WEIGHTS.terms * terms +
    WEIGHTS.termsExplained * terms * conceptWeight +
    (typical === undefined
      ? WEIGHTS.keysAlone * Math.min(found.keys, MOST_KEYS)
      : WEIGHTS.typical * typical + WEIGHTS.meaningBesideTypical * meaning)
  );
}

/** What a message loses with a directive that says it is not about this. @param nearer see `nearerToNot` */
export const lossFor = (nearer: number): number =>
  nearer > 0 ? NEARER_TO_NOT.once + NEARER_TO_NOT.more * nearer : 0;

/** What a message and the directives of a router are to each other as a whole. */
export interface Surroundings {
  /** How much of the directives concepts explain, on average: 0 to 1. */
  readonly explained: number;
  /** The share of directives that name a concept. */
  readonly covered: number;
  /** How much nearer the message is to a matter that no directive names than to any directive; may be negative. */
  readonly strange: number;
  /** How much more its words speak for a matter that no directive names than for any directive; may be negative. */
  readonly elsewhere: number;
  /** How like in meaning the message is to the directives on average, in spreads: with sets that lie close together, all are. */
  readonly meaning: number;
  /** Content words of the message. */
  readonly words: number;
}

/** What speaks for none of the directives; a score above it speaks for its directive. */
export const noneOf = ({ explained, covered, strange, elsewhere, meaning, words }: Surroundings): number =>
  NONE.base +
  NONE.explained * explained +
  NONE.covered * covered +
  NONE.strange * explained * Math.max(0, strange - STRANGE_FROM) +
  NONE.elsewhere * explained * Math.max(0, elsewhere) +
  NONE.meaning * meaning +
  NONE.length * Math.log(1 + words);

/** How likely each directive is the one, when either one of them or none is. @param scores above those for none */
export function probabilitiesOf(scores: readonly number[]): number[] {
  const most = Math.max(0, ...scores);
  const shares = scores.map((score) => Math.exp(score - most));
  const total = shares.reduce((sum, share) => sum + share, Math.exp(-most));
  return shares.map((share) => share / total);
}

export const bandOf = (probability: number): Band =>
  probability >= SURE ? 'sure' : probability >= LIKELY ? 'likely' : 'not-sure';
