import { expect, test } from 'vitest';
import { KilledHost, TICKETS_A_SECOND } from '../drivers/killed-host.ts';

const isFull = process.env['SWITCHYARD_FULL'] === '1';
const KILLS = Number(process.env['SWITCHYARD_KILLS'] ?? (isFull ? 1_000 : 24));
const SEED = Number(process.env['SWITCHYARD_SEED'] ?? Date.now() % 1_000_000);
/** Hosts that are killed side by side, each with a company of its own: a start is mostly waiting. */
const HOSTS = 3;
/** After so many kills everything comes to rest. */
const ROUND = isFull ? 25 : 12;

test(
  `${KILLS} times SIGKILL at a random moment under ${TICKETS_A_SECOND} events a second: no event is lost, no effect on any rung happens twice, and a person is asked exactly what nobody can tell`,
  { timeout: KILLS * 30_000 + 600_000 },
  async () => {
    const lives = await Promise.allSettled(
      Array.from({ length: HOSTS }, (_, n) =>
        KilledHost.live(SEED + n, Math.floor(KILLS / HOSTS) + (n < KILLS % HOSTS ? 1 : 0), ROUND),
      ),
    );
    for (const [n, life] of lives.entries()) {
      if (life.status === 'rejected') throw new Error(`Seed ${SEED}, host ${n + 1}`, { cause: life.reason });
      const { kills, tickets, runs, events, wrong, inFlight, asked, complaints } = life.value;
      console.log(
        `Seed ${SEED}, host ${n + 1}: ${kills} kills, ${tickets} tickets with four effects each, ${asked.length} calls in flight that a person was asked about.`,
      );
      expect({ seed: SEED, runs, events }).toEqual({ seed: SEED, runs: tickets, events: tickets });
      expect({ seed: SEED, wrong: wrong.slice(0, 10) }).toEqual({ seed: SEED, wrong: [] });
      expect({ seed: SEED, asked }).toEqual({ seed: SEED, asked: inFlight });
      expect(complaints).toBe('');
    }
  },
);
