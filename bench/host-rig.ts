import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '../app/api/router.ts';
import type { AgentId, NodeId } from '../app/base/ids.ts';
import { FLOW_FORMAT, FLOW_VERSION, type FlowDocument } from '../app/graph/flow.ts';
import { startHost, type RunningHost } from '../tests/drivers/headless-host.ts';
import { openOutside, type Outside } from './outside/open-outside.ts';

export type Client = TRPCClient<AppRouter>;

/** The built headless host and the world outside it, each in its own process, in a folder that is gone afterwards. */
export interface HostRig {
  readonly dataDir: string;
  readonly outside: Outside;
  host: RunningHost;
  /** Pulls the plug and starts it again. Gives milliseconds from the start to its line "ready". */
  killAndStart(): Promise<number>;
  /** Starts a host that has ended again. Gives milliseconds as above. */
  restart(): Promise<number>;
  close(): Promise<void>;
}

export async function openHostRig(): Promise<HostRig> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-bench-'));
  const dataDir = path.join(folder, 'data');
  const outside = await openOutside(folder);
  const rig: HostRig = {
    dataDir,
    outside,
    host: await startHost({ dataDir }),
    killAndStart: async () => {
      await rig.host.kill();
      return rig.restart();
    },
    restart: async () => {
      const began = performance.now();
      rig.host = await startHost({ dataDir });
      return performance.now() - began;
    },
    close: async () => {
      await rig.host.kill();
      await outside.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return rig;
}

/** Opens a rig for some work and takes it down afterwards, whatever happens. */
export async function inRig<T>(work: (rig: HostRig) => Promise<T>): Promise<T> {
  const rig = await openHostRig();
  try {
    return await work(rig);
  } finally {
    await rig.close();
  }
}

/** A teammate with a help desk account, allowed to note, tag and reply by itself. */
export async function addTeammate(client: Client, { about }: Outside): Promise<AgentId> {
  const credential = about.credentials.find(({ tool, agent }) => tool === 'helpscout' && agent === 'sam');
  if (!credential) throw new Error('The practice company has changed; the rig must follow.');
  const tools = ['helpscout.note', 'helpscout.tag', 'helpscout.reply'];
  const { id } = await client.team.save.mutate({
    name: 'Sam',
    role: 'Support agent',
    directives: [],
    tools,
    autonomy: tools.map((action) => ({ id: action, action, decision: 'run' })),
    asks: [{ person: 'you' }],
  });
  await client.connections.add.mutate({
    agent: id,
    tool: 'helpscout',
    label: 'Desk',
    baseUrl: credential.baseUrl,
    allowsPrivate: true,
    secrets: { ...credential.secrets },
    lookEverySeconds: 1,
  });
  return id;
}

type Config = FlowDocument['nodes'][number]['config'];
export interface Step {
  readonly id: string;
  readonly type: string;
  readonly config: Config;
}

/** Steps in a row, each after the way out of the one before it. */
export const inARow = (
  name: string,
  steps: readonly (Step & { readonly out?: string })[],
  team: FlowDocument['team'] = [],
): FlowDocument => ({
  format: FLOW_FORMAT,
  version: FLOW_VERSION,
  name,
  team,
  nodes: steps.map(({ id, type, config }) => ({ id: id as NodeId, type, version: 1, config })), // letters only
  edges: steps.flatMap(({ id, out = 'next' }, index) => {
    const to = steps[index + 1];
    return to ? [{ from: id as NodeId, port: out, to: to.id as NodeId }] : []; // as above
  }),
  positions: {},
});

/** The trigger by which a benchmark starts runs over the API. */
export const HAND = 'hand' as NodeId; // letters only
export const FROM_HAND = { id: HAND, type: 'by-hand', config: {} } as const;

export const SAM: FlowDocument['team'] = [{ key: 'sam', name: 'Sam', role: 'Support agent' }];

/** Does `work` for each item, so many at a time. */
export async function atOnce<T>(
  concurrency: number,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const item of left) await work(item);
    }),
  );
}

/** Gives promises of events by target, whichever comes first, the event or the asking. */
export function effectsOf(
  outside: Outside,
  kind: Parameters<Parameters<Outside['onEvent']>[0]>[0]['kind'],
): {
  of(target: string): Promise<void>;
  total(count: number): Promise<void>;
  readonly count: () => number;
  end(): void;
} {
  const seen = new Set<string>();
  const waiting = new Map<string, () => void>();
  const totals = new Set<() => void>();
  let count = 0;
  const end = outside.onEvent((event) => {
    if (event.kind !== kind) return;
    count += 1;
    seen.add(event.target);
    waiting.get(event.target)?.();
    for (const look of totals) look();
  });
  return {
    of: (target) =>
      new Promise((resolve) => {
        if (seen.has(target)) resolve();
        else waiting.set(target, resolve);
      }),
    total: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (count < wanted) return;
          totals.delete(look);
          resolve();
        };
        totals.add(look);
        look();
      }),
    count: () => count,
    end,
  };
}
