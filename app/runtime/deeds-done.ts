import type { AgentId } from '../base/ids.ts';
import type { Effect } from '../kit/effects.ts';
import type { Transaction } from '../store/store.ts';

/** Where it is counted how often an agent has done an action. */
export const DONE_BEFORE = (agent: AgentId): string => `done/${agent}`;
/** Where it is counted how often somebody was written to, by anybody here. */
export const REACHED_BEFORE = (who: string): string => `reached/${who.slice(0, 200)}`;

/** Counts what was done, inside the transaction of its receipt: what "first use" and "first contact" look at. */
export function countDeed(
  tx: Transaction,
  deed: {
    readonly agent: AgentId;
    readonly action: string;
    readonly effect: Effect;
    readonly who: string | null;
  },
): void {
  if (deed.effect === 'read') return;
  tx.count(DONE_BEFORE(deed.agent), deed.action, 1);
  if (deed.effect === 'external' && deed.who !== null) tx.count(REACHED_BEFORE(deed.who), 'times', 1);
}
