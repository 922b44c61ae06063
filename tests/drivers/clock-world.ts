import { durationMs } from '../../app/base/duration.ts';
import type { FlowId, NodeId } from '../../app/base/ids.ts';
import { seededRandom } from '../../app/base/random.ts';
import type { Schedule } from '../../app/kit/fields.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { plannedInstants } from './planned-instants.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A computer that was woken has looked at everything that is due after so long. */
const SETTLES_MS = 20 * SECOND;
/** Time goes on in pieces of this length while the computer is awake. */
const SLICE_MS = 15 * SECOND;
/** A clock that is set back by less is not noticed. */
const NOTICED_MS = 2 * SECOND;
/** A start that is found later than this was missed. */
const ON_TIME_MS = 120 * SECOND;
/** More runs at once than a world ever has. */
const ALL = 2_000;

export const POLICIES = ['once', 'all', 'skip', 'ask'] as const;
type Policy = (typeof POLICIES)[number];

/** Where and when clocks change, by 30 minutes or an hour, by day and at midnight, and once where they never do. */
const CHANGES = [
  ['Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00:00Z'],
  ['America/New_York', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00:00Z'],
  ['Africa/Cairo', '2026-10-29T21:00:00Z'],
  ['America/St_Johns', '2026-03-08T05:30:00Z'],
  ['Asia/Tokyo', '2026-03-29T01:00:00Z'],
] as const;
/** How a world's schedules run, and by how much its clock may be set back without passing two of their instants. */
const SCHEDULES = [
  [{ every: '1h' }, 50 * MINUTE],
  [{ at: '02:30' }, 50 * MINUTE],
  [{ every: '15m' }, 13 * MINUTE],
  [{ at: '01:15' }, 50 * MINUTE],
  [{ every: '6h' }, 50 * MINUTE],
  [{ at: '00:10' }, 50 * MINUTE],
] as const;
/** What runs wait for by time alone, and how long. */
const WAITS = [
  ['time', '7m'],
  ['time', '50m'],
  ['time', '5h'],
  ['reply', '20m'],
  ['reply', '3h'],
  ['approval', '45m'],
  ['approval', '4h'],
] as const;

const post = (text: string) => ['tell', 'slack.post-message', { agent: 'fin', channel: '#x', text }] as const;
const scheduled = (policy: Policy, when: Schedule) =>
  flowOf(
    `Scheduled, ${policy}`,
    [['clock', 'schedule', { when, missed: policy }], post(`${policy} {{schedule.at}} {{schedule.missed}}`)],
    ['clock.next > tell'],
  );
const HAND = 'hand' as NodeId; // as the flow below has it
const WAITING = {
  time: (length: string) => ['wait', 'wait-for-time', { how: 'for', length }, 'next'] as const,
  reply: (length: string) =>
    ['wait', 'wait-for-event', { name: 'never', about: '{{no}}', timeLimit: length }, 'timeout'] as const,
  approval: (length: string) =>
    [
      'wait',
      'approval',
      { question: 'Well?', people: [{ person: 'you', within: '10m' }, { person: 'Lee' }], timeLimit: length },
      'timeout',
    ] as const,
};
const timed = (kind: keyof typeof WAITING, length: string) => {
  const [id, type, config, port] = WAITING[kind](length);
  return flowOf(
    `${kind} ${length}`,
    [['hand', 'by-hand', {}], [id, type, config], post(`rang ${kind} ${length} {{no}}`)],
    ['hand.next > wait', `wait.${port} > tell`],
  );
};

/** One wait that only time ends. */
interface Timer {
  readonly text: string;
  readonly begunAt: number;
  /** When it rings, by the computer's clock; between the two where it cannot be told from outside. */
  earliest: number;
  latest: number;
  rang: boolean;
}

/** What came of a world. */
export interface Told {
  readonly suspends: number;
  readonly steps: number;
  readonly planned: number;
  readonly timers: number;
  readonly findings: readonly string[];
}

/** A computer in some zone that is suspended and whose clock is set, around the day on which its zone changes. */
export class ClockWorld {
  readonly #desk: TestHost;
  readonly #random: () => number;
  readonly #when: Schedule;
  readonly #backMs: number;
  readonly #started: number;
  /** The latest that the clock has ever shown while somebody looked. */
  #furthest: number;
  #suspends = 0;
  #steps = 0;
  /** Starts that a person was asked about, and how many of them were let start. */
  readonly #answered = { missed: 0, started: 0 };
  readonly #waits: FlowId[] = [];
  readonly #timers: Timer[] = [];
  /** How far the clock had come whenever everything due had had its time. */
  readonly #settledAt: number[] = [];
  /** Stretches that the clock jumped over, none of which had been seen before. */
  readonly #jumps: { readonly from: number; readonly to: number }[] = [];
  /** Starts of the schedule that starts nothing late, with how late they were. */
  readonly #lateness = new Map<string, number>();
  #told = 0;
  readonly #findings: string[] = [];

  private constructor(desk: TestHost, random: () => number, when: Schedule, backMs: number) {
    this.#desk = desk;
    this.#random = random;
    this.#when = when;
    this.#backMs = backMs;
    this.#started = this.#furthest = desk.clock.now();
  }

  /** Lives through a world. `open` gives the computer, switched on at that time. */
  static async live(
    seed: number,
    { suspends, steps }: { readonly suspends: number; readonly steps: number },
    open: (start: number) => TestHost,
  ): Promise<Told> {
    const { when, backMs, start } = worldOf(seed);
    const desk = open(start);
    await desk.addAgent('fin');
    await desk.host.start();
    const world = new ClockWorld(desk, seededRandom(seed).next, when, backMs);
    for (const policy of POLICIES) await desk.turnOn(scheduled(policy, when));
    for (const [waitsFor, length] of WAITS) world.#waits.push(await desk.turnOn(timed(waitsFor, length)));
    while (world.#suspends < suspends || world.#steps < steps) {
      await world.#beginTimers();
      await world.#awake(world.#random() * 12 * MINUTE);
      const isSuspend =
        world.#random() * (suspends + steps - world.#suspends - world.#steps) < suspends - world.#suspends;
      if (isSuspend) world.#suspend();
      else world.#setClock();
      await world.#awake(SETTLES_MS);
      world.#settled();
      if (world.#random() < 0.7) await world.#answer();
    }
    // By now nothing that waits for time alone may wait any more.
    world.#desk.clock.sleep(6 * HOUR);
    await world.#awake(2 * SETTLES_MS);
    world.#settled();
    await world.#answer();
    await world.#awake(SETTLES_MS);
    world.#judge();
    const { findings, planned } = { findings: world.#findings, planned: world.#planned().length };
    return {
      suspends: world.#suspends,
      steps: world.#steps,
      planned,
      timers: world.#timers.length,
      findings,
    };
  }

  /** The computer sleeps: time goes on and no timer rings. */
  #suspend(): void {
    this.#suspends += 1;
    this.#jump(MINUTE + this.#random() * 14 * HOUR);
  }

  #jump(ms: number): void {
    this.#desk.clock.sleep(ms);
    const to = this.#desk.clock.now();
    if (to > this.#furthest) this.#jumps.push({ from: this.#furthest, to });
  }

  /** A person or a time server sets the clock, forward, or back past one planned start at most. */
  #setClock(): void {
    this.#steps += 1;
    const { clock } = this.#desk;
    if (this.#steps % 2 === 1) return this.#jump(SECOND + this.#random() * 3 * HOUR);
    const by = Math.min(this.#random() * this.#backMs, clock.now() - (this.#furthest - this.#backMs));
    if (by < 2 * NOTICED_MS) return;
    clock.sleep(-by);
    // What was begun at a time that comes again was timed by the wrong clock, and moves with it.
    for (const timer of this.#timers) {
      if (timer.begunAt > clock.now()) timer.earliest -= by;
      if (timer.begunAt > clock.now() + SETTLES_MS) timer.latest -= by;
    }
  }

  async #beginTimers(): Promise<void> {
    for (const [index, flow] of this.#waits.entries()) {
      const [waitsFor, length] = WAITS[index] ?? WAITS[0];
      if (this.#random() < 0.6) continue;
      const no = String(this.#timers.length);
      const now = this.#desk.clock.now();
      await this.#desk.host.api.flows.startByHand({ id: flow, node: HAND, data: { no } });
      this.#timers.push({
        text: `rang ${waitsFor} ${length} ${no}`,
        begunAt: now,
        earliest: now + durationMs(length),
        latest: now + durationMs(length),
        rang: false,
      });
    }
    await this.#desk.rest();
  }

  async #awake(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= SLICE_MS) {
      const slice = Math.min(left, SLICE_MS);
      await this.#desk.advance(slice);
      this.#hear();
    }
    this.#furthest = Math.max(this.#furthest, this.#desk.clock.now());
  }

  /** What was posted since the last time. */
  #hear(): void {
    const now = this.#desk.clock.now();
    for (const { input } of this.#desk.tools.ledger.slice(this.#told)) {
      const text = String(input['text']);
      const [kind = '', at = ''] = text.split(' ');
      if (kind === 'skip') this.#lateness.set(at, now - Date.parse(at));
      if (kind === 'rang') this.#rang(text, now);
    }
    this.#told = this.#desk.tools.ledger.length;
  }

  #rang(text: string, now: number): void {
    const timer = this.#timers.find((known) => known.text === text);
    if (!timer || timer.rang) {
      this.#findings.push(`"${text}" came ${timer ? 'a second time' : 'from nowhere'}.`);
      return;
    }
    timer.rang = true;
    if (now < timer.earliest) this.#findings.push(`"${text}" came ${timer.earliest - now} ms too early.`);
  }

  /** Nothing that is due waits any more when the computer has been awake for a while. */
  #settled(): void {
    const now = this.#desk.clock.now();
    this.#settledAt.push(this.#furthest);
    for (const { text, latest, rang } of this.#timers)
      if (!rang && latest <= now - SETTLES_MS) this.#findings.push(`"${text}" is ${now - latest} ms late.`);
    const { read } = this.#desk.store;
    for (const { run, dueAt } of read.dueWaits(now - SETTLES_MS, ALL))
      this.#findings.push(`${run} was due at ${dueAt} and still waits at ${now}.`);
    for (const { id } of read.approvalsDue(now - SETTLES_MS))
      this.#findings.push(`The card ${id} was not passed on in time.`);
  }

  /** A person decides about what was missed: the last, all, or none. */
  async #answer(): Promise<void> {
    const { inbox } = this.#desk.host.api;
    for (const card of await inbox.list({ which: 'pending' })) {
      if (card.kind !== 'missed') continue;
      const missed = (card.othersMissed ?? 0) + 1;
      const draw = this.#random();
      this.#answered.missed += missed;
      this.#answered.started += draw < 0.33 ? 1 : draw < 0.66 ? missed : 0;
      if (draw < 0.33) await inbox.approve({ id: card.id, digest: null });
      else if (draw < 0.66) await inbox.startMissed({ id: card.id });
      else await inbox.reject({ id: card.id, note: '' });
    }
    await this.#desk.rest();
    this.#hear();
  }

  #planned(): readonly number[] {
    return plannedInstants(this.#when, this.#started, this.#furthest);
  }

  #judge(): void {
    for (const { text, rang } of this.#timers) if (!rang) this.#findings.push(`"${text}" never came.`);
    const planned = this.#planned().map((instant) => new Date(instant).toISOString());
    const starts = (policy: Policy): readonly { readonly at: string; readonly missed: number }[] =>
      this.#desk.tools.ledger
        .map(({ input }) => String(input['text']).split(' '))
        .filter(([kind]) => kind === policy)
        .map(([, at = '', missed = '']) => ({ at, missed: Number(missed) }));
    for (const policy of POLICIES) {
      const ats = starts(policy).map(({ at }) => at);
      if (new Set(ats).size !== ats.length) this.#find(policy, 'a start came twice', ats);
      if (ats.some((at) => !planned.includes(at))) this.#find(policy, 'a start was not planned', ats);
    }
    const all = starts('all')
      .map(({ at }) => at)
      .toSorted();
    if (all.join() !== planned.join())
      this.#find(
        'all',
        'other starts than planned',
        planned.filter((at) => !all.includes(at)),
      );
    const once = starts('once');
    const told = once.reduce((sum, { missed }) => sum + 1 + missed, 0);
    if (told !== planned.length) this.#find('once', `told of ${told} starts, planned were`, [planned.length]);
    for (const now of this.#settledAt) {
      const newest = planned.findLast((at) => Date.parse(at) <= now);
      if (newest !== undefined && !once.some(({ at }) => at === newest))
        this.#find('once', 'the newest did not start', [newest]);
    }
    for (const { from, to } of this.#jumps) {
      const started = once.filter(({ at }) => Date.parse(at) > from && Date.parse(at) <= to);
      if (started.length > 1)
        this.#find(
          'once',
          'more than one start of one gap',
          started.map(({ at }) => at),
        );
    }
    const skipped = this.#skipped();
    if (skipped + starts('skip').length !== planned.length)
      this.#find('skip', `${skipped} skipped and ${starts('skip').length} started of`, [planned.length]);
    for (const [at, late] of this.#lateness)
      if (late > ON_TIME_MS + SLICE_MS) this.#find('skip', `${late} ms late, and started`, [at]);
    const onTime = planned.length - this.#answered.missed;
    if (starts('ask').length !== onTime + this.#answered.started)
      this.#find('ask', `${starts('ask').length} started; on time and answered were`, [
        onTime,
        this.#answered.started,
      ]);
  }

  #find(policy: Policy, what: string, about: readonly (string | number)[]): void {
    this.#findings.push(`Policy ${policy}: ${what}: ${about.slice(0, 20).join(', ')}`);
  }

  /** How many starts the schedule that starts none of the missed ones says that it left out. */
  #skipped(): number {
    const { read } = this.#desk.store;
    const own = read.triggers().flatMap(({ id, config }) => (config['missed'] === 'skip' ? [id] : []));
    return read
      .skippedEvents(own, ALL)
      .reduce((sum, { why = '' }) => sum + Number(/^\d+/.exec(why)?.[0] ?? 1), 0);
  }
}

/** What is special about the world of a seed. It begins a day and a half before its zone changes. */
function worldOf(seed: number): { readonly when: Schedule; readonly backMs: number; readonly start: number } {
  const [zone, change] = CHANGES[seed % CHANGES.length] ?? CHANGES[0];
  const [kind, backMs] = SCHEDULES[(seed * 7) % SCHEDULES.length] ?? SCHEDULES[0];
  return {
    when: 'at' in kind ? { ...kind, days: [0, 1, 2, 3, 4, 5, 6], zone } : { ...kind, zone },
    backMs,
    start: Date.parse(change) - 36 * HOUR + 30 * MINUTE + 30 * SECOND,
  };
}
