import { rmSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { SimOptions } from '../../app/runtime/testing/simulation/sim-world.ts';
import { simulate, type SimResult } from '../../app/runtime/testing/simulation/simulate.ts';
import { catalog } from '../../nodes/catalog.ts';

/** One story to live through: a seed, and what is special about it. */
export type SimJob = Omit<SimOptions, 'catalog'>;

/** What came of one story. */
export interface SimAnswer {
  readonly result: SimResult;
  /** What the thread spent on it, in milliseconds of a processor. */
  readonly cpuMs: number;
}

// Where an error was made is not what is looked at here, and many are made on purpose. A single seed keeps it.
if (process.env['SWITCHYARD_SEED'] === undefined) Error.stackTraceLimit = 0;

/** A made-up fault of the product may end in anything, an exception of its own included. */
const broken = (seed: number, error: unknown): SimResult => ({
  seed,
  hash: '',
  findings: [`It throws: ${error instanceof Error && error.stack ? error.stack : String(error)}`],
  happenings: 0,
  lives: 0,
  runs: 0,
  deeds: 0,
  crossed: {},
});

parentPort?.on('message', (job: SimJob) => {
  const before = process.threadCpuUsage();
  void simulate({ ...job, catalog })
    .catch((error: unknown) => broken(job.seed, error))
    .then((result) => {
      const { user, system } = process.threadCpuUsage(before);
      const { file } = job;
      if (file !== undefined)
        for (const part of ['', '-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
      parentPort?.postMessage({ result, cpuMs: (user + system) / 1_000 } satisfies SimAnswer);
    });
});
