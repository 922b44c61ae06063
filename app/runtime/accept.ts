import type { RunId, TriggerId } from '../base/ids.ts';
import type { FoundEvent } from '../kit/implement.ts';
import { takeIn } from './deliver.ts';
import type { RuntimeParts } from './parts.ts';

/** How fresh "last called" is kept. More often would cost a row for every call. */
const NOTED_EVERY_MS = 1_000;

/** What became of events that came by themselves. `null`: the trigger is off, and nothing was taken. */
export type Accepted = { readonly fresh: number; readonly woken: readonly RunId[] } | null;

/**
 * Takes in events that came by themselves, by the same transaction as polled ones (M2). Resolves after the commit; what
 * is asked in one turn of the event loop shares one.
 */
export async function takeInCalled(
  parts: RuntimeParts,
  id: TriggerId,
  events: readonly FoundEvent[],
): Promise<Accepted> {
  return parts.store.write('trigger.accept', (tx) => {
    const trigger = tx.trigger(id);
    if (trigger?.state !== 'on') return null;
    const taken = takeIn(parts, tx, trigger, events);
    const now = parts.clock.now();
    const known = trigger.lastPollAt ?? -Infinity;
    if (now - known >= NOTED_EVERY_MS || now < known)
      tx.putTrigger({
        ...trigger,
        lastPollAt: now,
        lastNewAt: taken.fresh > 0 ? now : trigger.lastNewAt,
      });
    return taken;
  });
}
