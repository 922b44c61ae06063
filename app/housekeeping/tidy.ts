import { SwitchyardError } from '../base/errors.ts';
import type { RunRecord } from '../store/records.ts';
import type { Progress, Storage } from '../store/storage.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { Policy } from './policy.ts';

const DAY_MS = 86_400_000;
const MB = 1024 * 1024;
/** Rows that are removed in one commit: few, so that nobody notices. */
const BATCH = 25;
/** What ended within the last day is kept, however large the database is. */
const ALWAYS_KEPT_MS = DAY_MS;
/** When the database is too large, it is made this much smaller than allowed, so that it is not done again at once. */
const SHRINK_TO = 0.9;

export interface TidyParts {
  readonly store: Store;
  readonly storage: Storage;
  readonly now: number;
  readonly policy: Policy;
  /** Lets others work between two batches. */
  pause(): Promise<void>;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** What a round of tidying came to. `keptDays` is less than the policy says when the size did not allow more. */
export interface Tidied {
  readonly at: number;
  readonly runs: number;
  readonly keptDays: number;
}

/**
 * Removes what ended long ago, in small batches: runs with their trace and decided cards, the data of events, mail and
 * closed cases. Never touched: what is under way, what waits for a person, the keys of events (so that none starts a
 * second run), and the audit log. Throws `stopped` when told to stop; what was removed until then stays removed.
 */
export async function tidy(parts: TidyParts): Promise<Tidied> {
  const { store, storage, now, policy, progress } = parts;
  const before = now - policy.keepDays * DAY_MS;
  let runs = await forgetRuns(parts, before, () => true);
  progress(0.5);
  await forgetLeftovers(parts, before);
  progress(0.7);
  let keptDays = policy.keepDays;
  const budget = policy.budgetMb * MB;
  if (storage.facts().usedBytes > budget) {
    let oldest = before;
    runs += await forgetRuns(parts, now - ALWAYS_KEPT_MS, (endedAt) => {
      if (storage.facts().usedBytes <= budget * SHRINK_TO) return false;
      oldest = Math.max(oldest, endedAt);
      return true;
    });
    keptDays = Math.max(1, Math.floor((now - oldest) / DAY_MS));
    await forgetLeftovers(parts, now - keptDays * DAY_MS);
  }
  progress(0.9);
  while (storage.compact()) await rest(parts);
  const tidied: Tidied = { at: now, runs, keptDays };
  await store.write('storage.tidy', (tx) => tx.putSetting('tidied', { ...tidied }));
  return tidied;
}

async function rest({ pause, signal }: TidyParts): Promise<void> {
  await pause();
  if (signal.aborted) throw new SwitchyardError('stopped', 'Tidying up was stopped.');
}

/** Removes runs that ended before a time, the oldest first, for as long as `more` says. Gives how many. */
async function forgetRuns(
  parts: TidyParts,
  before: number,
  more: (endedAt: number) => boolean,
): Promise<number> {
  let removed = 0;
  for (let after = ''; ;) {
    const batch = await parts.store.write('storage.tidy', (tx) => {
      const some = tx.finishedRunsBefore(after, before, BATCH);
      let gone = 0;
      for (const run of some) {
        if (run.updatedAt >= before || isNeeded(tx, run)) continue;
        if (!more(run.updatedAt)) return { gone, last: undefined };
        tx.forgetRun(run.id);
        gone += 1;
      }
      return { gone, last: some.length === BATCH ? some.at(-1)?.id : undefined };
    });
    removed += batch.gone;
    if (batch.last === undefined) return removed;
    after = batch.last;
    await rest(parts);
  }
}

/** A person has still to decide something about it, or it is a part of a run that has not ended. */
const isNeeded = (tx: Transaction, run: RunRecord): boolean =>
  tx.approvalsOfRun(run.id).some((card) => card.status === 'pending') ||
  (run.parent !== undefined && tx.run(run.parent.run) !== undefined) ||
  tx.openBranches(run.id).length > 0;

async function forgetLeftovers(parts: TidyParts, before: number): Promise<void> {
  const { store } = parts;
  const from = store.read.setting('tidied_until');
  for (let after = typeof from === 'string' ? from : ''; ;) {
    const at = after;
    const next = await store.write('storage.tidy', (tx) => {
      const last = tx.forgetLeftovers(at, before, BATCH * 8);
      if (last !== undefined) tx.putSetting('tidied_until', last);
      return last;
    });
    if (next === undefined) return;
    after = next;
    await rest(parts);
  }
}
