import Database from 'better-sqlite3';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorData } from '../../app/base/errors.ts';
import { seededRandom } from '../../app/base/random.ts';
import { lastSetBack } from '../../app/store/held-runs.ts';
import { openStore } from '../../app/store/sqlite/open-store.ts';
import type { Reader } from '../../app/store/store.ts';
import { tell } from '../drivers/counts.ts';
import { filesOf } from './programs/data-files.ts';
import { fillWorkspace } from './programs/workspace.ts';

const IMAGES = Number(process.env['SWITCHYARD_IMAGES'] ?? (process.env['SWITCHYARD_FULL'] ? 500 : 60));
const seed = Number(process.env['SWITCHYARD_SEED'] ?? Date.now() % 1_000_000);
const root = mkdtempSync(path.join(os.tmpdir(), 'switchyard-damage-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let now = 1_700_000_000_000;
const open = (dir: string): ReturnType<typeof openStore> =>
  openStore({
    files: filesOf(dir),
    now: () => (now += 1_000),
    soon: (callback) => setImmediate(callback),
    reserveBytes: 1_000,
  });

/** Everything that decides about effects, as a reader gives it. */
function truthOf(read: Reader): Record<string, unknown> {
  const runs = read.runs({ limit: 1_000 });
  return {
    flows: read.flows(),
    agents: read.agents(),
    connections: read.connections(),
    triggers: read.triggers(),
    runs,
    open: read.everyOpenRun(),
    traces: runs.map((run) => read.traceOf(run.id)),
    events: runs.map((run) => read.event(run.event)),
    waits: runs.map((run) => read.waitsOf(run.id)),
    cards: runs.map((run) => read.approvalsOfRun(run.id)),
    pending: read.approvals('pending', 1_000),
    audit: read.audit(10_000),
  };
}

const original = path.join(root, 'original');
let truth = '';

// A workspace as it is when the program is killed: with a log, and a backup from before the last changes.
beforeAll(async () => {
  const made = path.join(root, 'made');
  mkdirSync(made);
  const { store, storage } = await open(made);
  await fillWorkspace(store, 0, 30);
  await storage.backUp('hourly', new AbortController().signal, () => {});
  // Copied while it is open: an early copy, with its log, to be put back later.
  cpSync(made, path.join(root, 'early'), { recursive: true });
  store.opened.db.pragma('wal_checkpoint(TRUNCATE)');
  await fillWorkspace(store, 30, 40);
  storage.noteHead();
  cpSync(made, original, { recursive: true });
  truth = JSON.stringify(truthOf(store.read));
  await storage.close();
});

type Harm = (dir: string, random: () => number) => string;
const DB = 'switchyard.db';
const LOG = `${DB}-wal`;

function rewrite(file: string, change: (bytes: Buffer) => Buffer | void): void {
  const bytes = readFileSync(file);
  writeFileSync(file, change(bytes) ?? bytes);
}
const flips =
  (name: string): Harm =>
  (dir, random) => {
    rewrite(path.join(dir, name), (bytes) => {
      for (let n = 0; n < 8; n += 1) {
        const at = Math.floor(random() * bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      }
    });
    return `8 bits of ${name}`;
  };
const shorten: Harm = (dir, random) => {
  rewrite(path.join(dir, DB), (bytes) => bytes.subarray(0, Math.floor(random() * bytes.length)));
  return 'a shorter file';
};
const zeroPage: Harm = (dir, random) => {
  rewrite(path.join(dir, DB), (bytes) => {
    const at = Math.floor((random() * bytes.length) / 4_096) * 4_096;
    bytes.fill(0, at, at + 4_096);
  });
  return 'a page of zeros';
};
const swapPages: Harm = (dir, random) => {
  rewrite(path.join(dir, DB), (bytes) => {
    const page = (): number => (1 + Math.floor(random() * (bytes.length / 4_096 - 1))) * 4_096;
    const [one, other] = [page(), page()];
    const kept = Buffer.from(bytes.subarray(one, one + 4_096));
    bytes.copy(bytes, one, other, other + 4_096);
    kept.copy(bytes, other);
  });
  return 'two pages swapped';
};
const staleLog: Harm = (dir) => {
  copyFileSync(path.join(root, 'early', LOG), path.join(dir, LOG));
  return 'the log of an earlier time';
};
const oldCopy: Harm = (dir) => {
  for (const name of [DB, LOG]) copyFileSync(path.join(root, 'early', name), path.join(dir, name));
  return 'an old copy';
};
const HARMS: readonly Harm[] = [
  flips(DB),
  flips(DB),
  flips(LOG),
  shorten,
  zeroPage,
  swapPages,
  staleLog,
  oldCopy,
];

describe(`damaged databases, seed ${seed}`, () => {
  test('the workspace that is damaged here opens as it is when nothing is done to it', async () => {
    const dir = path.join(root, 'sound');
    cpSync(original, dir, { recursive: true });
    const { store, storage } = await open(dir);
    expect(lastSetBack(store.read)).toBeUndefined();
    expect(JSON.stringify(truthOf(store.read))).toBe(truth);
    await storage.close();
  });

  test('a card that waits is not lost in silence when only the column it is found by has changed', async () => {
    const dir = path.join(root, 'hidden');
    cpSync(original, dir, { recursive: true });
    const raw = new Database(path.join(dir, DB));
    raw.exec(
      `UPDATE approval SET status = 'pendinf' WHERE id = (SELECT min(id) FROM approval WHERE status = 'pending')`,
    );
    raw.close();
    expect(await whatCameOf(dir)).toBe('set back');
  });

  test(
    `${IMAGES} damaged ones: each is noticed, or nothing that is read differs from what was written`,
    { timeout: IMAGES * 3_000 + 60_000 },
    async () => {
      const random = seededRandom(seed).next;
      const tally: Record<string, number> = {};
      for (let n = 0; n < IMAGES; n += 1) {
        const dir = path.join(root, `image${n}`);
        cpSync(original, dir, { recursive: true });
        const harm = HARMS[n % HARMS.length] ?? shorten;
        const what = harm(dir, random);
        const came = await whatCameOf(dir);
        tally[`${what}: ${came}`] = (tally[`${what}: ${came}`] ?? 0) + 1;
        expect({ seed, n, what, came }).not.toEqual({ seed, n, what, came: 'WRONG' });
        rmSync(dir, { recursive: true, force: true });
      }
      const became = Object.entries(tally).map(([what, times]) => `${what} ${times}`);
      tell(`Seed ${seed}: ${IMAGES} damaged databases. ${became.join(', ')}`);
    },
  );
});

/** `WRONG` when something was read that was never written, or a backup was used and something would go on by itself. */
async function whatCameOf(dir: string): Promise<'set back' | 'refused at a read' | 'harmless' | 'WRONG'> {
  const { store, storage } = await open(dir);
  try {
    const setBack = lastSetBack(store.read);
    if (setBack) {
      const held = store.read.readyRuns().length === 0 && store.read.approvals('pending', 9).length === 0;
      const isKept = setBack.keptAs === null || existsSync(path.join(dir, setBack.keptAs));
      const isSaid = setBack.lastWritten !== null && setBack.knownUntil < setBack.lastWritten;
      return held && isKept && isSaid && setBack.runsHeld > 0 ? 'set back' : 'WRONG';
    }
    try {
      return JSON.stringify(truthOf(store.read)) === truth ? 'harmless' : 'WRONG';
    } catch (thrown) {
      return errorData(thrown).code === 'data_damaged' && storage.state.is === 'stopped'
        ? 'refused at a read'
        : 'WRONG';
    }
  } finally {
    await storage.close().catch(() => undefined);
    expect(readdirSync(dir)).toContain(DB);
  }
}
