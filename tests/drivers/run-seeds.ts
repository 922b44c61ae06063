import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SimResult } from '../../app/runtime/testing/simulation/simulate.ts';
import type { SimJob, SimWork } from '../durability/simulation-worker.ts';

/** A file system in memory where there is one: the disk is not what is tried here, and 10,000 seeds write much. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

/** Lives through the stories on two threads, and gives what came of each, in order. */
export async function runSeeds(
  jobs: readonly SimJob[],
  { untilFound = false }: { readonly untilFound?: boolean } = {},
): Promise<readonly SimResult[]> {
  const half = Math.ceil(jobs.length / 2);
  const parts = [jobs.slice(0, half), jobs.slice(half)].filter((part) => part.length > 0);
  const results = await Promise.all(parts.map((part) => onThread(part, untilFound)));
  return results.flat();
}

async function onThread(jobs: readonly SimJob[], untilFound: boolean): Promise<readonly SimResult[]> {
  const folder = mkdtempSync(path.join(SCRATCH, 'switchyard-seeds-'));
  try {
    return await new Promise((resolve, reject) => {
      const results: SimResult[] = [];
      const workerData: SimWork = { jobs, folder, untilFound };
      const worker = new Worker(new URL('../durability/simulation-worker.ts', import.meta.url), {
        workerData,
      });
      worker.on('message', ({ index, result }: { index: number; result: SimResult }) => {
        results[index] = result;
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve(results));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
