import type { Reader } from '../store/store.ts';

/** How long and how much is kept of what has ended. The audit log is always kept whole. */
export interface Policy {
  /** Days that a run is kept after it ended. */
  readonly keepDays: number;
  /** Most megabytes of the database; above it the oldest ended runs go sooner. */
  readonly budgetMb: number;
}

export const DEFAULT_POLICY: Policy = { keepDays: 90, budgetMb: 1_024 };

export function policyOf(read: Pick<Reader, 'setting'>): Policy {
  const set = read.setting('retention') as Partial<Policy> | undefined; // written by `setPolicy` alone
  return { ...DEFAULT_POLICY, ...set };
}
