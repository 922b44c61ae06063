import { expect, test } from 'vitest';
import { tell } from '../drivers/counts.ts';
import { KilledHost, TICKETS_A_SECOND, type Judged } from '../drivers/killed-host.ts';

const isFull = process.env['SWITCHYARD_FULL'] === '1';
const KILLS = Number(process.env['SWITCHYARD_KILLS'] ?? (isFull ? 1_000 : 24));
const SEED = Number(process.env['SWITCHYARD_SEED'] ?? Date.now() % 1_000_000);
/** Hosts that are killed side by side, each with a company of its own: a start is mostly waiting. */
const HOSTS = 3;
/** So many kills of one company, then everything comes to rest and is judged. A start is the slower the older it is. */
const KILLS_EACH = Math.min(40, Math.ceil(KILLS / HOSTS));
const COMPANIES = Math.ceil(KILLS / KILLS_EACH);

test(
  `${KILLS} times SIGKILL at a random moment under ${TICKETS_A_SECOND} events a second: no event is lost, no effect on any rung happens twice, and a person is asked exactly what nobody can tell`,
  { timeout: KILLS * 30_000 + 600_000 },
  async () => {
    let [next, killed] = [0, 0];
    const live = async (): Promise<void> => {
      for (let company = next++; company < COMPANIES; company = next++) {
        const seed = SEED + company;
        const kills = Math.min(KILLS_EACH, KILLS - company * KILLS_EACH);
        const judged = await KilledHost.live(seed, kills).catch((cause: unknown) => {
          throw new Error(`Seed ${seed}, ${kills} kills`, { cause });
        });
        killed += judged.kills;
        console.log(
          `Seed ${seed}: ${judged.kills} kills, ${judged.tickets} tickets with four effects each, ${judged.asked.length} calls in flight that a person was asked about. ${killed} of ${KILLS} kills in all.`,
        );
        expectAllAsPromised(seed, judged);
      }
    };
    const lives = await Promise.allSettled(Array.from({ length: HOSTS }, live));
    for (const life of lives) if (life.status === 'rejected') throw life.reason;
    expect(killed).toBe(KILLS);
    tell(
      `Seed ${SEED}: ${killed} kills of ${COMPANIES} companies' hosts under ${TICKETS_A_SECOND} events a second.`,
    );
  },
);

function expectAllAsPromised(
  seed: number,
  { tickets, runs, events, wrong, inFlight, asked, complaints }: Judged,
): void {
  expect({ seed, runs, events }).toEqual({ seed, runs: tickets, events: tickets });
  expect({ seed, wrong: wrong.slice(0, 10) }).toEqual({ seed, wrong: [] });
  expect({ seed, asked }).toEqual({ seed, asked: inFlight });
  expect({ seed, complaints }).toEqual({ seed, complaints: '' });
}
