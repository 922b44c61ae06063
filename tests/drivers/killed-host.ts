import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { seededRandom } from '../../app/base/random.ts';
import { numberIn } from '../../bench/database.ts';
import { realClock } from '../../main/adapters/real-clock.ts';
import { openPractice, type Practice } from '../../main/practice/open-practice.ts';
import { ASKED_ABOUT, FOUR_RUNGS, RungLedger, setUpFourRungs } from './four-rungs.ts';
import { startHost, type HostOptions, type RunningHost } from './headless-host.ts';
import { openCalls } from './open-calls.ts';
import { turnOnFlow } from './workspace-setup.ts';

export const TICKETS_A_SECOND = 20;
/** The longest that a host lives, in starts of a host on this computer. */
const LIFE_IN_STARTS = 1.5;
/** Answers of the vendors take this long after the effect, so that many calls are out at each moment. */
const ANSWERS_MS = 30;
/** Customers wait when so many tickets have had no effect yet: a slow computer is not what is tried here. */
const MOST_UNSEEN = 200;
/** A host that has nothing to show for itself for so long is stuck; runs that failed often wait for two minutes. */
const STANDS_STILL_MS = 180_000;
/** When nothing has moved for so long, time is what is waited for, and the host's clock is set ahead. */
const NOTHING_MOVES_MS = 2_000;
const AHEAD_MS = 60_000;
/** A file system in memory where there is one: the tools' disk is not what is tried here. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

const after = (ms: number): Promise<void> =>
  new Promise((resolve) => void realClock.after(ms, () => resolve()));

const shiftOf = (folder: string): string => path.join(folder, 'clock-shift');
const optionsOf = (folder: string): HostOptions => ({
  dataDir: folder,
  env: { SWITCHYARD_CLOCK_SHIFT: shiftOf(folder) },
});

/** What came of it, for a judge. */
export interface Judged {
  readonly kills: number;
  readonly tickets: number;
  /** Runs, and events that started one, in the host's own records. */
  readonly runs: number;
  readonly events: number;
  /** What the vendors' ledger has too little or too much of, in words. */
  readonly wrong: readonly string[];
  /** Runs with a call out at a kill which no tool can tell about, and those that a person was asked about. */
  readonly inFlight: readonly string[];
  readonly asked: readonly string[];
  /** What the last host wrote on standard error. */
  readonly complaints: string;
}

/** One company and its one host, killed at random moments while customers write. */
export class KilledHost {
  readonly #folder: string;
  readonly #practice: Practice;
  readonly #ledger: RungLedger;
  readonly #random: () => number;
  readonly #tickets: string[] = [];
  readonly #inFlight = new Set<string>();
  readonly #asked = new Set<string>();
  #host: RunningHost;
  #kills = 0;
  /** How long the last start took that came to its end, in milliseconds. */
  #startMs = 700;
  /** What the host's clock shows more than the real one, in milliseconds. */
  #aheadMs = 0;

  private constructor(folder: string, practice: Practice, host: RunningHost, random: () => number) {
    this.#folder = folder;
    this.#practice = practice;
    this.#ledger = new RungLedger(practice);
    this.#host = host;
    this.#random = random;
  }

  /** Opens a company, lives through so many kills, and lets everything come to rest. */
  static async live(seed: number, kills: number): Promise<Judged> {
    const folder = mkdtempSync(path.join(SCRATCH, 'switchyard-kill-'));
    const random = seededRandom(seed).next;
    // The tools live in another process than the host: they see what a dying host really sent.
    const practice = await openPractice({ file: path.join(folder, 'practice.db'), clock: realClock, random });
    const data = mkdtempSync(path.join(os.tmpdir(), 'switchyard-kill-'));
    const killed = new KilledHost(data, practice, await startHost(optionsOf(data)), random);
    try {
      await killed.#setUp();
      await killed.#kill(kills);
      await killed.#settle();
      return await killed.#judge();
    } finally {
      await killed.#host.kill();
      await practice.close();
      for (const gone of [folder, data]) rmSync(gone, { recursive: true, force: true });
    }
  }

  async #setUp(): Promise<void> {
    const client = await this.#host.api();
    await setUpFourRungs(client, this.#practice);
    await turnOnFlow(client, FOUR_RUNGS);
    for (const vendor of ['helpscout', 'slack', 'stripe', 'google'] as const)
      await this.#practice.world.setFaults({ vendor, delayMs: ANSWERS_MS, appliesTo: 'changing calls' });
  }

  /** Kills while customers write. The last host lives on. */
  async #kill(kills: number): Promise<void> {
    const over = new AbortController();
    const writing = this.#write(over.signal);
    try {
      for (let left = kills; left > 0; left -= 1) {
        await after(this.#random() * LIFE_IN_STARTS * this.#startMs);
        await this.#host.kill();
        this.#died();
        // Now and then the next one does not even come up.
        if (left > 1 && this.#random() < 0.2) {
          left -= 1;
          await this.#dieAtStart(this.#random() * this.#startMs);
        }
        const began = performance.now();
        this.#host = await startHost(optionsOf(this.#folder));
        this.#startMs = performance.now() - began;
      }
    } finally {
      over.abort();
      await writing;
    }
  }

  async #write(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      const began = performance.now();
      if (this.#tickets.length - this.#ledger.refunds() < MOST_UNSEEN) {
        const n = this.#tickets.length;
        const { conversationId } = await this.#practice.world.writeTicket({
          from: `customer${n}@elsewhere.example`,
          subject: `Question ${n}`,
          text: 'How does this work?',
        });
        this.#tickets.push(String(conversationId));
      }
      await after(Math.max(0, 1_000 / TICKETS_A_SECOND - (performance.now() - began)));
    }
  }

  #died(): void {
    this.#kills += 1;
    for (const run of openCalls(this.#folder, ASKED_ABOUT)) this.#inFlight.add(run);
  }

  async #dieAtStart(inMs: number): Promise<void> {
    const host = await startHost({
      ...optionsOf(this.#folder),
      onSpawn: (child) => void after(inMs).then(() => child.kill('SIGKILL')),
    }).catch(() => undefined);
    await host?.kill();
    this.#died();
  }

  /** Answers what a person is asked, as one who looks at the tools, until every run has ended. */
  async #settle(): Promise<void> {
    const api = await this.#host.api();
    let [before, since, setAt] = ['', realClock.now(), 0];
    for (;;) {
      for (const card of await api.inbox.list.query({ which: 'pending' })) {
        // A run that was in hand at too many kills waits for a person, who lets it try again.
        if (card.kind === 'set-aside') await api.inbox.approve.mutate({ id: card.id, digest: null });
        if (card.kind !== 'unknown') continue;
        this.#asked.add(card.run);
        const ticket = /Ticket (\d+)/.exec(String(card.proposal?.input['body']))?.[1] ?? '';
        const answer = this.#ledger.isPosted(ticket) ? 'happened' : 'do-it-now';
        await api.inbox.settleUnknown.mutate({ id: card.id, answer });
      }
      const open = (await api.flows.list.query()).reduce((sum, flow) => sum + flow.runsOpen, 0);
      const started = this.#ledger.refunds();
      if (open === 0 && started >= this.#tickets.length) return;
      const now = `${open} runs are open, ${started} of ${this.#tickets.length} tickets have a refund, ${this.#ledger.size} effects in all.`;
      if (now !== before) [before, since] = [now, realClock.now()];
      else if (realClock.now() - since > STANDS_STILL_MS)
        throw new Error(`After ${this.#kills} kills nothing moves any more: ${now} ${this.#openRuns()}`);
      else if (realClock.now() - Math.max(since, setAt) > NOTHING_MOVES_MS) {
        this.#aheadMs += AHEAD_MS;
        writeFileSync(shiftOf(this.#folder), String(this.#aheadMs));
        setAt = realClock.now();
      }
      await after(200);
    }
  }

  /** The open runs, by what they wait for. */
  #openRuns(): string {
    const waiting = (what: string): number =>
      numberIn(
        this.#folder,
        `SELECT count(*) FROM run WHERE status = 'waiting' AND record ->> 'waitingFor' = '${what}'`,
      );
    return ['retry', 'approval', 'event', 'time'].map((what) => `${what}: ${waiting(what)}`).join(', ');
  }

  async #judge(): Promise<Judged> {
    const complaints = this.#host.complaints();
    await this.#host.stop();
    return {
      kills: this.#kills,
      tickets: this.#tickets.length,
      runs: numberIn(this.#folder, 'SELECT count(*) FROM run'),
      events: numberIn(this.#folder, `SELECT count(*) FROM event WHERE fate = 'started'`),
      wrong: this.#ledger.wrong(this.#tickets),
      inFlight: [...this.#inFlight].toSorted(),
      asked: [...this.#asked].toSorted(),
      complaints,
    };
  }
}
