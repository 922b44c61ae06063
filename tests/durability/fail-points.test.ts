import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '../../app/base/random.ts';
import { COMMIT_EDGES, type CommitEdge } from '../../app/store/commit-edges.ts';
import { tell } from '../drivers/counts.ts';
import { runSeeds } from '../drivers/run-seeds.ts';
import type { SimJob } from './simulation-worker.ts';

const isFull = process.env['SWITCHYARD_FULL'] === '1';
const DOUBLE_FAULTS = isFull ? 200 : 10;
/** Of a suite with all counts, on a computer that has other things to do. */
const LONGEST_MS = isFull ? 7_200_000 : 600_000;
/** One in so many deaths is died each day. */
const SHARE = 10;
/** Small stories that together cross every edge of a run's life; in two of them a run takes the computer down by itself. */
const STORIES = [
  { seed: 1, scale: 0.2, looksEveryMs: 30_000 },
  { seed: 2, scale: 0.2, looksEveryMs: 30_000 },
  { seed: 4, scale: 0.2, looksEveryMs: 30_000, poison: true },
  { seed: 8, scale: 0.2, looksEveryMs: 30_000, poison: true },
] as const;

/**
 * Commits that no story here crosses: of files around the database, which this world has none of (storage.test.ts and
 * disk-faults.test.ts kill those), of what a person sets up or says about a card, of doors that this world has not (webhook.test.ts and
 * places.test.ts kill those), and of the practice workspace. Each stands alone in its own transaction.
 */
const NOT_IN_A_STORY: ReadonlySet<CommitEdge> = new Set<CommitEdge>([
  'test',
  'connection.check',
  'connection.add',
  'connection.secrets',
  'connection.remove',
  'practice.open',
  'practice.team',
  'practice.check',
  'agent.model',
  'action.unplannable',
  'directives.save',
  'directives.restore',
  'directives.correct',
  'directives.forget',
  // A question to a teammate has a crash test of its own: tests/integration/ask-crash.test.ts.
  'ask.start',
  'case.change',
  'card.answer',
  'card.ask',
  'card.later',
  'permission.revoke',
  'people.set',
  'trust.accept',
  'trust.dismiss',
  'clock.move',
  'trigger.accept',
  'hook.secret',
  'hook.port',
  'place.allow',
  'place.forget',
  'storage.hold',
  'storage.release',
  'storage.discard',
  'storage.probe',
  'storage.settings',
  'storage.tidy',
]);
/** Crossed by some days only: killed when the day brings them, and not missed when it does not. */
const SOMETIMES: ReadonlySet<CommitEdge> = new Set<CommitEdge>([
  'run.park',
  'run.fail',
  'breaker.close',
  'breaker.fail',
  'action.look-up',
  'action.look-later',
  'action.receipt',
  'step.retry',
  'clock.gap',
  'run.capped',
  'run.move',
  'run.reroute',
  'branch.stop',
  'trigger.given-up',
]);

interface Counted {
  readonly story: (typeof STORIES)[number];
  readonly crossed: Readonly<Record<string, number>>;
}
let taken: Promise<readonly Counted[]> | undefined;
const census = (): Promise<readonly Counted[]> => (taken ??= takeCensus());

/** Lives through the stories without a death, and counts. A point that is never reached stands for "none". */
async function takeCensus(): Promise<readonly Counted[]> {
  const nowhere = { name: 'test', edge: 'before', nth: Number.MAX_SAFE_INTEGER } as const;
  const results = await runSeeds(STORIES.map((story) => ({ ...story, failPoint: nowhere })));
  expect(results.flatMap((result) => result.findings)).toEqual([]);
  return results.flatMap(({ crossed }, index) => {
    const story = STORIES[index];
    return story ? [{ story, crossed }] : [];
  });
}

const sentence = (job: SimJob): string =>
  `seed ${job.seed}, ${job.failPoint?.edge} the ${job.failPoint?.nth}. ${job.failPoint?.name}${job.diesAgainIn === undefined ? '' : `, and again ${job.diesAgainIn} commits later`}`;

async function expectAllRecover(jobs: readonly SimJob[]): Promise<void> {
  const results = await runSeeds(jobs);
  const broken = results.flatMap(({ findings }, index) => {
    const job = jobs[index];
    return findings.length > 0 && job ? [`${sentence(job)}: ${findings.join(' ')}`] : [];
  });
  expect(broken).toEqual([]);
  // Three lives are the least: the world is made, the host dies, the story is read.
  expect(results.every(({ lives }) => lives >= 4)).toBe(true);
}

const jobsOf = async (): Promise<readonly SimJob[]> =>
  (await census()).flatMap(({ story, crossed }) =>
    COMMIT_EDGES.flatMap((name) => {
      const times = crossed[name] ?? 0;
      const crossings = [...new Set([1, 2, Math.ceil(times / 2)])].filter(
        (nth) => nth <= times / 2 || nth === 1,
      );
      return times === 0
        ? []
        : crossings.flatMap((nth) =>
            (['before', 'after'] as const).map((edge) => ({ ...story, failPoint: { name, edge, nth } })),
          );
    }),
  );

test(
  'a host that dies at any commit, before or after it, comes back to a world in which all is as promised',
  { timeout: LONGEST_MS },
  async () => {
    const all = await jobsOf();
    const jobs = isFull ? all : all.filter((_, index) => index % SHARE === new Date().getDate() % SHARE);
    await expectAllRecover(jobs);
    tell(`${jobs.length} of ${all.length} deaths at a named commit.`);
  },
);

test(`${DOUBLE_FAULTS} hosts that die again while they recover`, { timeout: LONGEST_MS }, async () => {
  const random = seededRandom(Math.floor(Date.now() / 86_400_000));
  const all = await jobsOf();
  const jobs = Array.from(
    { length: DOUBLE_FAULTS },
    () => all[Math.floor(random.next() * all.length)],
  ).flatMap((job) => (job ? [{ ...job, diesAgainIn: 1 + Math.floor(random.next() * 15) }] : []));
  await expectAllRecover(jobs);
  tell(`${jobs.length} hosts that died again while they recovered.`);
});

test('the stories cross every commit of a run’s life', { timeout: 120_000 }, async () => {
  const counted = await census();
  const missing = COMMIT_EDGES.filter(
    (name) =>
      !NOT_IN_A_STORY.has(name) &&
      !SOMETIMES.has(name) &&
      !counted.some(({ crossed }) => (crossed[name] ?? 0) > 0),
  );
  expect(missing).toEqual([]);
});

test('every commit of the product has a name of its own, and every name is used', () => {
  const root = path.resolve(import.meta.dirname, '../../app');
  const text = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|testing|commit-edges\.ts$/.test(name))
    .map((name) => readFileSync(path.join(root, name), 'utf8'))
    .join('\n');
  expect(COMMIT_EDGES.filter((name) => name !== 'test' && !text.includes(`'${name}'`))).toEqual([]);
  // The name is checked by the compiler; what it cannot see is a transaction that goes around the port.
  expect(text.match(/\bBEGIN (IMMEDIATE|EXCLUSIVE|DEFERRED)\b/g)?.length).toBe(1);
});
