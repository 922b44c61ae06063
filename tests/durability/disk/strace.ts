import { spawnSync } from 'node:child_process';
import path from 'node:path';

const PROGRAM = path.resolve(import.meta.dirname, '../programs/book-keeper.ts');

/** Is the tool there that these suites look at system calls with? Prints a line when it is not. */
export function hasStrace(suite: string): boolean {
  const found = spawnSync('strace', ['-V']).status === 0;
  if (!found) console.log(`Left out: ${suite} needs strace, which is not installed here.`);
  return found;
}

export interface Kept {
  readonly lines: readonly string[];
  readonly code: number | null;
}

/** Runs the bookkeeper under strace with these options and gives what it said. */
export function keepBooks(
  strace: readonly string[],
  program: { readonly dir: string; readonly count: number; readonly mode?: string },
): Kept {
  const ran = spawnSync(
    'strace',
    // The filter stops the program at what is looked at only, and not at every call it makes.
    [
      '-f',
      '--seccomp-bpf',
      ...strace,
      process.execPath,
      PROGRAM,
      program.dir,
      String(program.count),
      program.mode ?? '',
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 120_000 },
  );
  if (ran.error) throw ran.error;
  return { lines: ran.stdout.split('\n').filter((line) => line !== ''), code: ran.status };
}

/** Numbers after a word: `effect 3` → 3. */
export const numbersOf = (lines: readonly string[], word: string): readonly number[] =>
  lines.flatMap((line) => (line.startsWith(`${word} `) ? [Number(line.slice(word.length + 1))] : []));
