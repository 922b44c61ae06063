import type { Pending } from './visit.ts';

const GREETING = /^(?:hello|hi|hey|dear|good (?:morning|day|afternoon|evening))\b[^\n]{0,60}$/i;

/** Work that an answer may speak of: it is done before the answer goes out. */
const TOLD_OF: ReadonlySet<string> = new Set(['refund', 'cancel', 'apply-offer']);

/**
 * Puts off an answer until what the other wishes of the same message call for is done, so that one answer says it all.
 * @param pending orders in their turn
 */
export function inTurn(pending: readonly Pending[]): Pending | undefined {
  const [first] = pending;
  if (first?.deed.do !== 'reply') return first;
  const other = pending.find(({ rule, deed }) => rule.key !== first.rule.key && TOLD_OF.has(deed.do));
  return other ? pending.find(({ rule }) => rule.key === other.rule.key) : first;
}

/** The answers that can go out now, one for each rule whose turn has come to it. */
export const dueReplies = (pending: readonly Pending[]): readonly Pending[] =>
  pending.filter(
    (entry) => entry.deed.do === 'reply' && pending.find(({ rule }) => rule.key === entry.rule.key) === entry,
  );

/** Several answers as one letter: greeted once, signed once, each thing said once. */
export function joinReplies(texts: readonly string[]): string {
  const letters = texts.map((text) => text.trim().split(/\n{2,}|(?<=^[^\n]*,)\n/));
  const greeting = letters[0]?.[0] ?? '';
  const closing = letters.at(-1)?.at(-1) ?? '';
  const parts = letters.flatMap((paragraphs, at) =>
    paragraphs.filter((paragraph, line) => {
      if (at > 0 && line === 0 && GREETING.test(paragraph) && GREETING.test(greeting)) return false;
      return !(at < letters.length - 1 && line === paragraphs.length - 1 && paragraph === closing);
    }),
  );
  return [...new Set(parts)].join('\n\n');
}
