import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { keepBooks } from './strace.ts';

/** What a program did to the files of one folder, and what it said, in order. */
export type DiskStep =
  | { readonly do: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly do: 'sync'; readonly file: string }
  | { readonly do: 'cut'; readonly file: string; readonly length: number }
  | { readonly do: 'make'; readonly file: string; readonly empty: boolean }
  | { readonly do: 'remove'; readonly file: string }
  | { readonly do: 'rename'; readonly file: string; readonly to: string }
  | { readonly do: 'say'; readonly line: string };

const CALLS = 'openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename';
const unhex = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex');

/** Runs the bookkeeper in a folder of its own and records every write and sync of it. */
export function recordWrites(count: number, mode?: string): readonly DiskStep[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-record-'));
  const log = path.join(folder, 'strace');
  const dir = mkdtempSync(path.join(folder, 'data-'));
  try {
    const kept = keepBooks(['-y', '-xx', '-s', '400000', '-e', `trace=${CALLS}`, '-o', log], {
      dir,
      count,
      ...(mode === undefined ? {} : { mode }),
    });
    if (kept.code !== 0) throw new Error(`The bookkeeper ended with ${kept.code}: ${kept.lines.at(-1)}`);
    return parse(readFileSync(log, 'latin1'), dir);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function parse(text: string, dir: string): readonly DiskStep[] {
  const open = new Map<string, string>();
  const steps: DiskStep[] = [];
  const appended = new Map<string, number>();
  const named = (name: string): string | undefined =>
    path.dirname(name) === dir ? path.basename(name) : undefined;
  for (const raw of text.split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/.exec(raw) ?? [];
    let line = rest;
    if (line.endsWith(' <unfinished ...>')) {
      open.set(pid, line.slice(0, -' <unfinished ...>'.length));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(line);
    if (resumed) line = (open.get(pid) ?? '') + resumed[1];
    if (/= -1 /.test(line)) continue;
    const call = /^(\w+)\(/.exec(line)?.[1];
    const strings = [...line.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map((m) => unhex(m[1] ?? ''));
    const held = /^\w+\((\d+)<([^>]*)>/.exec(line);
    const target = held?.[2] === undefined ? '' : nameOf(held[2]);
    const file = named(target);
    const first = strings[0];
    if (call === 'write' && held?.[1] === '1' && first) {
      for (const said of first.toString('utf8').split('\n')) if (said) steps.push({ do: 'say', line: said });
    } else if (call === 'openat' && first) {
      const made = named(first.toString('utf8'));
      if (made === undefined || !line.includes('O_CREAT')) continue;
      const empty = line.includes('O_TRUNC');
      if (empty) appended.set(made, 0);
      steps.push({ do: 'make', file: made, empty });
    } else if ((call === 'unlink' || call === 'rename') && first) {
      const from = named(first.toString('utf8'));
      const to = strings[1] && named(strings[1].toString('utf8'));
      if (from === undefined) continue;
      if (call === 'unlink') steps.push({ do: 'remove', file: from });
      else if (to !== undefined) steps.push({ do: 'rename', file: from, to });
    } else if (file === undefined || file.endsWith('-shm')) continue;
    else if (call === 'pwrite64' && first) {
      const at = Number(/, (\d+)\) += /.exec(line)?.[1]);
      steps.push({ do: 'write', file, at, bytes: first });
    } else if (call === 'write' && first) {
      const at = appended.get(file) ?? 0;
      appended.set(file, at + first.length);
      steps.push({ do: 'write', file, at, bytes: first });
    } else if (call === 'fsync' || call === 'fdatasync') steps.push({ do: 'sync', file });
    else if (call === 'ftruncate')
      steps.push({ do: 'cut', file, length: Number(/, (\d+)\) += /.exec(line)?.[1]) });
  }
  return steps;
}

/** strace writes the names of open files as text or in hexadecimal, depending on its version. */
const nameOf = (text: string): string => (text.startsWith('\\x') ? unhex(text).toString('utf8') : text);
