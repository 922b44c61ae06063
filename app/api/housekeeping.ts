import { SwitchyardError } from '../base/errors.ts';
import type { RunId } from '../base/ids.ts';
import type { Housekeeping } from '../housekeeping/housekeeping.ts';
import { policyOf } from '../housekeeping/policy.ts';
import type { Tidied } from '../housekeeping/tidy.ts';
import { stopRun } from '../runtime/stop-run.ts';
import { dropHeld, heldRuns, lastSetBack, releaseRun } from '../store/held-runs.ts';
import type { RunRecord } from '../store/records.ts';
import type { Integrity, Storage } from '../store/storage.ts';
import type { Reader, Transaction } from '../store/store.ts';
import type { Api } from './contract/api.ts';
import type { StorageView } from './contract/storage.ts';
import { operatorOf, type ApiParts } from './parts.ts';
import { summarizeRun } from './run-views.ts';

const MOST_LISTED = 200;

/** What stands behind the storage section of the window; absent for a host that keeps no files. */
export interface StorageParts {
  readonly storage: Storage;
  readonly housekeeping: Housekeeping;
}

/** Size, backups, what is kept, and what stands still since the data was set back. */
export function housekeepingApi(parts: ApiParts, storageParts: StorageParts | undefined): Api['storage'] {
  const { store, clock } = parts;
  const kept = (): StorageParts => {
    if (storageParts) return storageParts;
    throw new SwitchyardError('not_found', 'This Switchyard keeps its data in memory only.');
  };
  const held = (tx: Transaction, id: RunId): RunRecord => {
    const run = tx.run(id);
    if (run?.waitingFor === 'restore') return run;
    throw new SwitchyardError('already_decided', 'This run does not stand still any more.');
  };
  return {
    get: async () => viewStorage(store.read, kept()),
    backUp: async () => void (await kept().housekeeping.backUp()),
    check: async () => kept().housekeeping.check(),
    tidy: async () => void (await kept().housekeeping.tidy()),
    stopTask: async () => kept().housekeeping.stopTask(),
    restore: async ({ id }) => kept().housekeeping.restore(id, operatorOf(parts)),
    setPolicy: async (policy) => {
      await store.write('storage.settings', (tx) => {
        tx.putSetting('retention', policy);
        tx.addAudit(clock.now(), operatorOf(parts), 'retention_changed', { ...policy });
      });
    },
    release: async ({ id }) => {
      const ready = await store.write('storage.release', (tx) => {
        const run = held(tx, id);
        tx.addAudit(clock.now(), operatorOf(parts), 'run_let_go_on', { run: id, flow: run.flow });
        return releaseRun(tx, run, clock.now());
      });
      if (ready) parts.runtime.wake([id]);
      parts.runtime.dueSooner();
    },
    discard: async ({ id }) => {
      const woken = await store.write('storage.discard', (tx) => {
        held(tx, id);
        dropHeld(tx, id);
        return stopRun(parts.runtimeParts, tx, id, operatorOf(parts));
      });
      parts.runtime.wake(woken);
    },
    dismiss: async () => {
      await store.write('storage.settings', (tx) => {
        if (tx.everyOpenRun().some((run) => run.waitingFor === 'restore'))
          throw new SwitchyardError('conflict', 'Some runs still stand still.', {
            fix: 'Let each go on, or end it.',
          });
        tx.dropSetting('set_back');
      });
    },
  };
}

function viewStorage(read: Reader, { storage, housekeeping }: StorageParts): StorageView {
  return {
    state: storage.state,
    facts: storage.facts(),
    backups: storage.backups(),
    policy: policyOf(read),
    task: housekeeping.task,
    problem: housekeeping.problem,
    // Both are written by housekeeping alone, from these types.
    lastCheck: (read.setting('last_check') as Integrity | undefined) ?? null,
    tidied: (read.setting('tidied') as Tidied | undefined) ?? null,
    setBack: lastSetBack(read) ?? null,
    held: heldRuns(read)
      .slice(0, MOST_LISTED)
      .map((run) => summarizeRun(read, run)),
    notTakenUp: read.eventsNotTakenUp(MOST_LISTED).map((event) => ({
      id: event.id,
      at: event.at,
      subject: read.caseById(event.case)?.subject ?? event.key,
    })),
  };
}
