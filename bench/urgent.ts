import type { NodeId, RunId } from '../app/base/ids.ts';
import { realClock } from '../main/adapters/real-clock.ts';
import { realRandom } from '../main/adapters/real-random.ts';
import { queueRuns } from '../tests/drivers/queued-runs.ts';
import { openRig } from './runtime-rig.ts';

const START = 'new' as NodeId; // as the rig's flow has it

/**
 * Milliseconds from when each of `urgent` runs came until it had ended, all five actions of it, while `low` low ones
 * stand in line. They come one after the other.
 */
export async function urgentBesideLow(low: number, urgent: number): Promise<readonly number[]> {
  const rig = await openRig('note');
  try {
    const ended = new Set<RunId>();
    let look = (): void => {};
    rig.store.onCommit(({ rows }) => {
      for (const { run, event } of rows) if (event.type === 'run_finished') ended.add(run);
      look();
    });
    const queue = async (priority: 'low' | 'urgent', tickets: readonly string[]) => {
      const at = { flow: rig.flow, node: START, now: realClock.now(), random: realRandom };
      const runs = await queueRuns(rig.store, at, priority, tickets);
      rig.host.runtime.wake(runs);
      return runs;
    };
    await queue(
      'low',
      Array.from({ length: low }, (_, n) => `low-${n}`),
    );
    const waits: number[] = [];
    for (let n = 0; n < urgent; n += 1) {
      const began = performance.now();
      const [run] = await queue('urgent', [`urgent-${n}`]);
      if (!run) throw new Error('A run was put in line.');
      await new Promise<void>((resolve) => {
        look = () => ended.has(run) && resolve();
        look();
      });
      // Meaningless once the low ones have run out.
      if (ended.size - waits.length < low) waits.push(performance.now() - began);
    }
    return waits;
  } finally {
    await rig.close();
  }
}
