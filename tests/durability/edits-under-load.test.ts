import { expect, test } from 'vitest';
import { progressOf, tell } from '../drivers/counts.ts';
import { EditedHost } from '../drivers/edited-host.ts';

const isFull = process.env['SWITCHYARD_FULL'] === '1';
const EDITS = Number(process.env['SWITCHYARD_EDITS'] ?? (isFull ? 500 : 50));
const SEED = Number(process.env['SWITCHYARD_SEED'] ?? Date.now() % 1_000_000);

test(
  `${EDITS} edits, publishes, pauses and imports while tickets come in: none is dropped or done twice, runs end on their version, and each trigger is looked at by one`,
  { timeout: EDITS * 3_000 + 300_000 },
  async () => {
    const { edits, tickets, versions, wrong, looks, looksAtOnce, triggers } = await EditedHost.live(
      SEED,
      EDITS,
      progressOf(EDITS, 'edits'),
    );
    tell(`Seed ${SEED}: ${edits} edits, ${tickets} tickets on ${versions} versions, ${looks} looks.`);
    expect({ seed: SEED, wrong: wrong.slice(0, 10) }).toEqual({ seed: SEED, wrong: [] });
    expect({ seed: SEED, looksAtOnce, triggers }).toEqual({ seed: SEED, looksAtOnce: 1, triggers: 1 });
    expect(versions).toBeGreaterThan(EDITS / 20);
  },
);
