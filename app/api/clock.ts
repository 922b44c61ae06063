import { SwitchyardError } from '../base/errors.ts';
import { spanInWords } from '../base/duration.ts';
import type { MovableClock } from '../base/movable-clock.ts';
import { setRight } from '../runtime/clock-gap.ts';
import { PRACTICE_CLOCK } from '../runtime/practice-clock.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { TimeWatch } from '../runtime/time-watch.ts';
import type { Reader } from '../store/store.ts';
import type { Api } from './contract/api.ts';
import { operatorOf, type ApiParts } from './parts.ts';

/** Farther than this nobody has to look. */
const FARTHEST_MS = 400 * 86_400_000;

/** Why the clock stays as it is, or null. Real tools go by their own time, so it moves only among practice accounts. */
function whyNot(read: Reader, clock: MovableClock | undefined): string | null {
  if (!clock) return 'The clock of this workspace cannot be moved.';
  if (read.setting('practice_flow') === undefined)
    return 'The clock can be moved in the practice workspace only.';
  const real = read.connections().find((connection) => !connection.practice);
  return real ? `“${real.label}” is a real account, and it goes by real time.` : null;
}

/**
 * The practice clock. Moving it lets everything due on the way ring: reminders, escalations, waits. It is written down
 * before it moves, so that a restart does not go back.
 */
export function clockApi(
  parts: ApiParts,
  clock: MovableClock | undefined,
  { runtime, time }: { readonly runtime: Runtime; readonly time: TimeWatch },
): Api['clock'] {
  const { store } = parts;
  const moveTo = async (aheadMs: number, sentence: string): Promise<void> => {
    if (!clock) return;
    const from = clock.now();
    const by = aheadMs - clock.aheadMs;
    await store.write('clock.move', (tx) => {
      tx.putSetting(PRACTICE_CLOCK, { aheadMs, highest: Math.max(from, from + by) });
      if (by < 0) setRight(tx, { kind: 'set-back', from, to: from + by });
      tx.addAudit(from, operatorOf(parts), 'clock_moved', { sentence });
    });
    // The watch over the computer's clock begins anew, or it would take this for a sleep.
    time.stop();
    clock.moveTo(aheadMs);
    time.start();
    parts.live.touch('workspace');
    await runtime.ring();
    await runtime.look();
  };
  return {
    get: async () => {
      const why = whyNot(store.read, clock);
      return { now: parts.clock.now(), aheadMs: clock?.aheadMs ?? 0, mayMove: why === null, why };
    },
    move: async ({ ms }) => {
      const why = whyNot(store.read, clock);
      if (why !== null || !clock) throw new SwitchyardError('conflict', why ?? '');
      if (clock.aheadMs + ms > FARTHEST_MS)
        throw new SwitchyardError('limit_reached', 'The practice clock is as far ahead as it goes.', {
          fix: 'Set it back to the computer’s time.',
        });
      await moveTo(clock.aheadMs + ms, `Moved the practice clock ahead by ${spanInWords(ms)}`);
    },
    back: async () => {
      if (!clock || clock.aheadMs === 0) return;
      await moveTo(0, 'Set the practice clock back to the computer’s time');
    },
  };
}
