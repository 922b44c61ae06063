import type { Hop } from '../store/records.ts';

/** Where the hops of a chain are counted: one count for all its runs, so that no restart and no child refills it. */
export const hopScope = (top: string): string => `hops/${top}`;
export const HOPS = 'hops';

/**
 * Does a question, or a case, go round in a circle? Then a person has it. A question does when whoever is asked waits
 * for this very answer; a case may be handed back once, and not the same way a second time.
 * @param chain everybody who waits for somebody now, the first one first
 */
export function isCircle(chain: readonly Hop[], next: Hop): boolean {
  return next.as === 'ask'
    ? chain.some(({ by }) => by === next.to)
    : chain.some(({ as, by, to }) => as === 'hand-off' && by !== null && by === next.by && to === next.to);
}
