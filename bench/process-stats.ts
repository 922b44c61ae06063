import { readFile } from 'node:fs/promises';

/** What the system says of a process. All zero where it does not tell it this way (only Linux does). */
export interface ProcessStats {
  readonly rssMb: number;
  /** Processor time since it began, in milliseconds. */
  readonly cpuMs: number;
  /** Bytes that it has sent to the disk. */
  readonly writtenBytes: number;
}

/** The kernel counts processor time in hundredths of a second (`getconf CLK_TCK` is 100 on every Linux that matters). */
const TICK_MS = 10;

export async function statsOf(pid: number | undefined): Promise<ProcessStats> {
  const read = (name: string): Promise<string> =>
    readFile(`/proc/${pid ?? 0}/${name}`, 'utf8').catch(() => '');
  const [status, stat, io] = await Promise.all([read('status'), read('stat'), read('io')]);
  // The name before the last bracket may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    rssMb: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024,
    cpuMs: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS,
    writtenBytes: Number(/^write_bytes: (\d+)/m.exec(io)?.[1] ?? 0),
  };
}
