import { rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Mutant } from '../../app/runtime/testing/simulation/sim-world.ts';
import { simulate } from '../../app/runtime/testing/simulation/simulate.ts';
import { catalog } from '../../nodes/catalog.ts';

/** What a worker is told: which seeds, and where their databases go. */
export interface SimWork {
  readonly seeds: readonly number[];
  readonly folder: string;
  readonly mutant?: Mutant;
  /** Ends at the first seed with a finding. */
  readonly untilFound: boolean;
}

const { seeds, folder, mutant, untilFound } = workerData as SimWork; // given by runSeeds
for (const seed of seeds) {
  const file = `${folder}/${seed}-${mutant?.replaceAll(' ', '-') ?? 'whole'}.db`;
  // A made-up fault of the product may end in anything, an exception of its own included.
  const result = await simulate({ seed, catalog, file, ...(mutant ? { mutant } : {}) }).catch(
    (error: unknown) => ({
      seed,
      hash: '',
      findings: [String(error)],
      happenings: 0,
      lives: 0,
      runs: 0,
      deeds: 0,
    }),
  );
  for (const part of ['', '-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
  parentPort?.postMessage(result);
  if (untilFound && result.findings.length > 0) break;
}
