import { digestOf, type Digest } from '../../../base/digest.ts';
import type { RunId, StepKey } from '../../../base/ids.ts';
import type { TraceRow } from '../../../store/trace.ts';

/** The steps of a run whose intent is written, each with the key under which its call goes out. */
export function keysOf(run: RunId, rows: readonly TraceRow[]): ReadonlyMap<StepKey, string> {
  const planned = new Map<StepKey, Digest>();
  const keys = new Map<StepKey, string>();
  for (const { step, event } of rows) {
    if (step === null) continue;
    if (event.type === 'action_planned') planned.set(step, event.digest);
    const digest = planned.get(step);
    // Worked out here once more and not taken from the product: that the key stays the same is what is to be shown.
    if (event.type === 'action_intent' && digest !== undefined)
      keys.set(step, digestOf({ run, step, digest }).slice(0, 40));
  }
  return keys;
}
