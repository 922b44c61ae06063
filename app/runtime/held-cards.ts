import type { RunId } from '../base/ids.ts';
import type { ApprovalRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { raiseToday } from './budget.ts';
import { wakeRun } from './wake-run.ts';
import type { RuntimeParts } from './parts.ts';
import { RECOVERED } from './recovery.ts';

/** Does this card hold a whole run, rather than ask about one step of it? To reject it is to stop the run. */
export const holdsRun = (card: Pick<ApprovalRecord, 'kind'>): boolean =>
  card.kind === 'capped' || card.kind === 'set-aside';

/**
 * A person lets a held run go on, inside the transaction of that decision. A cap of a day is raised for all: whoever
 * waits for the same one goes on too, and their cards are answered with this one. Gives those runs.
 */
export function letGoOn(
  parts: RuntimeParts,
  tx: Transaction,
  card: ApprovalRecord,
  by: string,
): readonly RunId[] {
  const now = parts.clock.now();
  if (card.kind === 'set-aside') tx.dropCounts(RECOVERED, card.run);
  const { cap } = card;
  if (!cap) return [];
  tx.append(card.run, card.step, now, {
    type: 'cap_raised',
    scope: cap.scope,
    name: cap.name,
    by: cap.more,
  });
  if (cap.scope === 'run' || cap.scope === 'visit') return [];
  raiseToday(tx, cap, card, now);
  const others = tx
    .approvals('pending', Number.MAX_SAFE_INTEGER)
    .filter(
      (other) =>
        other.id !== card.id &&
        other.cap?.scope === cap.scope &&
        other.cap.name === cap.name &&
        (cap.scope === 'day' ||
          (cap.scope === 'agent' ? other.agent === card.agent : other.flow === card.flow)),
    );
  for (const other of others) {
    const note = 'Allowed together with another run.';
    tx.putApproval({ ...other, status: 'approved', note, decidedAt: now, decidedBy: by });
    wakeRun(parts, tx, other.run, other.step, {
      type: 'approval_decided',
      approval: other.id,
      status: 'approved',
      by,
      note,
    });
  }
  return others.map((other) => other.run);
}
