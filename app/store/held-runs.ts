import type { RunId } from '../base/ids.ts';
import type { Json } from '../base/json.ts';
import type { ApprovalRecord, RunRecord, WaitRecord } from './records.ts';
import type { SetBack } from './storage.ts';
import type { Reader, Transaction } from './store.ts';

/**
 * After the database was set back, nobody here knows what happened since: a run may have gone on, a card may have been
 * decided, an event may have been served. So nothing goes on by itself. Every run that was under way stands still,
 * without waits and cards, until a person lets it go on or ends it; and what the triggers find at first is only listed.
 */

const heldKey = (run: RunId): string => `held:${run}`;
const catchUpKey = (trigger: string): string => `catch_up:${trigger}`;

/** What a run had when it was held, to be given back when it goes on. */
interface Held {
  readonly status: RunRecord['status'];
  readonly waitingFor: RunRecord['waitingFor'];
  readonly waits: readonly WaitRecord[];
  readonly cards: readonly ApprovalRecord[];
}

/** Holds everything that is under way, inside the transaction that makes the database usable again. */
export function holdEverything(tx: Transaction, setBack: Omit<SetBack, 'runsHeld'>): SetBack {
  const { at, knownUntil } = setBack;
  let runsHeld = 0;
  for (const run of tx.everyOpenRun()) {
    runsHeld += 1;
    if (run.waitingFor === 'restore') continue;
    const waits = tx.waitsOf(run.id);
    const cards = tx.approvalsOfRun(run.id).filter((c) => c.status === 'pending' && c.kind !== 'escalation');
    const held: Held = { status: run.status, waitingFor: run.waitingFor, waits, cards };
    tx.putSetting(heldKey(run.id), held as unknown as Json); // records are JSON throughout
    tx.dropWaits(run.id);
    for (const card of cards)
      tx.putApproval({ ...card, status: 'withdrawn', decidedAt: at, decidedBy: 'Switchyard' });
    tx.append(run.id, null, at, {
      type: 'note_added',
      text: `The data was set back to ${new Date(knownUntil).toISOString()}, so this run stands still until a person decides.`,
    });
    tx.putRun({ ...run, status: 'waiting', waitingFor: 'restore', updatedAt: at });
  }
  for (const trigger of tx.triggers()) if (trigger.cursor !== null) tx.putSetting(catchUpKey(trigger.id), at);
  const whole: SetBack = { ...setBack, runsHeld };
  tx.putSetting('set_back', whole as unknown as Json); // as above
  tx.addAudit(at, setBack.by, 'data_set_back', { ...whole });
  return whole;
}

/** The last time the data was set back, until a person has taken note of it. */
export const lastSetBack = (read: Reader): SetBack | undefined =>
  (read.setting('set_back') ?? undefined) as SetBack | undefined; // written above

export const heldRuns = (read: Reader): readonly RunRecord[] =>
  read.everyOpenRun().filter((run) => run.waitingFor === 'restore');

/**
 * Gives a held run its waits and cards back. True when it wants a worker now. A reply that came meanwhile was kept for
 * it and ends its wait.
 */
export function releaseRun(tx: Transaction, run: RunRecord, now: number): boolean {
  const held = tx.setting(heldKey(run.id)) as Held | undefined; // written above
  tx.dropSetting(heldKey(run.id));
  if (run.waitingFor !== 'restore' || !held) return false;
  for (const card of held.cards) tx.putApproval(card);
  const { waitingFor } = held;
  let { status } = held;
  // Its branches may have ended meanwhile: it looks for itself.
  if (waitingFor === 'branches') status = 'ready';
  // Nobody is before it any more who would pass the turn on.
  const isNext = !tx
    .openRunsOf(run.flow)
    .some((other) => other.id !== run.id && other.parent === undefined && other.waitingFor !== 'turn');
  if (waitingFor === 'turn' && isNext) status = 'ready';
  for (const wait of held.waits) {
    const mail = wait.correlation === null ? undefined : tx.takeMail(wait.correlation, run.startedAt);
    if (!mail && status !== 'ready') tx.putWait(wait);
    else if (mail) {
      tx.append(run.id, wait.step, now, { type: 'wait_ended', reason: 'event', data: mail });
      status = 'ready';
    }
  }
  tx.append(run.id, null, now, { type: 'note_added', text: 'A person let this run go on.' });
  tx.putRun({ ...run, status, waitingFor: status === 'ready' ? null : waitingFor, updatedAt: now });
  return status === 'ready';
}

/** Forgets what a run had: it was ended. */
export const dropHeld = (tx: Transaction, run: RunId): void => tx.dropSetting(heldKey(run));

/** Does a trigger still find what came in before the data was set back? It is written down, and not acted upon. */
export const isCatchingUp = (read: Reader, trigger: string): boolean =>
  read.setting(catchUpKey(trigger)) !== undefined;

/** The trigger has seen everything that there was: from here on it works as always. */
export function endCatchUp(tx: Transaction, trigger: string): void {
  if (isCatchingUp(tx, trigger)) tx.dropSetting(catchUpKey(trigger));
}
