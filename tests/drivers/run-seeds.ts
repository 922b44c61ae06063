import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Mutant } from '../../app/runtime/testing/simulation/sim-world.ts';
import type { SimResult } from '../../app/runtime/testing/simulation/simulate.ts';

/** A file system in memory where there is one: the disk is not what is tried here, and 10,000 seeds write much. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

/** Lives through the seeds on two threads, and gives what came of each, in order. */
export async function runSeeds(
  seeds: readonly number[],
  how: { readonly mutant?: Mutant; readonly untilFound?: boolean } = {},
): Promise<readonly SimResult[]> {
  const folder = mkdtempSync(path.join(SCRATCH, 'switchyard-seeds-'));
  try {
    const half = Math.ceil(seeds.length / 2);
    const parts = [seeds.slice(0, half), seeds.slice(half)].filter((part) => part.length > 0);
    const results = await Promise.all(parts.map((part) => onThread(part, folder, how)));
    return results.flat().toSorted((a, b) => a.seed - b.seed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function onThread(
  seeds: readonly number[],
  folder: string,
  { mutant, untilFound = false }: { readonly mutant?: Mutant; readonly untilFound?: boolean },
): Promise<readonly SimResult[]> {
  return new Promise((resolve, reject) => {
    const results: SimResult[] = [];
    const worker = new Worker(new URL('../durability/simulation-worker.ts', import.meta.url), {
      workerData: { seeds, folder, untilFound, ...(mutant ? { mutant } : {}) },
    });
    worker.on('message', (result: SimResult) => results.push(result));
    worker.on('error', reject);
    worker.on('exit', () => resolve(results));
  });
}
