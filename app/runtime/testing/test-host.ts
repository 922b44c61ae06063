import type { Model } from '../../agents/model.ts';
import { SwitchyardError } from '../../base/errors.ts';
import type { AgentId, ConnectionId, FlowId, RunId } from '../../base/ids.ts';
import { silentLog } from '../../base/log.ts';
import { movableClock } from '../../base/movable-clock.ts';
import { seededRandom } from '../../base/random.ts';
import type { FlowDocument } from '../../graph/flow.ts';
import { createHost, type Host, type HostParts } from '../../host.ts';
import type { Catalog } from '../../kit/catalog.ts';
import type { ToolId } from '../../kit/define.ts';
import type { AgentRecord, RunRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import type { RunEvent, RunEventType } from '../../store/trace.ts';
import type { RuntimeParts } from '../parts.ts';
import type { ScriptedTools } from './scripted-tools.ts';
import { SleepyClock } from './sleepy-clock.ts';

export interface TestHostOptions {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly tools: ScriptedTools;
  readonly clock?: SleepyClock;
  /** The clock can be moved, as in the practice workspace; it begins so far ahead (milliseconds). */
  readonly aheadMs?: number;
  readonly seed?: number;
  readonly model?: Model | ((agent: AgentRecord) => Model);
  /** Which route a text takes; undefined for Otherwise. */
  readonly route?: (text: string) => string | undefined;
  /** Decides instead of `route`. */
  readonly meaning?: RuntimeParts['meaning'];
  /** False once the process is meant to be gone. */
  readonly alive?: () => boolean;
  /** Parts of the host that a test brings itself. */
  readonly own?: Partial<HostParts>;
  /** Puts runs down after every step; as the environment says unless told. */
  readonly alwaysSuspend?: boolean;
}

const TOOLS: readonly ToolId[] = ['helpscout', 'slack', 'stripe'];
const unused = (what: string) => (): Promise<never> =>
  Promise.reject(new SwitchyardError('internal', `The test gives no ${what}.`));

/** The product's core on a virtual clock, with scripted tools and a scripted model. */
export class TestHost {
  readonly host: Host;
  readonly store: Store;
  readonly clock: SleepyClock;
  readonly tools: ScriptedTools;
  #activity = 0;

  constructor(options: TestHostOptions) {
    const {
      store,
      catalog,
      tools,
      clock = new SleepyClock(),
      seed = 1,
      model,
      route = () => undefined,
      alive,
      own = {},
      alwaysSuspend = process.env['SWITCHYARD_ALWAYS_SUSPEND'] === '1',
      aheadMs,
    } = options;
    this.store = store;
    this.clock = clock;
    this.tools = tools;
    store.onCommit(() => (this.#activity += 1));
    const meaning: RuntimeParts['meaning'] = options.meaning ?? {
      route: async ({ text, directives }) => {
        const id = route(text);
        const known = id === undefined ? [] : directives.filter((d) => d.id === id);
        return {
          chosen: known.map((d) => d.id),
          ranked: known.map((d) => ({ id: d.id, probability: 0.9, matched: ['word'] })),
          band: known.length > 0 ? 'sure' : 'not-sure',
          escalated: false,
        };
      },
    };
    // Timers of a process that is gone do not ring.
    const ofProcess = {
      now: () => clock.now(),
      after: (ms: number, callback: () => void) => clock.after(ms, () => (alive?.() ?? true) && callback()),
    };
    const movable = aheadMs === undefined ? undefined : movableClock(ofProcess, aheadMs);
    this.host = createHost({
      store,
      clock: movable ?? ofProcess,
      ...(movable ? { movableClock: movable } : {}),
      random: seededRandom(seed),
      catalog,
      runners: tools.runners(alive),
      meaning,
      net: { fetchFor: () => unused('network') },
      secrets: { seal: () => new Uint8Array(), open: () => '' },
      log: silentLog,
      starters: [],
      openPractice: unused('practice company'),
      about: { host: 'headless', productVersion: '0', dataDir: '' },
      alwaysSuspend,
      modelFor: async (agent) => {
        if (!model) return unused('model')();
        return typeof model === 'function' ? model(agent) : model;
      },
      ...own,
    });
  }

  /** Adds a teammate with an account in every tool. */
  async addAgent(key: string, change: Partial<AgentRecord> = {}): Promise<AgentRecord> {
    const id = `agent_${key}00000` as AgentId; // any text that fits the pattern will do
    const agent: AgentRecord = {
      id,
      key,
      name: key[0]?.toUpperCase() + key.slice(1),
      role: '',
      directives: [],
      tools: [],
      autonomy: [],
      asks: [],
      model: { kind: 'practice' },
      caps: { turns: 12, tokens: 60_000, timeMs: 180_000 },
      updatedAt: 0,
      ...change,
    };
    await this.store.write('test', (tx) => {
      tx.putAgent(agent);
      for (const tool of TOOLS) {
        const connection = `conn_${key}${tool}` as ConnectionId; // as above
        tx.putConnection({
          id: connection,
          agent: id,
          tool,
          label: `${agent.name} in ${tool}`,
          baseUrl: 'http://127.0.0.1:1',
          allowsPrivate: true,
          practice: false,
          secretNames: [],
          account: { vendorUserId: `u_${key}`, name: `${agent.name} (${tool})` },
          status: 'ok',
          problem: null,
          checkedAt: 0,
          pollEveryMs: 1_000,
        });
      }
    });
    return agent;
  }

  /** Imports, publishes and turns a flow on. */
  async turnOn(document: FlowDocument): Promise<FlowId> {
    const { id } = await this.host.api.flows.importFlow({ text: JSON.stringify(document) });
    await this.host.api.flows.publish({ id, note: '' });
    const turned = { on: false };
    const turning = this.host.api.flows.turnOn({ id }).then(() => (turned.on = true));
    // It waits for the first look, and not for ever: virtual time has to go on meanwhile.
    await this.rest();
    for (let tries = 0; tries < 20 && !turned.on; tries += 1) await this.advance(500);
    await turning;
    await this.rest();
    return id;
  }

  /** Publishes another document as the next version. */
  async publish(id: FlowId, document: FlowDocument): Promise<void> {
    const { revision } = await this.host.api.flows.get({ id });
    await this.host.api.flows.save({ id, revision, document });
    await this.host.api.flows.publish({ id, note: '' });
  }

  /** Waits until nothing moves any more without time going on. */
  async rest(): Promise<void> {
    for (let quiet = 0; quiet < 6;) {
      const before = this.#activity + this.tools.calls.length + this.tools.polls;
      await new Promise<void>((resolve) => setImmediate(resolve));
      quiet = this.#activity + this.tools.calls.length + this.tools.polls === before ? quiet + 1 : 0;
    }
  }

  /** Lets virtual time go on: seconds as they pass, anything longer as a sleep of the computer. */
  async advance(ms: number): Promise<void> {
    const awake = Math.min(ms, 15_000);
    this.clock.sleep(ms - awake);
    this.clock.advance(awake);
    await this.rest();
  }

  /** Lets virtual time go on in half seconds until something holds. */
  async until(what: string, holds: () => boolean | undefined, mostMs = 300_000): Promise<void> {
    await this.rest();
    for (let passed = 0; !holds(); passed += 500) {
      if (passed > mostMs)
        throw new Error(
          `It never came to this: ${what}. The runs: ${JSON.stringify(this.runs().map((run) => [run.status, run.waitingFor, run.error?.sentence, ...this.story(run.id).slice(-4)]))}`,
        );
      await this.advance(500);
    }
  }

  runs(): readonly RunRecord[] {
    return this.store.read.runs({ limit: 200 }).toReversed();
  }
  /** The only run, or the n-th. */
  run(index = 0): RunRecord {
    const run = this.runs()[index];
    if (!run) throw new Error('There is no such run.');
    return run;
  }
  ended(index = 0): boolean {
    const status = this.runs()[index]?.status;
    return status === 'done' || status === 'failed' || status === 'stopped';
  }
  story(run: RunId): readonly RunEventType[] {
    return this.store.read.traceOf(run).map((row) => row.event.type);
  }
  events<T extends RunEventType>(run: RunId, type: T): readonly Extract<RunEvent, { type: T }>[] {
    return this.store.read
      .traceOf(run)
      .flatMap((row) => (row.event.type === type ? [row.event as Extract<RunEvent, { type: T }>] : [])); // compared on the same line
  }
  /** The cards that wait. */
  cards() {
    return this.host.api.inbox.list({ which: 'pending' });
  }
  async card(index = 0) {
    const card = (await this.cards())[index];
    if (!card) throw new Error('There is no such card.');
    return card;
  }
}
