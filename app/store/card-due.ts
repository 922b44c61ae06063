import type { ApprovalRecord } from './records.ts';

/** When something is due on a card that waits: the earliest of its times; null when nothing is. */
export function cardDue(card: ApprovalRecord): number | null {
  const times = [card.dueAt, card.remindAt ?? null, card.snoozedUntil ?? null].filter((at) => at !== null);
  return card.status === 'pending' && times.length > 0 ? Math.min(...times) : null;
}
