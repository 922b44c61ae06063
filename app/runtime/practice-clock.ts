import { SwitchyardError } from '../base/errors.ts';
import { isJsonObject } from '../base/json.ts';
import type { Reader } from '../store/store.ts';

/** The setting that holds how far the practice clock was moved, and the latest time it has shown. */
export const PRACTICE_CLOCK = 'practice_clock';

/** How far ahead of the computer's clock this workspace goes, in milliseconds, and the latest moment it has lived. */
export function practiceClock(read: Reader): { readonly aheadMs: number; readonly highest: number } {
  const kept = read.setting(PRACTICE_CLOCK);
  const { aheadMs, highest } = isJsonObject(kept) ? kept : {};
  return {
    aheadMs: typeof aheadMs === 'number' && aheadMs > 0 ? aheadMs : 0,
    highest: typeof highest === 'number' ? highest : 0,
  };
}

/** Throws `conflict` while the clock is ahead: what a real tool says it happened after would be in its future. */
export function refuseWhileAhead(read: Reader): void {
  if (practiceClock(read).aheadMs > 0)
    throw new SwitchyardError(
      'conflict',
      'The practice clock is ahead, and a real account goes by real time.',
      {
        fix: 'Set it back to real time on the Practice screen.',
      },
    );
}
