import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startHost } from '../tests/drivers/headless-host.ts';
import { report } from './report.ts';

/** From starting the built host to its line "ready": with an empty data folder, and with one that has been used. */
export async function benchStart(file: string | undefined): Promise<void> {
  const cold: number[] = [];
  const warm: number[] = [];
  const memory: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'switchyard-start-'));
    const time = async (practice: boolean): Promise<number> => {
      const began = performance.now();
      const host = await startHost({ dataDir, practice });
      const took = performance.now() - began;
      if (!practice) memory.push(await rssOf(host.child.pid));
      await host.stop();
      return took;
    };
    cold.push(await time(true));
    warm.push(await time(false));
    rmSync(dataDir, { recursive: true, force: true });
  }
  report(
    { bench: 'start/empty-folder-with-practice', metric: 'time_to_ready', unit: 'ms', values: cold },
    file,
  );
  report({ bench: 'start/warm', metric: 'time_to_ready', unit: 'ms', values: warm }, file);
  const known = memory.filter((mb) => mb > 0);
  if (known.length > 0) report({ bench: 'start/idle', metric: 'rss', unit: 'MB', values: known }, file);
}

/** Resident memory of a process in MB; 0 where the system does not tell it this way. */
async function rssOf(pid: number | undefined): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid ?? 0}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
}
