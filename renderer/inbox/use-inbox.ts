import { useRef } from 'react';
import type { ApprovalId, FlowId } from '../../app/base/ids.ts';
import type { ApprovalCard } from '../../app/api/contract/views.ts';

/**
 * The cards to show: those that wait, and those that were decided while this list was open, so that a card does not
 * vanish under somebody's hands. A reload forgets the decided ones.
 */
export function useShownCards(
  pending: readonly ApprovalCard[] | undefined,
  decided: readonly ApprovalCard[] | undefined,
  flow: FlowId | undefined,
): { readonly waiting: readonly ApprovalCard[]; readonly justDecided: readonly ApprovalCard[] } {
  const seen = useRef(new Map<ApprovalId, ApprovalCard>());
  const { waiting, justDecided } = shownCards(seen.current, pending ?? [], decided ?? [], flow);
  for (const card of waiting) seen.current.set(card.id, card);
  return { waiting, justDecided };
}

/** The pure part. The two lists come one after the other, so a card may be in neither for a moment: then as it was last seen. */
export function shownCards(
  seen: ReadonlyMap<ApprovalId, ApprovalCard>,
  pending: readonly ApprovalCard[],
  decided: readonly ApprovalCard[],
  flow: FlowId | undefined,
): { readonly waiting: readonly ApprovalCard[]; readonly justDecided: readonly ApprovalCard[] } {
  const mine = (card: ApprovalCard): boolean => flow === undefined || card.flow === flow;
  const settled = new Map(decided.map((card) => [card.id, card]));
  // What the newer list says is decided does not wait any more.
  const waiting = pending.filter((card) => mine(card) && !settled.has(card.id));
  const waits = new Set(waiting.map((card) => card.id));
  const known = [...new Set([...seen.keys(), ...pending.map((card) => card.id)])];
  const justDecided = known.flatMap((id) => {
    const card = settled.get(id) ?? seen.get(id);
    return card && mine(card) && !waits.has(id) ? [card] : [];
  });
  return {
    waiting,
    justDecided: justDecided.toSorted((a, b) => (b.decidedAt ?? Infinity) - (a.decidedAt ?? Infinity)),
  };
}

/** Oldest first; what was put off comes last. */
export const inOrder = (cards: readonly ApprovalCard[]): readonly ApprovalCard[] =>
  cards.toSorted(
    (a, b) => Number(a.snoozedUntil !== null) - Number(b.snoozedUntil !== null) || a.createdAt - b.createdAt,
  );

/** Everybody who is asked now, for the filter, with whoever is chosen in it. */
export const peopleOn = (cards: readonly ApprovalCard[], chosen: string): readonly string[] =>
  [
    ...new Set([...cards.flatMap((card) => card.askedNow ?? []), ...(chosen === '' ? [] : [chosen])]),
  ].toSorted();
