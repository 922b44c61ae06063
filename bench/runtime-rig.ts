import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Model } from '../app/agents/model.ts';
import type { AgentId, ConnectionId, FlowId, NodeId } from '../app/base/ids.ts';
import { silentLog } from '../app/base/log.ts';
import { SwitchyardError } from '../app/base/errors.ts';
import { FLOW_FORMAT, FLOW_VERSION, type FlowDocument } from '../app/graph/flow.ts';
import { createHost, type Host } from '../app/host.ts';
import type { FoundEvent } from '../app/kit/implement.ts';
import type { AnyActionRunner, AnyTriggerRunner, Runners } from '../app/kit/runners.ts';
import { SqliteStore } from '../app/store/sqlite/sqlite-store.ts';
import { realClock } from '../main/adapters/real-clock.ts';
import { realRandom } from '../main/adapters/real-random.ts';
import { catalog } from '../nodes/catalog.ts';
import { runners as realRunners } from '../nodes/runners.ts';

const FIN = 'agent_bench0000' as AgentId; // any text will do for an id that only this rig looks up
const DESK = 'conn_bench0000' as ConnectionId; // as above

/** The product's core on a real file, with a help desk that answers at once, so that only our own work is measured. */
export interface Rig {
  readonly host: Host;
  readonly store: SqliteStore;
  readonly file: string;
  readonly flow: FlowId;
  /** Hands these to the trigger; they are found at its next look. */
  offer(events: readonly FoundEvent[]): void;
  /** Called with the number of runs whose end was committed. */
  onEnd(listener: (runs: number) => void): void;
  close(): Promise<void>;
}

/** What the five steps of the flow are: `value` gives a name to a value; `note` is an action with intent and receipt. */
export type StepKind = 'value' | 'note';

const STEPS = ['s1', 's2', 's3', 's4', 's5'] as const;

/** One trigger and five steps. */
const flowOf = (kind: StepKind): FlowDocument => ({
  format: FLOW_FORMAT,
  version: FLOW_VERSION,
  name: 'Five steps',
  team: [{ key: 'fin', name: 'Fin', role: '' }],
  nodes: [
    { id: 'new' as NodeId, type: 'helpscout.new-conversation', version: 1, config: { agent: 'fin' } }, // letters only
    ...STEPS.map((id) => ({
      id: id as NodeId, // letters and a digit
      version: 1,
      ...(kind === 'note'
        ? { type: 'helpscout.note', config: { agent: 'fin', ticket: '{{ticket.id}}', text: id } }
        : { type: 'set', config: { values: [{ name: 'ticket', value: '{{ticket.id}}' }] } }),
    })),
  ],
  edges: (['new', ...STEPS] as NodeId[]).flatMap((from, index, all) => {
    const to = all[index + 1];
    return to ? [{ from, port: 'next', to }] : [];
  }),
  positions: {},
});

export async function openRig(kind: StepKind): Promise<Rig> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-bench-'));
  const file = path.join(folder, 'switchyard.db');
  const store = new SqliteStore({ file, now: realClock.now, soon: (callback) => setImmediate(callback) });
  let offered: FoundEvent[] = [];
  let listener: (runs: number) => void = () => {};
  let offers = (): void => {};
  const note: AnyActionRunner = {
    definition: catalog.action('helpscout.note') ?? missing(),
    run: async (_context, input) => ({ ticket: String(input['ticket']), thread: '1' }),
  };
  const newTicket: AnyTriggerRunner = {
    definition: realRunners.trigger('helpscout.new-conversation')?.definition ?? missing(),
    seed: async () => 0,
    // Answers as soon as there is something, so that what is measured is not the pause between two looks.
    poll: async (_context, _config, cursor) => {
      if (offered.length === 0) await new Promise<void>((resolve) => (offers = resolve));
      const events = offered.splice(0, 500);
      return { events, cursor: Number(cursor) + events.length, more: true };
    },
  };
  const runners: Runners = {
    action: (type) => (type === 'helpscout.note' ? note : realRunners.action(type)),
    trigger: (type) => (type === 'helpscout.new-conversation' ? newTicket : realRunners.trigger(type)),
    tool: (id) => realRunners.tool(id),
  };
  const host = createHost({
    store,
    clock: realClock,
    random: realRandom,
    catalog,
    runners,
    meaning: { route: () => Promise.reject(new SwitchyardError('internal', 'The rig routes nothing.')) },
    net: { fetchFor: () => () => Promise.reject(new SwitchyardError('internal', 'The rig calls nothing.')) },
    secrets: { seal: () => new Uint8Array(), open: () => '' },
    log: silentLog,
    starters: [],
    openPractice: () => Promise.reject(new SwitchyardError('internal', 'The rig has no practice.')),
    about: { host: 'headless', productVersion: '0', dataDir: folder },
    modelFor: (): Promise<Model> => Promise.reject(new SwitchyardError('internal', 'The rig has no model.')),
  });
  await store.write('test', (tx) => {
    tx.putAgent({
      id: FIN,
      key: 'fin',
      name: 'Fin',
      role: '',
      directives: [],
      tools: [],
      autonomy: [],
      asks: [],
      model: { kind: 'practice' },
      caps: { turns: 1, tokens: 1, timeMs: 1 },
      updatedAt: 0,
    });
    tx.putConnection({
      id: DESK,
      agent: FIN,
      tool: 'helpscout',
      label: 'Desk',
      baseUrl: 'http://127.0.0.1:1',
      allowsPrivate: true,
      practice: false,
      secretNames: [],
      account: null,
      status: 'ok',
      problem: null,
      checkedAt: 0,
      pollEveryMs: 20,
      // Otherwise four calls at a time would be measured, not the runtime.
      limits: { concurrency: 50 },
    });
  });
  const { id: flow } = await host.api.flows.importFlow({ text: JSON.stringify(flowOf(kind)) });
  await host.api.flows.publish({ id: flow, note: '' });
  await host.start();
  await host.api.flows.turnOn({ id: flow });
  store.onCommit(({ rows }) => {
    const ended = rows.filter((row) => row.event.type === 'run_finished').length;
    if (ended > 0) listener(ended);
  });
  return {
    host,
    store,
    file,
    flow,
    offer: (events) => {
      offered = [...offered, ...events];
      offers();
    },
    onEnd: (next) => {
      listener = next;
    },
    close: async () => {
      offers();
      await host.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function missing(): never {
  throw new Error('The catalog has changed; the rig must follow.');
}

/** A ticket as the trigger finds it. */
export const ticketEvent = (n: number): FoundEvent => ({
  key: `t${n}`,
  at: realClock.now(),
  caseKey: `bench:${n}`,
  subject: `Ticket ${n}`,
  data: { ticket: { id: String(n), text: 'How does this work?' } },
});
