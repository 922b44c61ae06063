import { useEffect, useRef, useState } from 'react';
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
  const seen = useRef(new Set<ApprovalId>());
  const [, redraw] = useState(0);
  const mine = (card: ApprovalCard): boolean => flow === undefined || card.flow === flow;
  const waiting = (pending ?? []).filter(mine);
  useEffect(() => {
    const before = seen.current.size;
    for (const card of waiting) seen.current.add(card.id);
    if (seen.current.size !== before) redraw((n) => n + 1);
  });
  const waits = new Set(waiting.map((card) => card.id));
  const justDecided = (decided ?? []).filter((card) => mine(card) && seen.current.has(card.id) && !waits.has(card.id));
  return { waiting, justDecided };
}
