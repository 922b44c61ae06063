import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SimResult } from '../../app/runtime/testing/simulation/simulate.ts';
import type { SimAnswer, SimJob } from '../durability/simulation-worker.ts';
import { progressOf } from './counts.ts';

/** A file system in memory where there is one: the disk is not what is tried here, and 10,000 seeds write much. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();
const THREADS = 2;
/** One world in so many has its database in a file, which is opened anew in every life. */
const ON_FILE = 12;

/** Threads live as long as the test program: most of a short story is loading the product, and getting fast at it. */
const idle: Worker[] = [];
function thread(): Worker {
  const worker = idle.pop();
  if (worker) return worker;
  return new Worker(new URL('../durability/simulation-worker.ts', import.meta.url), {
    // Worlds are thrown away whole: room for young ones saves most of the tidying up.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });
}

/** Lives through the stories on two threads, and gives what came of each, in order; with `untilFound` up to a finding. */
export async function runSeeds(
  jobs: readonly SimJob[],
  { untilFound = false }: { readonly untilFound?: boolean } = {},
): Promise<readonly SimResult[]> {
  const folder = mkdtempSync(path.join(SCRATCH, 'switchyard-seeds-'));
  const results: SimResult[] = [];
  const progress = progressOf(jobs.length, 'stories');
  let [next, ended, found, cpuMs] = [0, 0, 0, 0];
  const note = (index: number, { result, cpuMs: spent }: SimAnswer): void => {
    results[index] = result;
    ended += 1;
    cpuMs += spent;
    if (result.findings.length > 0) found += 1;
    progress(() => `${found} with findings, ${(cpuMs / ended / 1_000).toFixed(2)} s of a processor each`);
  };
  const take = (): { readonly index: number; readonly told: SimJob } | undefined => {
    const told = untilFound && found > 0 ? undefined : jobs[next];
    return told && { index: next++, told };
  };
  const live = async (): Promise<void> => {
    const worker = thread();
    for (let job = take(); job; job = take()) {
      const { index } = job;
      const file = index % ON_FILE === 0 ? { file: path.join(folder, `${index}.db`) } : {};
      note(index, await answerOf(worker, { ...job.told, ...file }));
    }
    idle.push(worker);
    worker.unref();
  };
  try {
    await Promise.all(Array.from({ length: THREADS }, live));
    return results.filter((result) => result !== undefined); // stories that were broken off left holes
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answerOf(worker: Worker, job: SimJob): Promise<SimAnswer> {
  worker.ref();
  return new Promise((resolve, reject) => {
    const settle = (then: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      then();
    };
    const onMessage = (answer: SimAnswer): void => settle(() => resolve(answer));
    const onError = (error: unknown): void =>
      settle(() => reject(error instanceof Error ? error : new Error(String(error))));
    const onExit = (): void => settle(() => reject(new Error(`A thread ended in seed ${job.seed}.`)));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(job);
  });
}
