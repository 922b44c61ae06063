import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../app/base/random.ts';
import type { RunId } from '../../app/base/ids.ts';
import { lastSetBack } from '../../app/store/held-runs.ts';
import { openStore } from '../../app/store/sqlite/open-store.ts';
import { tell } from '../drivers/counts.ts';
import { imageAfter, PIECES, writeImage } from './disk/disk-image.ts';
import { recordWrites, type DiskStep } from './disk/record-writes.ts';
import { hasStrace, numbersOf } from './disk/strace.ts';
import { filesOf } from './programs/data-files.ts';

const CUTS = Number(process.env['SWITCHYARD_CUTS'] ?? (process.env['SWITCHYARD_FULL'] ? 1_000 : 100));
const COUNT = 120;
const seed = Number(process.env['SWITCHYARD_SEED'] ?? Date.now() % 1_000_000);
const root = mkdtempSync(path.join(os.tmpdir(), 'switchyard-cuts-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What is wrong with one image: what the program relied on and is not there, or what is there and is broken. */
async function wrongAfter(
  steps: readonly DiskStep[],
  cut: Parameters<typeof imageAfter>[1],
  random: () => number,
): Promise<readonly string[]> {
  const dir = mkdtempSync(path.join(root, 'image-'));
  writeImage(imageAfter(steps, cut, random), dir);
  const said = steps.slice(0, cut.after).flatMap((step) => (step.do === 'say' ? [step.line] : []));
  try {
    const { store, storage } = await openStore({
      files: filesOf(dir),
      now: () => 9,
      soon: (callback) => setImmediate(callback),
      reserveBytes: 1_000,
    });
    const { read } = store;
    const notes = new Set(
      read
        .traceOf('run_000000001a' as RunId) // the run that the bookkeeper writes
        .flatMap((row) => (row.event.type === 'note_added' ? [row.event.text] : [])),
    );
    const wrong = ['intent', 'receipt'].flatMap((word) =>
      numbersOf(said, word)
        .map((n) => `${word} ${n}`)
        .filter((line) => !notes.has(line))
        .map((line) => `lost ${line}`),
    );
    const receipts = [...notes].filter((line) => line.startsWith('receipt')).length;
    if (read.verifyAudit().brokenAt !== null) wrong.push('the audit log is broken');
    if ((read.audit(1)[0]?.seq ?? 0) !== receipts) wrong.push('receipt and audit entry are not one');
    if (lastSetBack(read)) wrong.push(`set back: ${lastSetBack(read)?.reason}`);
    await storage.close();
    return wrong;
  } catch (thrown) {
    return [`not opened: ${String(thrown)}`];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function cutOften(steps: readonly DiskStep[], times: number): Promise<readonly string[]> {
  const random = seededRandom(seed).next;
  const found: string[] = [];
  for (let n = 0; n < times; n += 1) {
    const cut = {
      after: Math.floor(random() * steps.length),
      survives: ([0, 0.5, 1] as const)[n % 3] ?? 0,
      piece: PIECES[Math.floor(n / 3) % 2] ?? 512,
    };
    for (const wrong of await wrongAfter(steps, cut, random)) found.push(`${JSON.stringify(cut)}: ${wrong}`);
  }
  return found;
}

describe.runIf(hasStrace('the suite of power cuts'))(`power cuts, seed ${seed}`, () => {
  test(
    `${CUTS} cuts at any moment: nothing that was relied upon is lost, nothing is broken`,
    { timeout: CUTS * 2_000 + 60_000 },
    async () => {
      const steps = recordWrites(COUNT);
      const syncs = steps.filter((step) => step.do === 'sync').length;
      tell(`Seed ${seed}: ${CUTS} power cuts over ${steps.length} steps with ${syncs} syncs.`);
      expect(syncs).toBeGreaterThan(COUNT);
      expect(await cutOften(steps, CUTS)).toEqual([]);
    },
  );

  test('the same cuts find it when commits are not synced', { timeout: 120_000 }, async () => {
    const found = await cutOften(recordWrites(COUNT, 'unsafe'), 30);
    expect(found.filter((line) => line.includes('lost intent')).length).toBeGreaterThan(0);
  });
});
