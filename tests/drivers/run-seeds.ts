import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SimResult } from '../../app/runtime/testing/simulation/simulate.ts';
import type { SimJob, SimWork } from '../durability/simulation-worker.ts';

/** A file system in memory where there is one: the disk is not what is tried here, and 10,000 seeds write much. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

/** Lives through the stories on two threads, and gives what came of each, in order; with `untilFound` up to a finding. */
export async function runSeeds(
  jobs: readonly SimJob[],
  { untilFound = false }: { readonly untilFound?: boolean } = {},
): Promise<readonly SimResult[]> {
  const folder = mkdtempSync(path.join(SCRATCH, 'switchyard-seeds-'));
  const results: SimResult[] = [];
  const threads: Worker[] = [];
  const live = (first: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const workerData: SimWork = { jobs, folder, first, step: 2 };
      const worker = new Worker(new URL('../durability/simulation-worker.ts', import.meta.url), {
        workerData,
      });
      threads.push(worker);
      worker.on('message', ({ index, result }: { index: number; result: SimResult }) => {
        results[index] = result;
        if (untilFound && result.findings.length > 0) for (const thread of threads) void thread.terminate();
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve());
    });
  try {
    await Promise.all([live(0), live(1)]);
    return results.filter((result) => result !== undefined); // stories that were broken off left holes
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
