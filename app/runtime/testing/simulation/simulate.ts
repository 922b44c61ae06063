import { goOn } from './controls.ts';
import { decide, happeningsOf, turnOn } from './happenings.ts';
import { Invariants } from './invariants.ts';
import { TICKETS } from './sim-flow.ts';
import { SimWorld, type SimOptions } from './sim-world.ts';

/** What one seed came to. */
export interface SimResult {
  readonly seed: number;
  /** Of everything that happened: the same seed gives the same one. */
  readonly hash: string;
  /** What must not happen and did; empty when all is well. */
  readonly findings: readonly string[];
  readonly happenings: number;
  readonly lives: number;
  readonly runs: number;
  readonly deeds: number;
  /** How often each commit was asked for. */
  readonly crossed: Readonly<Record<string, number>>;
}

const CALM_MS = 24 * 3_600_000;
const LOOK_MS = 5 * 60_000;

/** Lives through one seed: a company's day with everything that can go wrong, and the calm after it. */
export async function simulate(options: SimOptions): Promise<SimResult> {
  const world = new SimWorld(options);
  const invariants = new Invariants(world);
  let lives = 1;

  /** One thing at a time: a timer rings or time passes, and then everything that follows from it. */
  const advance = async (until: number): Promise<void> => {
    for (;;) {
      const next = world.clock.nextAt();
      if (next === undefined || next > until) break;
      world.clock.ringNext();
      await settle();
    }
    world.clock.pass(until);
  };
  const settle = async (): Promise<void> => {
    await world.rest();
    if (world.isDead) await reborn();
    invariants.atStep();
  };
  /** Somebody turns the computer on again. */
  const reborn = async (): Promise<void> => {
    await world.end('dead');
    const back =
      world.clock.elapsed +
      (world.calm ? 0 : world.plan.whole(100, world.plan.percent(25) ? 1_200_000 : 30_000));
    for (;;) {
      const next = world.clock.nextAt();
      if (next === undefined || next > back) break;
      world.clock.ringNext();
    }
    world.clock.pass(back);
    lives += 1;
    world.open();
    void world.life.host.start();
    await world.rest();
    if (world.isDead) await reborn();
  };

  try {
    await world.prepare();
    if (options.failPoint) {
      await world.end('cleanly');
      // What is counted is the story, not how its world was made.
      world.crossed.clear();
      lives += 1;
      world.open();
      void world.life.host.start();
      await settle();
    }
    const happenings = happeningsOf(world, options.scale ?? 1, {
      power: options.failPoint === undefined,
      poison: options.poison ?? options.failPoint === undefined,
    });
    const began = world.clock.elapsed;
    for (const { at, what, act } of happenings) {
      await advance(began + at);
      world.note(`${world.clock.elapsed} ${what}`);
      act(world);
      await settle();
    }
    await calmDown(world, advance, settle);
    await world.end('cleanly');
    lives += 1;
    world.open();
    invariants.atEnd();
    const runs = world.life.store.read.runs({ limit: 1_000 }).length;
    return {
      seed: options.seed,
      hash: world.hash(),
      findings: world.findings,
      happenings: happenings.length,
      lives,
      runs,
      deeds: world.vendors.deeds.length,
      crossed: Object.fromEntries(world.crossed),
    };
  } finally {
    if (world.isAlive) await world.end('dead');
  }
}

/** Nothing goes wrong any more, and every card is answered, until all runs have ended or a day is over. */
async function calmDown(
  world: SimWorld,
  advance: (until: number) => Promise<void>,
  settle: () => Promise<void>,
): Promise<void> {
  world.calm = true;
  world.vendors.calm = true;
  world.vendors.away.clear();
  world.diskFull = false;
  const until = world.clock.elapsed + CALM_MS;
  let quiet = 0;
  while (world.clock.elapsed < until && quiet < 3) {
    const flow = world.life.store.read.flow(world.flow);
    if (world.stoppedSince !== undefined) goOn(world);
    if (flow?.state === 'off') turnOn(world);
    for (const card of world.life.store.read.approvals('pending', 200)) decide(world, card);
    await settle();
    await advance(world.clock.elapsed + LOOK_MS);
    const { read } = world.life.store;
    const isDone = read.everyOpenRun().length === 0 && read.approvals('pending', 1).length === 0;
    const isRead = world.source.isRead(TICKETS);
    quiet = isDone && isRead ? quiet + 1 : 0;
  }
}
