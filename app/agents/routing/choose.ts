import type { Band } from './meaning.ts';
import type { Evidence, Found } from './evidence.ts';

/** How much each kind of evidence counts; tuned on labelled messages of several workspaces. */
export const WEIGHTS = { meaning: 1.5, words: 0.45, keys: 2.2, terms: 3.5, typical: 1, examples: 2 } as const;
const MOST_KEYS = 1.5;
const MOST_TERMS = 2;

/** From score and lead over the next one to the share of such choices that were right (a logistic curve). */
const CURVE = { score: 0.222, lead: 0.396, bias: -2.92 } as const;
/** Directives that no concept explains score lower for the same certainty; this makes up for it. */
const UNEXPLAINED = 2;
/** A text nearer to a business matter that no directive names belongs to none of them, however like it is to one. */
const STRANGE = { weight: 14, from: -0.05 } as const;
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

/**
 * One number for all evidence; about 0 for messages that have nothing to do with the directive, 8 and more for clear ones.
 * @param conceptWeight how much of the directive its concepts explain, from 0 to 1
 */
export function scoreOf(evidence: Evidence, zeros: Zeros, found: Found, conceptWeight: number): number {
  const above = (kind: keyof Evidence): number | undefined => {
    const [value, zero] = [evidence[kind], zeros[kind]];
    return value === undefined || zero === undefined ? undefined : (value - zero.mean) / zero.spread;
  };
  let sum = above('meaning') ?? 0;
  let weight = 1;
  const typical = above('typical');
  if (typical !== undefined) {
    sum += WEIGHTS.typical * conceptWeight * typical;
    weight += 0.6 * conceptWeight;
  }
  const examples = above('examples');
  if (examples !== undefined) {
    sum += 2 * WEIGHTS.examples * examples;
    weight += 2 * WEIGHTS.examples;
  }
  return (
    (WEIGHTS.meaning * sum) / weight +
    WEIGHTS.words * (above('words') ?? 0) +
    WEIGHTS.keys * Math.min(found.keys, MOST_KEYS) +
    WEIGHTS.terms * Math.min(found.terms, MOST_TERMS) * conceptWeight
  );
}

/** What the directives of a router have in common with a message, beside the scores. */
export interface Surroundings {
  /** How much of the directives concepts explain, on average: 0 to 1. */
  readonly explained: number;
  /** How much nearer the message is to a matter that no directive names than to any directive; may be negative. */
  readonly strange: number;
}

/** @param lead how far it is ahead of the best other one; negative when it is behind */
export function probabilityOf(score: number, lead: number, { explained, strange }: Surroundings): number {
  const doubt = STRANGE.weight * explained ** 2 * Math.max(0, strange - STRANGE.from);
  const sum = CURVE.score * score + CURVE.lead * lead + CURVE.bias + UNEXPLAINED * (1 - explained) - doubt;
  return 1 / (1 + Math.exp(-sum));
}

export const bandOf = (probability: number): Band =>
  probability >= SURE ? 'sure' : probability >= LIKELY ? 'likely' : 'not-sure';
