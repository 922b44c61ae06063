import { rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { SimOptions } from '../../app/runtime/testing/simulation/sim-world.ts';
import { simulate } from '../../app/runtime/testing/simulation/simulate.ts';
import { catalog } from '../../nodes/catalog.ts';

/** One story to live through: a seed, and what is special about it. */
export type SimJob = Omit<SimOptions, 'catalog' | 'file'>;

/** What a worker is told. */
export interface SimWork {
  readonly jobs: readonly SimJob[];
  /** Where the databases go. */
  readonly folder: string;
  /** Every `step`-th story from this one on. */
  readonly first: number;
  readonly step: number;
}

const { jobs, folder, first, step } = workerData as SimWork; // given by runSeeds
for (const [index, job] of jobs.entries()) {
  if (index % step !== first) continue;
  const file = `${folder}/${index}.db`;
  // A made-up fault of the product may end in anything, an exception of its own included.
  const result = await simulate({ ...job, catalog, file }).catch((error: unknown) => ({
    seed: job.seed,
    hash: '',
    findings: [`It throws: ${String(error)}`],
    happenings: 0,
    lives: 0,
    runs: 0,
    deeds: 0,
    crossed: {},
  }));
  for (const part of ['', '-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
  parentPort?.postMessage({ index, result });
}
