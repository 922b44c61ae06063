import { createHash } from 'node:crypto';
import { SwitchyardError } from '../../../base/errors.ts';
import { isJsonObject } from '../../../base/json.ts';
import type { AgentId, ConnectionId, FlowId, RunId } from '../../../base/ids.ts';
import { createHost, type Host } from '../../../host.ts';
import type { FlowDocument } from '../../../graph/flow.ts';
import type { Catalog } from '../../../kit/catalog.ts';
import type { ToolId } from '../../../kit/define.ts';
import type { AgentRecord } from '../../../store/records.ts';
import type { CommitEdge } from '../../../store/commit-edges.ts';
import type { Committed } from '../../../store/store.ts';
import type { TraceRow } from '../../../store/trace.ts';
import { Chance } from './chance.ts';
import { goOn } from './controls.ts';
import { withRungs } from './sim-catalog.ts';
import { SimClock } from './sim-clock.ts';
import { CALLED_FLOW, QUEUE_FLOW, simFlow, simModel } from './sim-flow.ts';
import { LATEST_MS, SimSource } from './sim-source.ts';
import { diskInMemory } from './sim-disk.ts';
import { SimStore, type FailPoint, type SimStoreOptions, type StoreMutant } from './sim-store.ts';
import { SimVendors } from './sim-vendors.ts';

export type Mutant = StoreMutant | 'look-up sees nothing' | 'a new key for every try';

export interface SimOptions {
  readonly seed: number;
  readonly catalog: Catalog;
  /** The database of this seed, which must not exist yet; without one it is kept in memory. */
  readonly file?: string;
  readonly mutant?: Mutant;
  /** Between two looks at a tool; each world has a pace of its own unless told. */
  readonly looksEveryMs?: number;
  /** How much happens, compared with a whole day; 1 unless told. */
  readonly scale?: number;
  /** The host dies here and nowhere else: no other loss of power. */
  readonly failPoint?: FailPoint;
  /** With a fail point: runs that take the computer down are in the story. Without one they always are. */
  readonly poison?: boolean;
  /** With a fail point: the host that comes back dies too, this many commits later. */
  readonly diesAgainIn?: number;
}

/** One process of the product: from its start to its end, or its death. */
interface Life {
  readonly store: SimStore;
  readonly host: Host;
}

/** How many seconds lie between two looks at a tool, with how many of a hundred worlds look so often. */
const PACE = { 30: 10, 60: 20, 120: 30, 300: 40 } as const;
const TOOLS: readonly ToolId[] = ['helpscout', 'slack', 'stripe'];
const unused = (what: string) => (): Promise<never> =>
  Promise.reject(new SwitchyardError('internal', `The simulation has no ${what}.`));
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A company, its vendors and its customers, and the one computer on which Switchyard lives and dies. */
export class SimWorld {
  readonly clock: SimClock;
  readonly catalog: Catalog;
  readonly vendors: SimVendors;
  readonly source: SimSource;
  readonly plan: Chance;
  readonly operator: Chance;
  readonly findings: string[] = [];
  /** Runs that a commit changed since they were last looked at. */
  readonly changed = new Set<RunId>();
  /** What is on the disk of each run, in the order in which it was committed. */
  readonly rows = new Map<RunId, TraceRow[]>();
  /** When each event became known to the product, in the world's time. */
  readonly takenIn = new Map<string, number>();
  /** When a run's wait for a reply was over without one, in the world's time. */
  readonly timedOutAt = new Map<RunId, number>();
  /** How often each commit was asked for, in all lives. */
  readonly crossed = new Map<CommitEdge, number>();
  /** Since when an agent may never do an action, in the world's time. */
  readonly never = new Map<string, number>();
  readonly #options: SimOptions;
  readonly #disk: SimStoreOptions['file'];
  readonly #hash = createHash('sha256');
  #life: Life | undefined;
  #lives = 0;
  // Set when the flows are made, before anything happens.
  flow: FlowId = '' as FlowId;
  called: FlowId = '' as FlowId;
  queue: FlowId = '' as FlowId;
  /** Since when everything is stopped, in the world's time. */
  stoppedSince: number | undefined;
  /** The life in which the fail point was reached. */
  #failedIn: number | undefined;
  diskFull = false;
  /** Since when the product has been able to work, in the world's time: it runs, is awake and can write. */
  ableSince = 0;
  calm = false;
  published = 1;

  constructor(options: SimOptions) {
    this.#options = options;
    const { seed } = options;
    this.#disk = options.file ?? diskInMemory();
    this.catalog = withRungs(options.catalog);
    this.clock = new SimClock(new Chance(seed, 'clock').percent(50));
    this.plan = new Chance(seed, 'plan');
    this.operator = new Chance(seed, 'operator');
    this.vendors = new SimVendors(this.clock, new Chance(seed, 'vendors'));
    this.vendors.blind = options.mutant === 'look-up sees nothing';
    this.vendors.forgetfulKeys = options.mutant === 'a new key for every try';
    // A call that takes the whole computer down, as often as it is made while all is not calm.
    this.vendors.onPoison = () => {
      if (this.calm || !this.#life) return false;
      this.#life.store.dieNow();
      return true;
    };
    this.vendors.onDeed = (deed) => this.note(`deed ${deed.at} ${deed.opKey} ${deed.ref}`);
    this.source = new SimSource(this.clock, new Chance(seed, 'source'));
    const looks = new Chance(seed, 'looks');
    this.source.fault = () => {
      if (this.calm) return undefined;
      if (this.vendors.away.has('helpscout')) return 'away';
      const fate = looks.weighted({ fine: 90, away: 4, 'slow-down': 4, hang: 2 });
      return fate === 'fine' ? undefined : fate;
    };
  }

  get life(): Life {
    if (!this.#life) throw new Error('No host is alive.');
    return this.#life;
  }
  get isAlive(): boolean {
    return this.#life !== undefined;
  }
  get isDead(): boolean {
    return this.#life?.store.dead ?? true;
  }
  /** One line of the world's history; the same seed gives the same lines. */
  note(line: string): void {
    this.#hash.update(`${line}\n`);
  }
  finding(sentence: string): void {
    if (!this.findings.includes(sentence)) this.findings.push(sentence);
  }
  hash(): string {
    return this.#hash.digest('hex');
  }

  /** Starts the product on what the last one left behind. */
  open(): void {
    this.#lives += 1;
    const { mutant, seed } = this.#options;
    const store = new SimStore({
      file: this.#disk,
      now: () => this.clock.now(),
      isFull: () => this.diskFull,
      onTakenIn: (keys) => keys.forEach((key) => this.takenIn.set(key, this.clock.elapsed)),
      onCommit: (committed) => this.#committed(committed),
      mutant: mutant === 'look-up sees nothing' || mutant === 'a new key for every try' ? undefined : mutant,
    });
    const alive = (): boolean => !store.dead;
    const random = new Chance(seed, `life ${this.#lives}`);
    const model = simModel(this.clock, random, alive, () => this.calm);
    const host = createHost({
      store,
      clock: {
        now: () => this.clock.now(),
        after: (ms, callback) => this.clock.after(ms, () => alive() && callback()),
      },
      random: random.random,
      catalog: this.catalog,
      runners: {
        action: (type) => {
          const definition = this.catalog.action(type);
          return definition && this.vendors.runner(definition, alive);
        },
        trigger: (type) => this.source.runner(type, this.catalog, alive),
        tool: () => ({ verify: async () => ({ vendorUserId: 'u', name: 'An account' }) }),
      },
      meaning: {
        route: async ({ text, directives }) => {
          const known = directives.filter((d) => d.id === text.slice(0, 1));
          return {
            chosen: known.map((d) => d.id),
            ranked: known.map((d) => ({ id: d.id, probability: 0.9, matched: ['word'] })),
            band: known.length > 0 ? 'sure' : 'not-sure',
            escalated: false,
          };
        },
      },
      net: { fetchFor: () => unused('network') },
      secrets: { seal: () => new Uint8Array(), open: () => '' },
      log: {
        info() {},
        warn() {},
        error: (event, fields) => {
          const text = JSON.stringify(fields);
          this.note(`log ${event} ${text}`);
          if (/inside Switchyard/.test(text)) this.finding(`The product complains: ${event} ${text}`);
        },
      },
      starters: [],
      openPractice: unused('practice company'),
      about: { host: 'headless', productVersion: '0', dataDir: '' },
      alwaysSuspend: seed % 4 === 0,
      modelFor: async () => model,
    });
    this.#life = { store, host };
    this.ableSince = this.clock.elapsed;
    // What was stopped stays stopped; somebody will let it go on.
    if (isJsonObject(store.read.setting('stopped'))) {
      this.stoppedSince ??= this.clock.elapsed;
      this.clock.world(60_000, () => goOn(this));
    } else this.stoppedSince = undefined;
    const { failPoint, diesAgainIn } = this.#options;
    // The first life only prepares; the point may be reached in any other.
    const left = failPoint ? failPoint.nth - (this.crossed.get(failPoint.name) ?? 0) : 0;
    if (failPoint && this.#lives > 1 && left > 0) {
      store.dieAt({ ...failPoint, nth: left });
      this.#failedIn = this.#lives;
    }
    if (
      failPoint &&
      diesAgainIn !== undefined &&
      this.#lives > 2 &&
      this.#failedIn === this.#lives - 1 &&
      left <= 0
    )
      store.dieLater({ edge: 'before', inWrites: diesAgainIn });
    this.note(`life ${this.#lives} at ${this.clock.elapsed}`);
  }

  /** Team, accounts and the flow, in a world in which nothing goes wrong yet. */
  async prepare(): Promise<void> {
    this.calm = true;
    this.vendors.calm = true;
    this.open();
    const { host, store } = this.life;
    const { seed, looksEveryMs } = this.#options;
    const pollEveryMs = looksEveryMs ?? 1_000 * Number(new Chance(seed, 'pace').weighted(PACE));
    const done = store.write('test', (tx) => {
      for (const key of ['fin', 'pat']) {
        const agent = agentRecord(key);
        tx.putAgent(agent);
        for (const tool of TOOLS) tx.putConnection(connectionRecord(key, tool, agent.id, pollEveryMs));
      }
    });
    await this.rest();
    await done;
    await this.#meanwhile(host.start());
    const publish = async (document: FlowDocument): Promise<FlowId> => {
      const { id } = await this.#meanwhile(host.api.flows.importFlow({ text: JSON.stringify(document) }));
      await this.#meanwhile(host.api.flows.publish({ id, note: '' }));
      return id;
    };
    this.called = await publish(CALLED_FLOW);
    this.queue = await publish(QUEUE_FLOW);
    this.flow = await publish(simFlow(1, this.called));
    await this.#meanwhile(host.api.flows.turnOn({ id: this.flow }));
    this.calm = false;
    this.vendors.calm = false;
  }

  /** Lets everything happen that needs no time. */
  async rest(): Promise<void> {
    do await turn();
    while (this.#life?.store.flush());
  }

  /** Ends the process that runs now: as a person would, or for what is left of a dead one. */
  async end(how: 'cleanly' | 'dead'): Promise<void> {
    const { host, store } = this.life;
    if (how === 'cleanly') {
      await this.#meanwhile(host.stop());
    }
    await this.rest();
    for (const [edge, times] of store.crossed) this.crossed.set(edge, (this.crossed.get(edge) ?? 0) + times);
    store.dieNow();
    await store.close();
    this.#life = undefined;
  }

  /** A new ticket at the vendor; `lateMs` after it says that it was written, the vendor's list shows it. */
  writeTicket(id: string, letter: string): void {
    const at = this.source.vendorNow();
    this.source.add(
      'helpscout.new-conversation',
      {
        key: `ticket:${id}`,
        at,
        caseKey: `helpscout:conversation:${id}`,
        subject: `Ticket ${id}`,
        data: {
          ticket: { id, number: 1, subject: id, text: letter, url: '', items: ['one', 'two', 'three'] },
          customer: { id, name: 'Pat', email: '' },
        },
      },
      this.plan.percent(20) ? this.plan.whole(1, LATEST_MS) : 0,
    );
  }
  writeReply(id: string, n: number): void {
    const at = this.source.vendorNow();
    this.source.add(
      'helpscout.customer-replied',
      {
        key: `reply:${id}:${n}`,
        at,
        caseKey: `helpscout:conversation:${id}`,
        subject: `Ticket ${id}`,
        data: { reply: { id: `${id}-${n}`, text: 'Yes.', at: new Date(at).toISOString() } },
        correlation: `helpscout:conversation:${id}:reply`,
      },
      this.plan.percent(20) ? this.plan.whole(1, LATEST_MS) : 0,
    );
  }

  #committed(committed: Committed): void {
    for (const run of committed.runs) this.changed.add(run);
    for (const row of committed.rows) {
      const rows = this.rows.get(row.run);
      if (rows) rows.push(row);
      else this.rows.set(row.run, [row]);
      if (row.event.type === 'wait_ended' && row.event.reason === 'time')
        this.timedOutAt.set(row.run, this.clock.elapsed);
      this.note(`${row.run} ${row.step ?? ''} ${JSON.stringify(row.event)}`);
    }
  }

  /** Lets time go on until something has come about. */
  async #meanwhile<T>(coming: Promise<T>): Promise<T> {
    const box = { isDone: false };
    const done = coming.finally(() => (box.isDone = true));
    for (let n = 0; n < 200; n += 1) {
      await this.rest();
      if (box.isDone) return done;
      this.clock.ringNext();
    }
    throw new Error('It does not come about.');
  }
}

function agentRecord(key: string): AgentRecord {
  return {
    id: `agent_${key}00000` as AgentId, // any text that fits the pattern will do
    key,
    name: key,
    role: '',
    directives: [],
    tools: ['sim.key', 'sim.ownId', 'sim.lookUp', 'sim.none'],
    autonomy: autonomyOf(key),
    asks: [],
    model: { kind: 'practice' },
    caps: { turns: 12, tokens: 60_000, timeMs: 3_600_000 },
    updatedAt: 0,
  };
}

/** Fin does everything by itself; Pat asks before two of the four. */
export const autonomyOf = (key: string, never: readonly string[] = []): AgentRecord['autonomy'] =>
  ['sim.key', 'sim.ownId', 'sim.lookUp', 'sim.none'].map((action, index) => ({
    id: action,
    action,
    decision: never.includes(action) ? 'never' : key === 'pat' && index % 2 === 0 ? 'ask' : 'run',
  }));

function connectionRecord(key: string, tool: ToolId, agent: AgentId, pollEveryMs: number) {
  return {
    id: `conn_${key}${tool}` as ConnectionId, // as above
    agent,
    tool,
    label: `${key} in ${tool}`,
    baseUrl: 'http://127.0.0.1:1',
    allowsPrivate: true,
    practice: false,
    secretNames: [],
    account: { vendorUserId: `u_${key}`, name: key },
    status: 'ok' as const,
    problem: null,
    checkedAt: 0,
    pollEveryMs,
  };
}
