import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '../../app/base/random.ts';
import { realClock } from '../../main/adapters/real-clock.ts';
import { openPractice } from '../../main/practice/open-practice.ts';
import { progressOf, tell } from '../drivers/counts.ts';
import { SuspendedHost } from '../drivers/suspended-host.ts';

const isFull = process.env['SWITCHYARD_FULL'] === '1';
const SEED = Number(process.env['SWITCHYARD_SEED'] ?? Date.now() % 1_000_000);
/** Side by side: a host that was woken has nothing to do but to wait for its next look at the clock. */
const HOSTS = isFull ? 8 : 3;
const SUSPENDS_EACH = Number(process.env['SWITCHYARD_SUSPENDS'] ?? (isFull ? 25 : 1));

test(
  `${HOSTS * SUSPENDS_EACH} times a host is stopped while its clock goes on for hours: each timer rings once, and each schedule keeps its policy about missed starts`,
  { timeout: SUSPENDS_EACH * 240_000 + 180_000 },
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-suspends-'));
    const { next } = seededRandom(SEED);
    const practice = await openPractice({
      file: path.join(folder, 'practice.db'),
      clock: realClock,
      random: next,
    });
    try {
      const progress = progressOf(HOSTS * SUSPENDS_EACH, 'suspends');
      const lives = await Promise.allSettled(
        Array.from({ length: HOSTS }, (_, n) =>
          SuspendedHost.live(
            { name: `host ${n + 1}`, suspends: SUSPENDS_EACH, isQuiet: n % 3 === 2 },
            practice,
            seededRandom(SEED + n).next,
            progress,
          ),
        ),
      );
      for (const life of lives) if (life.status === 'rejected') throw life.reason;
      const wrong = lives.flatMap((life) => (life.status === 'fulfilled' ? life.value : []));
      tell(
        `Seed ${SEED}: ${HOSTS} hosts, ${SUSPENDS_EACH} suspends each, ${practice.ledger({ kind: 'message posted' }).length} messages.`,
      );
      expect({ seed: SEED, wrong }).toEqual({ seed: SEED, wrong: [] });
    } finally {
      await practice.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
