import { likeness } from './embeddings.ts';
import type { Embedding } from './encoder.ts';
import type { Correction } from './meaning.ts';

/** What the correction most like a message says about it. */
export interface Lesson {
  readonly directive: string | null;
  /** It is so like the message that it decides; otherwise it only pulls. */
  readonly decides: boolean;
  /** How strongly it pulls, on the scale of scores. */
  readonly pull: number;
}

/** The newest corrections that are looked at: reading them all must not hold up a ticket. */
export const MOST_CORRECTIONS = 200;
/** How sure a decision is that follows a correction. */
export const CORRECTED = 0.9;
/** From this likeness (cosine) on a corrected message pulls, and from the second on it decides. */
const PULLS = 0.5;
const DECIDES = 0.75;
const STRENGTH = 9;

/** The lesson of the corrected message most like this one; undefined when none is like it. */
export function lessonFor(
  message: Embedding,
  corrections: readonly Correction[],
  embeddings: readonly Embedding[],
): Lesson | undefined {
  let best = -1;
  let found: Correction | undefined;
  corrections.forEach((correction, i) => {
    const value = likeness(message, embeddings[i]!); // one for each correction
    if (value > best) [best, found] = [value, correction];
  });
  if (!found || best < PULLS) return undefined;
  return { directive: found.directive, decides: best >= DECIDES, pull: STRENGTH * (best - PULLS) };
}

/** How a lesson changes the score of a directive: towards the one it names, away from all when it names none. */
export function pulled(score: number, id: string, lesson: Lesson | undefined): number {
  if (!lesson) return score;
  if (lesson.directive === null) return score - lesson.pull;
  return lesson.directive === id ? score + lesson.pull : score;
}
