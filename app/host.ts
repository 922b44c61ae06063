import type { Clock } from './base/clock.ts';
import type { AgentId, ConnectionId, NodeId, RunId } from './base/ids.ts';
import type { Log } from './base/log.ts';
import type { Random } from './base/random.ts';
import type { Model } from './agents/model.ts';
import type { Meaning } from './agents/routing/meaning.ts';
import type { Api } from './api/contract/api.ts';
import { auditApi } from './api/audit.ts';
import { capsApi } from './api/caps.ts';
import { casesApi } from './api/cases.ts';
import { controlApi } from './api/control.ts';
import { connectionsApi, connectionSecretName } from './api/connections.ts';
import { directivesApi } from './api/directives.ts';
import { eventsApi } from './api/events.ts';
import { flowsApi } from './api/flows.ts';
import { hooksApi } from './api/hooks.ts';
import { housekeepingApi } from './api/housekeeping.ts';
import { inboxApi } from './api/inbox.ts';
import { Bell } from './api/bell.ts';
import { LiveFeed } from './api/live-feed.ts';
import type { ApiParts, OpenPractice, Secrets, Starter } from './api/parts.ts';
import { clockApi } from './api/clock.ts';
import { peopleApi } from './api/people.ts';
import { permissionsApi } from './api/permissions.ts';
import { placesApi } from './api/places.ts';
import { runsApi } from './api/runs.ts';
import { teamApi } from './api/team.ts';
import { trustApi } from './api/trust.ts';
import { ensureTeam, workspaceApi } from './api/workspace.ts';
import { SwitchyardError } from './base/errors.ts';
import type { Catalog } from './kit/catalog.ts';
import type { ConnectionHandle, KeptToken } from './kit/implement.ts';
import { furtherOrigins } from './kit/define.ts';
import type { HookDoor } from './kit/hook.ts';
import { fetchForAll, type Net } from './kit/net.ts';
import type { Folders } from './kit/place.ts';
import type { Runners } from './kit/runners.ts';
import { Housekeeping } from './housekeeping/housekeeping.ts';
import { Brake } from './runtime/brake.ts';
import { Breakers } from './runtime/breakers.ts';
import { Budget } from './runtime/budget.ts';
import { Hooks } from './runtime/hooks.ts';
import { lastKnownMoment, noteClockGap } from './runtime/clock-gap.ts';
import type { DurableEngine } from './runtime/durable-port.ts';
import type { MovableClock } from './base/movable-clock.ts';
import { Lanes, type LaneLimits } from './runtime/lanes.ts';
import { AGENT_LANE, CONNECTION_LANE, type RuntimeParts } from './runtime/parts.ts';
import { practiceClock } from './runtime/practice-clock.ts';
import { Runtime } from './runtime/runtime.ts';
import { StoreEngine } from './runtime/store-engine.ts';
import { TimeWatch } from './runtime/time-watch.ts';
import { TurnKeeper } from './runtime/turn-keeper.ts';
import type { AgentRecord, ConnectionRecord } from './store/records.ts';
import type { Storage } from './store/storage.ts';
import type { Store } from './store/store.ts';

/** Everything a host hands in. The product itself names no host, no file and no network. */
export interface HostParts {
  readonly store: Store;
  /** The files around the store; absent for one that is kept in memory only. */
  readonly storage?: Storage;
  readonly clock: Clock;
  /** The same clock, where it can be moved: for the practice workspace. */
  readonly movableClock?: MovableClock;
  readonly random: Random;
  readonly catalog: Catalog;
  readonly runners: Runners;
  readonly meaning: Meaning;
  readonly net: Net;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly starters: readonly Starter[];
  readonly openPractice: OpenPractice;
  readonly about: ApiParts['about'];
  /** Where other programs call. Absent: this host takes no calls. */
  readonly hookDoor?: HookDoor;
  /** The folders of this computer. Absent: this host looks into none. */
  readonly folders?: Folders;
  readonly alwaysSuspend?: RuntimeParts['alwaysSuspend'];
  modelFor(agent: AgentRecord): Promise<Model>;
}

export interface Host {
  readonly api: Api;
  readonly live: LiveFeed;
  readonly bell: Bell;
  readonly runtime: Runtime;
  /** What other programs may do to runs. */
  readonly engine: DurableEngine;
  /** Takes up what was under way and begins to look. */
  start(): Promise<void>;
  /** Ends calls that are out, lets running steps settle, and stops looking. Everything else is in the store. */
  stop(): Promise<void>;
}

/** The limits of a lane, by its name. */
const limitsOf =
  (store: Store, catalog: Catalog) =>
  (lane: string): LaneLimits | undefined => {
    if (lane.startsWith(AGENT_LANE)) {
      const concurrency = store.read.agent(lane.slice(AGENT_LANE.length) as AgentId)?.concurrency; // the name was made from the id
      return concurrency === undefined ? undefined : { concurrency };
    }
    if (!lane.startsWith(CONNECTION_LANE)) return undefined;
    const connection = store.read.connection(lane.slice(CONNECTION_LANE.length) as ConnectionId); // as above
    const atOnce = connection && catalog.tool(connection.tool).callsAtOnce;
    return atOnce === undefined ? connection?.limits : { concurrency: atOnce, ...connection?.limits };
  };

/** Puts store, runtime and API together. */
export function createHost(parts: HostParts): Host {
  const { store, clock } = parts;
  const live = new LiveFeed(store, clock);
  const bell = new Bell(store, clock);
  bell.onCalls((calls) => live.ring(calls));
  const ending = new AbortController();
  const memos = new Map<string, ConnectionHandle['memo']>();

  /** A secret goes only to the connection it was typed for, and that connection's calls only to its one origin. */
  const connectionHandle = (connection: ConnectionRecord): ConnectionHandle => {
    const memo = memos.get(connection.id) ?? new Map<string, KeptToken>();
    memos.set(connection.id, memo);
    return {
      id: connection.id,
      tool: connection.tool,
      baseUrl: connection.baseUrl,
      fetch: fetchForAll(
        parts.net,
        { origin: new URL(connection.baseUrl).origin, allowsPrivate: connection.allowsPrivate },
        furtherOrigins(parts.catalog.tool(connection.tool), connection.baseUrl),
      ),
      ...(parts.net.dialFor ? { dial: parts.net.dialFor({ allowsPrivate: connection.allowsPrivate }) } : {}),
      secret: async (name) => {
        const key = connectionSecretName(connection.id, name);
        const sealed = store.read.sealedSecret(key);
        if (!sealed)
          throw new SwitchyardError('auth_revoked', `"${connection.label}" has no ${name} any more.`, {
            fix: 'Enter it again in Connections.',
          });
        return parts.secrets.open(key, sealed);
      },
      memo,
      account: connection.account ?? undefined,
    };
  };

  const lanes = new Lanes(clock, limitsOf(store, parts.catalog));
  const brake = new Brake({ store, clock, lanes }, ending.signal);
  const runtimeParts: RuntimeParts = {
    ...parts,
    lanes,
    breakers: new Breakers(parts),
    budget: new Budget(store, () => clock.now()),
    connectionHandle,
    placeHandle: ({ kind, at, allowsPrivate }) => {
      if (kind === 'feed')
        return { fetch: parts.net.fetchFor({ origin: new URL(at).origin, allowsPrivate }) };
      return parts.folders ? { folder: parts.folders.open(at) } : {};
    },
    wake: (runs) => runtime.wake(runs),
    mayBeginAtOnce: () => runtime.mayBeginAtOnce(),
    typing: (run: RunId, node: NodeId, text: string) => live.typing(run, node, text),
    get signal() {
      return brake.signal;
    },
  };
  const runtime = new Runtime(runtimeParts);
  const hooks = new Hooks(runtimeParts, runtime, parts.secrets, parts.hookDoor);
  const { storage } = parts;
  const housekeeping =
    storage &&
    new Housekeeping({
      store,
      storage,
      clock,
      log: parts.log,
      runtime,
      changed: () => {
        live.touch('workspace');
        void hooks.readAgain();
      },
    });
  const time = new TimeWatch(clock, (gap) => {
    void noteClockGap(runtimeParts, gap).then(() => runtime.ring());
  });
  const turns = new TurnKeeper(runtimeParts, (runs) => runtime.wake(runs));
  const engine = new StoreEngine(runtimeParts);
  const apiParts: ApiParts = {
    ...parts,
    runtime,
    engine,
    runtimeParts,
    hooks,
    live,
    connectionHandle,
    hostEnds: ending.signal,
  };
  const flows = flowsApi(apiParts);
  const api: Api = {
    workspace: workspaceApi(apiParts, flows),
    flows,
    events: eventsApi(apiParts),
    hooks: hooksApi(apiParts),
    places: placesApi(apiParts),
    ...runsApi(apiParts),
    cases: casesApi(apiParts),
    inbox: inboxApi(apiParts),
    team: teamApi(apiParts),
    directives: directivesApi(apiParts),
    connections: connectionsApi(apiParts),
    permissions: permissionsApi(apiParts),
    trust: trustApi(apiParts),
    people: peopleApi(apiParts),
    clock: clockApi(apiParts, parts.movableClock, { runtime, time }),
    caps: capsApi(apiParts),
    control: controlApi(apiParts, brake),
    audit: auditApi(apiParts),
    storage: housekeepingApi(apiParts, storage && housekeeping && { storage, housekeeping }),
    live: (after, signal) => live.follow(after, signal),
  };

  return {
    api,
    live,
    bell,
    runtime,
    engine,
    start: async () => {
      // The practice company was opened before: open it again before anything is sent to it.
      if (store.read.setting('practice_flow') !== undefined)
        await ensureTeam(apiParts, (await parts.openPractice()).team);
      const last = lastKnownMoment(store.read);
      // What was lived while the practice clock was ahead says nothing of the computer's clock.
      const { highest } = practiceClock(store.read);
      time.start(last === null || last <= highest ? null : last);
      // Stopped before the last end: it stays stopped until a person lets it go on.
      if (!brake.stopped()) await runtime.start();
      housekeeping?.start();
      await turns.start();
      await hooks.start();
    },
    stop: async () => {
      housekeeping?.stop();
      ending.abort();
      time.stop();
      turns.stop();
      await hooks.stop();
      await runtime.stop();
      bell.stop();
    },
  };
}
