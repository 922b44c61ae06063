import { bandOf, probabilitiesOf } from './choose.ts';
import { CORRECTED, type Lesson } from './lesson.ts';
import type { Band, RouteResult } from './meaning.ts';
import { readReply, type Stance } from './reply-intent.ts';

/** A decision with the score of every directive, for measuring. */
export interface ScoredResult extends RouteResult {
  readonly scores: Readonly<Record<string, number>>;
}

/** A second directive that is likely too and less than this behind is chosen as well. */
const CLOSE = 0.7;
const CLOSE_ENOUGH = 3;
/** When another part of the message, or other words of it, speak for the second, it may lie further behind. */
const APART = { behind: 10, score: 1.5 } as const;
/** The answer of a reply is read from its own words, not guessed from likeness. */
const ANSWER_CLEAR = 0.97;
const ANSWER_NOT_GIVEN = 0.3;

/** One directive beside one message. */
export interface Candidate {
  readonly id: string;
  /** Log-odds that it is this one rather than none. */
  readonly score: number;
  readonly stance: Stance | undefined;
  readonly alarms: readonly string[];
  readonly matched: readonly string[];
  /** Which part of the message speaks most for it; 0 when it has one part. */
  readonly part: number;
}

/** Where a candidate stands before probability counts: an alarm, then a correction, then a clear answer, then likeness. */
const RANK = { alarm: 3, correction: 2, answer: 1, likeness: 0 } as const;
/** At least this probability for exact words: the rule says they decide. */
const ALARM = 0.95;

/**
 * Brings candidates into an order and says how sure it is. Exact words of a directive that calls a person come first;
 * then what a reply answers; then likeness in meaning.
 * @param text the message's own words
 * @param lesson what a correction of a message like this one says
 */
export function decide(text: string, candidates: readonly Candidate[], lesson?: Lesson): ScoredResult {
  const reply = candidates.some(({ stance }) => stance !== undefined) ? readReply(text) : undefined;
  const probabilities = probabilitiesOf(candidates.map(({ score }) => score));
  const judged = candidates.map((candidate, i) => {
    const byMeaning = probabilities[i]!; // one for each
    if (candidate.alarms.length > 0) {
      return {
        ...candidate,
        rank: RANK.alarm,
        probability: Math.max(byMeaning, ALARM),
        matched: unique([...candidate.alarms, ...candidate.matched]),
      };
    }
    if (lesson?.decides && lesson.directive === candidate.id)
      return { ...candidate, rank: RANK.correction, probability: Math.max(byMeaning, CORRECTED) };
    if (lesson?.decides && lesson.directive === null)
      return { ...candidate, rank: RANK.likeness, probability: Math.min(byMeaning, 1 - CORRECTED) };
    if (candidate.stance === undefined) return { ...candidate, rank: RANK.likeness, probability: byMeaning };
    if (reply?.stance === candidate.stance) {
      return {
        ...candidate,
        rank: RANK.answer,
        probability: ANSWER_CLEAR,
        matched: unique([...(reply?.words ?? []), ...candidate.matched]),
      };
    }
    const ceiling = reply?.stance === undefined ? ANSWER_NOT_GIVEN : 1 - ANSWER_CLEAR;
    return { ...candidate, rank: RANK.likeness, probability: Math.min(byMeaning, ceiling) };
  });
  const ranked = judged.toSorted(
    (a, b) => b.rank - a.rank || b.probability - a.probability || b.score - a.score,
  );
  const [best, second] = ranked;
  const band: Band = best ? bandOf(best.probability) : 'not-sure';
  const chosen = best && band !== 'not-sure' ? [best.id] : [];
  const also =
    best &&
    second &&
    best.rank !== RANK.correction &&
    second.stance === undefined &&
    isMeantToo(best, second);
  if (chosen.length > 0 && also) chosen.push(second.id);
  return {
    chosen,
    ranked: ranked.map(({ id, probability, matched }) => ({ id, probability, matched })),
    band,
    escalated: best?.rank === RANK.alarm,
    corrected:
      best?.rank === RANK.correction ||
      (lesson?.decides === true && lesson.directive === null && chosen.length === 0),
    scores: Object.fromEntries(judged.map(({ id, score }) => [id, score])),
  };
}

const unique = (words: readonly string[]): string[] => [...new Set(words)];

/** Whether a message that goes one way is about another directive as well. */
function isMeantToo(best: Candidate, second: Candidate): boolean {
  const behind = best.score - second.score;
  if (second.score > CLOSE_ENOUGH && behind < CLOSE) return true;
  const otherWords = second.matched.some((word) => !best.matched.includes(word));
  return second.score > APART.score && behind < APART.behind && otherWords && best.part !== second.part;
}
