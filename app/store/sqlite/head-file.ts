import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { SwitchyardError } from '../../base/errors.ts';
import type { Reader } from '../store.ts';
import type { Opened } from './connection.ts';

const SALT = z.strictObject({ first: z.number(), second: z.number() });
const HEAD = z.object({
  identity: z.string(),
  epoch: z.number(),
  at: z.number(),
  traceSeq: z.number(),
  auditSeq: z.number(),
  auditHash: z.string(),
  /** Closed in order: there is no log to be played back. */
  clean: z.boolean(),
  /** Which log belongs to the database; null while that is not known. */
  log: SALT.nullable(),
});

/** How far the database has come, kept outside of it: an older copy of it, or a log of another time, does not fit. */
export type Head = z.infer<typeof HEAD>;

/** Undefined when there is none, or none that can be read (a power cut may leave an empty file behind). */
export function readHead(file: string): Head | undefined {
  try {
    const read = HEAD.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Replaces the head in one step. `surely`: it is on the disk when this returns. On a full disk there is none
 * afterwards: no witness is better than one that tells of another time. Throws `disk_failing`.
 */
export function writeHead(file: string, head: Head, surely: boolean): void {
  const fresh = `${file}.new`;
  try {
    const handle = openSync(fresh, 'w', 0o600);
    try {
      writeSync(handle, JSON.stringify(head));
      if (surely) fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(fresh, file);
    if (surely) syncFolder(path.dirname(file));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC') {
      rmSync(fresh, { force: true });
      rmSync(file, { force: true });
    } else throw diskFailing(thrown);
  }
}

/** The disk does not do what it is told. */
export const diskFailing = (cause: unknown): SwitchyardError =>
  new SwitchyardError(
    'disk_failing',
    'The disk reported an error while Switchyard wrote to it, so it has stopped: what the disk holds is not certain.',
    { fix: 'Check the disk, then start Switchyard again.', cause },
  );

export function headOf(opened: Opened, read: Reader, database: string, now: number): Head {
  const audit = read.audit(1)[0];
  return {
    identity: opened.identity,
    epoch: opened.epoch,
    at: now,
    traceSeq: read.lastSeq(),
    auditSeq: audit?.seq ?? 0,
    auditHash: audit?.hash ?? '',
    clean: false,
    log: logSalt(database) ?? null,
  };
}

/** The numbers in the header of a log. SQLite adds one to the first each time it begins the log anew. */
export function logSalt(database: string): Head['log'] | undefined {
  const file = `${database}-wal`;
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < 32) return undefined;
  const header = Buffer.alloc(32);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header, 0, 32, 0);
  } finally {
    closeSync(handle);
  }
  return { first: header.readUInt32BE(16), second: header.readUInt32BE(20) };
}

/** Most times a log can have been begun anew since the head was last written. */
const MOST_BEGINNINGS = 100_000;

/** Does the log beside a database belong to it? One of another time would be played back without a word. */
export function logFits(head: Head | undefined, database: string): boolean {
  const log = logSalt(database);
  if (!log || !head) return true;
  if (head.clean) return false;
  if (!head.log) return true;
  const ahead = (log.first - head.log.first) >>> 0;
  return ahead === 0 ? log.second === head.log.second : ahead < MOST_BEGINNINGS;
}

/** Makes what was renamed or removed in a folder durable. Not every system can. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export const removeDatabase = (database: string): void => {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${database}${end}`, { force: true });
};
