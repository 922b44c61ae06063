import { z } from 'zod';
import type { ErrorData } from '../../base/errors.ts';
import type { EventId } from '../../base/ids.ts';
import type { Backup, Integrity, SetBack, StorageFacts, StorageState } from '../../store/storage.ts';
import { ofRun } from './inputs.ts';
import type { RunSummary } from './views.ts';

/** The database as the settings show it. Times are epoch milliseconds. */
export interface StorageView {
  readonly state: StorageState;
  readonly facts: StorageFacts;
  /** Newest first. */
  readonly backups: readonly Backup[];
  readonly policy: z.infer<typeof setPolicy>;
  /** The long task under way, and how far it is (0 to 1). */
  readonly task: {
    readonly kind: 'backup' | 'check' | 'restore' | 'tidy';
    readonly share: number;
  } | null;
  /** Why the last backup or tidying that the clock began did not come to its end. */
  readonly problem: ErrorData | null;
  readonly lastCheck: Integrity | null;
  readonly tidied: { readonly at: number; readonly runs: number; readonly keptDays: number } | null;
  /** The last time the data was set back, until a person has taken note of it. */
  readonly setBack: SetBack | null;
  /** Runs that stand still since then. */
  readonly held: readonly RunSummary[];
  /** What came in between and was only written down. */
  readonly notTakenUp: readonly { readonly id: EventId; readonly at: number; readonly subject: string }[];
}

export const ofBackup = z.strictObject({ id: z.string().max(80) });
export const setPolicy = z.strictObject({
  keepDays: z.number().int().min(1).max(3_650),
  budgetMb: z.number().int().min(64).max(1_000_000),
});
export const ofHeldRun = ofRun;
