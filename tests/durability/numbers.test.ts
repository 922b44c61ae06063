import { describe, expect, it } from 'vitest';
import { burst } from '../../bench/burst.ts';
import { numberIn, PENDING_APPROVALS } from '../../bench/database.ts';
import { inRig } from '../../bench/host-rig.ts';
import { backToWork, killWhilePolling, killWhileRunning, openUnasked } from '../../bench/kill.ts';
import { approveMany, waitingRuns } from '../../bench/waiting.ts';
import { tell } from '../drivers/counts.ts';
import { eventually } from '../drivers/eventually.ts';

/**
 * What the benchmarks promise besides speed, on the built host, judged from outside. A tenth of the size or less
 * unless SWITCHYARD_FULL=1; how long it takes is never asserted.
 */
const isFull = process.env['SWITCHYARD_FULL'] === '1';
const sized = (full: number, small: number): number => (isFull ? full : small);

const LONGEST_MS = sized(600_000, 300_000);
const ALL_WELL = { missed: 0, doubled: 0, stuck: 0 };

// At once in the small form: most of it is waiting for calls that were out when the plug was pulled.
describe('in numbers', { concurrent: !isFull, timeout: sized(3_600_000, 600_000) }, () => {
  const tickets = sized(10_000, 1_000);
  it(`${tickets} polled tickets and a pulled plug: none missed, none done twice`, async () => {
    expect(await inRig((rig) => killWhilePolling(rig, tickets))).toMatchObject(ALL_WELL);
  });

  const runs = sized(1_000, 100);
  it(`${runs} runs and a pulled plug: none that was promised is lost, none done twice`, async () => {
    expect(await inRig((rig) => killWhileRunning(rig, runs))).toMatchObject(ALL_WELL);
  });

  it(`${runs} runs under way at a hanging tool and a pulled plug: all go on after the start`, async () => {
    await inRig(async (rig) => {
      // It is over when every run has had its effect.
      const { all, first } = await backToWork(rig, runs);
      expect(all).toBeGreaterThanOrEqual(first);
      // A run whose call was answered by a host that is gone goes on too.
      await eventually(() => openUnasked(rig) === 0 || undefined, 'all runs to end', LONGEST_MS);
    });
  });

  const waiting = sized(10_000, 1_000);
  it(`${waiting} waiting runs and a pulled plug: all still wait, and those that are approved end`, async () => {
    await inRig(async (rig) => {
      const pending = (): number => numberIn(rig.dataDir, PENDING_APPROVALS);
      await waitingRuns(rig, waiting);
      expect(pending()).toBe(waiting);
      await rig.killAndStart();
      expect(pending()).toBe(waiting);
      await approveMany(rig, waiting / 10);
      expect(pending()).toBe(waiting - waiting / 10);
      expect(numberIn(rig.dataDir, `SELECT count(*) FROM run WHERE status = 'done'`)).toBe(waiting / 10);
    });
  });

  const events = sized(50_000, 5_000);
  it(`${events} events at once: every one that was taken ends, and the window is answered meanwhile`, async () => {
    const { lost, apiMs } = await inRig((rig) => burst(rig, events));
    expect(lost).toBe(0);
    expect(apiMs.length).toBeGreaterThan(0);
    tell(
      `${tickets} polled tickets, ${runs} runs and ${waiting} waiting runs with the plug pulled, ${events} events at once.`,
    );
  });
});
