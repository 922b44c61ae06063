import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../app/base/random.ts';
import type { RunId } from '../../app/base/ids.ts';
import { openStore } from '../../app/store/sqlite/open-store.ts';
import { progressOf, tell } from '../drivers/counts.ts';
import { hasStrace, keepBooks, numbersOf } from './disk/strace.ts';
import { filesOf } from './programs/data-files.ts';

const POINTS = Number(process.env['SWITCHYARD_FAULTS'] ?? (process.env['SWITCHYARD_FULL'] ? 200 : 6));
const COUNT = 40;
const seed = Number(process.env['SWITCHYARD_SEED'] ?? Date.now() % 1_000_000);
const root = mkdtempSync(path.join(os.tmpdir(), 'switchyard-faults-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What stands in the database afterwards, opened as at the next start. */
async function written(dir: string): Promise<{ readonly notes: readonly string[]; readonly whole: boolean }> {
  const { store, storage } = await openStore({
    files: filesOf(dir),
    now: () => 9_000_000,
    soon: (callback) => setImmediate(callback),
    reserveBytes: 1_000,
  });
  const notes = store.read
    .traceOf('run_000000001a' as RunId) // the run that the bookkeeper writes
    .flatMap((row) => (row.event.type === 'note_added' ? [row.event.text] : []));
  const whole = store.read.verifyAudit().brokenAt === null;
  await storage.close();
  return { notes, whole };
}

/** The promises that hold whatever the disk does: no effect without an intent on disk, nothing said and not kept. */
async function brokenPromises(dir: string, lines: readonly string[]): Promise<readonly string[]> {
  const { notes, whole } = await written(dir);
  const effects = numbersOf(lines, 'effect');
  return [
    ...(whole ? [] : ['the audit log is broken']),
    ...effects.filter((n) => !notes.includes(`intent ${n}`)).map((n) => `effect ${n} has no intent`),
    ...numbersOf(lines, 'receipt')
      .filter((n) => !notes.includes(`receipt ${n}`))
      .map((n) => `receipt ${n} is lost`),
    ...(new Set(effects).size === effects.length ? [] : ['an effect happened twice']),
    ...(new Set(notes).size === notes.length ? [] : ['something was written twice']),
  ];
}

const only = (calls: string): readonly string[] => ['-o', '/dev/null', '-e', `trace=${calls}`];

/** How often the bookkeeper makes a system call when nothing goes wrong. */
function callsOf(calls: string): number {
  const dir = mkdtempSync(path.join(root, 'count-'));
  const log = path.join(root, 'calls');
  keepBooks(['-o', log, '-e', `trace=${calls}`], { dir, count: COUNT });
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => / = \d+$/.test(line)).length;
}

describe.runIf(hasStrace('the suite of disk faults'))(`disk faults, seed ${seed}`, () => {
  const random = seededRandom(seed).next;

  test(
    `${POINTS} times the disk is full at some write: work rests and goes on, each effect happens once`,
    { timeout: POINTS * 5_000 + 60_000 },
    async () => {
      const calls = callsOf('pwrite64');
      const progress = progressOf(POINTS, 'full disks');
      for (let point = 0; point < POINTS; point += 1) {
        const dir = mkdtempSync(path.join(root, 'full-'));
        const nth = 1 + Math.floor(random() * calls);
        const { lines } = keepBooks([...only('pwrite64'), '-e', `inject=pwrite64:error=ENOSPC:when=${nth}`], {
          dir,
          count: COUNT,
        });
        const wrong = await brokenPromises(dir, lines);
        const last = lines.at(-1) ?? 'nothing was said';
        // Either it went on to the end, or it was full before there was a database to go on with.
        const isFine = last === 'done' || last.startsWith('stopped disk_full: The disk is full');
        expect({ seed, nth, wrong, last: isFine ? 'fine' : last }).toEqual({
          seed,
          nth,
          wrong: [],
          last: 'fine',
        });
        rmSync(dir, { recursive: true, force: true });
        progress();
      }
      tell(`Seed ${seed}: ${POINTS} writes that found the disk full.`);
    },
  );

  test(
    `${POINTS} times a sync fails: everything stops at once and says why`,
    { timeout: POINTS * 5_000 + 60_000 },
    async () => {
      const calls = callsOf('fsync,fdatasync');
      const progress = progressOf(POINTS, 'failed syncs');
      for (let point = 0; point < POINTS; point += 1) {
        const dir = mkdtempSync(path.join(root, 'sync-'));
        const nth = 1 + Math.floor(random() * calls);
        const { lines, code } = keepBooks(
          [...only('fsync,fdatasync'), '-e', `inject=fsync,fdatasync:error=EIO:when=${nth}`],
          { dir, count: COUNT },
        );
        const wrong = await brokenPromises(dir, lines);
        const last = lines.at(-1) ?? 'nothing was said';
        // A sync of a folder, of the reserve or at the very end does not concern a commit.
        const isFine = last === 'done' || (code === 3 && last.startsWith('stopped disk_failing: The d'));
        expect({ seed, nth, wrong, last: isFine ? 'fine' : last }).toEqual({
          seed,
          nth,
          wrong: [],
          last: 'fine',
        });
        rmSync(dir, { recursive: true, force: true });
        progress();
      }
      tell(`Seed ${seed}: ${POINTS} syncs that failed.`);
    },
  );
});

/** A small disk of its own, where the computer lets us make one. */
function smallDisk(): string | undefined {
  const dir = mkdtempSync(path.join(root, 'disk-'));
  if (
    process.platform === 'linux' &&
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', dir]).status === 0
  )
    return dir;
  console.log(
    'Left out: the test with a disk that is really full needs to mount one, which is not allowed here.',
  );
  return undefined;
}

const disk = smallDisk();
describe.runIf(disk !== undefined)('a disk of six megabytes', () => {
  test('that fills up stops new work, keeps what has begun, and lets work go on once there is space', async () => {
    const dir = disk ?? '';
    try {
      const { store, storage } = await openStore({
        files: filesOf(dir),
        now: () => 1,
        soon: (callback) => setImmediate(callback),
        reserveBytes: 1_500_000,
      });
      writeFileSync(path.join(dir, 'somebody-elses'), Buffer.alloc(2_500_000, 1));
      let intents = 0;
      await expect(
        (async () => {
          for (;;) {
            await store.write('action.intent', (tx) => tx.putSetting(`i${intents}`, 'x'.repeat(20_000)));
            intents += 1;
          }
        })(),
      ).rejects.toMatchObject({ code: 'disk_full' });
      expect(intents).toBeGreaterThan(3);
      expect(storage.state.is).toBe('full');
      // The receipt of what is out finds its place in the reserve; a new intent is refused before anything is done.
      await store.write('action.receipt', (tx) => tx.putSetting('receipt', 'y'.repeat(100_000)));
      await expect(store.write('action.intent', (tx) => tx.putSetting('new', 1))).rejects.toMatchObject({
        code: 'disk_full',
      });
      expect(await storage.goOn()).toBe(false);
      rmSync(path.join(dir, 'somebody-elses'));
      expect(await storage.goOn()).toBe(true);
      await store.write('action.intent', (tx) => tx.putSetting('new', 2));
      await storage.close();
      const again = await openStore({
        files: filesOf(dir),
        now: () => 2,
        soon: (callback) => setImmediate(callback),
        reserveBytes: 1_500_000,
      });
      expect(again.store.read.setting('new')).toBe(2);
      expect(again.store.read.setting('receipt')).toBe('y'.repeat(100_000));
      expect(again.store.read.setting(`i${intents - 1}`)).toBe('x'.repeat(20_000));
      await again.storage.close();
    } finally {
      execFileSync('umount', [dir]);
    }
  });
});
