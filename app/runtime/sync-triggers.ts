import { digestOf } from '../base/digest.ts';
import type { NodeId, TriggerId } from '../base/ids.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { JOIN_BY } from '../graph/join-by.ts';
import { URGENCY_NAMES } from '../graph/urgency.ts';
import type { Catalog } from '../kit/catalog.ts';
import type { FlowRecord, TriggerRecord, VersionRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';

type Wanted = Map<TriggerId, Pick<TriggerRecord, 'node' | 'type' | 'config' | 'agent'>>;

/**
 * Makes the watched triggers fit what is live: one per (flow, type, agent, settings). A trigger that stays keeps its
 * cursor through publishing, turning off and on, and restarts (M2); one that is no longer wanted is turned off and
 * keeps it too. Watchers go on for runs that still wait, whatever was published or turned off since (M3).
 */
export function syncTriggers(
  tx: Transaction,
  flow: FlowRecord,
  version: VersionRecord | undefined,
  catalog: Catalog,
  now: number,
): void {
  const wanted = wantedTriggers(flow, version, catalog);
  const runsOpen = tx.openRuns(flow.id) > 0;
  for (const known of tx.triggers().filter((t) => t.flow === flow.id)) {
    const want = wanted.get(known.id);
    wanted.delete(known.id);
    if (want)
      tx.putTrigger({
        ...known,
        ...want,
        state: 'on',
        nextPollAt: known.state === 'on' ? known.nextPollAt : now,
      });
    else if (known.state === 'on' && !(known.node === null && runsOpen))
      tx.putTrigger({ ...known, state: 'off' });
  }
  for (const [id, want] of wanted) {
    tx.putTrigger({
      ...want,
      id,
      flow: flow.id,
      state: 'on',
      cursor: null,
      lastPollAt: null,
      lastNewAt: null,
      nextPollAt: now,
      failures: 0,
      problem: null,
    });
  }
}

/** Is there still a use for a trigger that is on: its flow wants it, or runs of the flow may wait for what it finds? */
export function isWanted(tx: Transaction, trigger: TriggerRecord, catalog: Catalog): boolean {
  if (trigger.node !== null || tx.openRuns(trigger.flow) > 0) return true;
  const flow = tx.flow(trigger.flow);
  const version = flow?.liveVersion ? tx.version(flow.id, flow.liveVersion) : undefined;
  return flow !== undefined && wantedTriggers(flow, version, catalog).has(trigger.id);
}

/** What a flow that is on watches, by the id of the trigger. */
export function wantedTriggers(
  flow: FlowRecord,
  version: VersionRecord | undefined,
  catalog: Catalog,
): Wanted {
  const wanted: Wanted = new Map();
  if (flow.state !== 'on' || !version) return wanted;
  const { plan } = version;
  const add = (node: NodeId | null, type: string, config: JsonObject): void => {
    const definition = catalog.find(type);
    if (definition?.kind !== 'trigger' || definition.source === 'hand' || definition.source === 'flow')
      return;
    const key = config['agent'];
    const agent = (typeof key === 'string' && flow.bindings[key]) || null;
    const { sameWith = [] } = definition;
    const watched = Object.fromEntries(
      Object.entries(config).filter(
        ([name]) => name !== JOIN_BY && !URGENCY_NAMES.includes(name) && !sameWith.includes(name),
      ),
    );
    wanted.set(triggerId(flow, type, agent, watched, node === null), { node, type, config, agent });
  };
  for (const id of plan.triggers) {
    const node = plan.nodes[id];
    if (node) add(node.id, node.type, node.config);
  }
  for (const watcher of plan.watchers) add(null, watcher.type, watcher.config);
  return wanted;
}

function triggerId(
  flow: FlowRecord,
  type: string,
  agent: string | null,
  config: JsonObject,
  watches: boolean,
): TriggerId {
  const { agent: _key, ...settings } = config;
  const digest = digestOf({ flow: flow.id, type, agent, settings: settings as Json, watches });
  return `trg_${digest.slice(0, 24)}` as TriggerId; // made from what the trigger is, so that the same one is found again
}
