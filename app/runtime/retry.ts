import type { ErrorData } from '../base/errors.ts';
import type { PlanRetry } from '../graph/plan.ts';

/** Five tries: at once, then after about 2, 8, 30 and 120 seconds. */
export const RETRY = { tries: 5, firstMs: 2_000, factor: 4, mostMs: 15 * 60_000 } as const;

/**
 * When to try again after a failure, or null to give up. Exponential with full jitter in the upper half (so that many
 * runs do not come back together), never before the vendor's Retry-After.
 * @param failures how often it has failed, this one included
 * @param chance a number in [0, 1)
 * @param own what the step says about it: how often it is tried, and its first pause
 */
export function retryAt(
  error: ErrorData,
  failures: number,
  now: number,
  chance: number,
  own: PlanRetry = RETRY,
): number | null {
  if (error.actor !== 'time' || failures >= own.tries) return null;
  const pause = Math.min(own.firstMs * RETRY.factor ** (failures - 1), Math.max(RETRY.mostMs, own.firstMs));
  const at = now + Math.round(pause * (0.5 + chance / 2));
  return Math.max(at, error.retryAt ?? 0);
}
