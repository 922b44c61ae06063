import { afterEach, expect, test } from 'vitest';
import { desks } from '../../app/runtime/testing/desks.ts';
import { ScriptedTools } from '../../app/runtime/testing/scripted-tools.ts';
import { SleepyClock } from '../../app/runtime/testing/sleepy-clock.ts';
import { catalog } from '../../nodes/catalog.ts';
import { runners } from '../../nodes/runners.ts';
import { tell } from '../drivers/counts.ts';
import { ClockWorld } from '../drivers/clock-world.ts';

const isFull = process.env['SWITCHYARD_FULL'] === '1';
const ONE = process.env['SWITCHYARD_SEED'];
/** 25 worlds, with eight suspends and twelve clock steps each, are 200 and 300. */
const WORLDS = ONE === undefined ? (isFull ? 25 : 3) : 1;
const A_WORLD = { suspends: 8, steps: 12 };
/** Other zones and schedules every day; the same all day, so that a failure can be repeated. */
const FIRST = ONE === undefined ? Math.floor(Date.now() / 86_400_000) * WORLDS : Number(ONE);

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

test(
  `${WORLDS * A_WORLD.suspends} suspends and ${WORLDS * A_WORLD.steps} clock steps around the days on which zones change: every timer fires once, and each schedule keeps its policy about missed starts`,
  { timeout: WORLDS * 60_000 + 60_000 },
  async () => {
    const sum = { suspends: 0, steps: 0, planned: 0, timers: 0 };
    for (let seed = FIRST; seed < FIRST + WORLDS; seed += 1) {
      const told = await ClockWorld.live(seed, A_WORLD, (start) =>
        open({ tools: new ScriptedTools(catalog, runners), clock: new SleepyClock(start) }),
      );
      expect({ seed, findings: told.findings }).toEqual({ seed, findings: [] });
      for (const of of ['suspends', 'steps', 'planned', 'timers'] as const) sum[of] += told[of];
      await closeAll();
    }
    tell(
      `Seeds ${FIRST} to ${FIRST + WORLDS - 1}: ${sum.suspends} suspends, ${sum.steps} clock steps, ${sum.planned} planned starts under four policies each, ${sum.timers} timers.`,
    );
    expect(sum).toMatchObject({ suspends: WORLDS * A_WORLD.suspends, steps: WORLDS * A_WORLD.steps });
    expect(sum.planned).toBeGreaterThan(WORLDS * 2);
    expect(sum.timers).toBeGreaterThan(WORLDS * 20);
  },
);
