import { useEffect, useState } from 'react';
import type { StoreApi } from 'zustand';
import type { RunSummary, RunView } from '../../app/api/contract/views.ts';
import type { FlowId, RunId } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { useLive } from '../api/live.ts';
import { useQuery } from '../api/use-query.ts';
import { createFollow, NOBODY, type Follow } from './follow.ts';

const MOST_RUNS = 30;
const NO_RUNS: readonly RunSummary[] = [];
const NOTHING: Readonly<Record<string, never>> = {};

export interface Followed {
  readonly follow: StoreApi<Follow>;
  readonly runs: readonly RunSummary[];
  readonly chosen: string | null;
  readonly view: RunView | undefined;
  choose(run: string | null): void;
}

/**
 * The run whose states the canvas shows: the chosen one, else the newest of the flow. What the live line says comes
 * on top of what was asked for, because it is there sooner.
 */
export function useFollowedRun(flow: FlowId): Followed {
  const [follow] = useState(createFollow);
  const [chosen, choose] = useState<string | null>(null);
  const runs = useQuery(() => api.runs.list.query({ flow, limit: MOST_RUNS }), [flow]).data ?? NO_RUNS;
  const id = (chosen ?? runs[0]?.id ?? null) as RunId | null; // chosen from the list, or started here
  const view = useQuery(
    async () => (id === null ? undefined : api.runs.get.query({ id })),
    [id ?? 'no-run'],
  ).data;
  const liveNodes = useLive((s) => (id === null ? NOTHING : (s.nodes[id] ?? NOTHING)));
  useEffect(() => {
    const ended = view !== undefined && view.run.status !== 'ready' && view.run.status !== 'waiting';
    follow.setState(
      id === null
        ? NOBODY
        : {
            run: id,
            nodes: ended ? view.nodes : { ...view?.nodes, ...liveNodes },
            edges: view?.edges ?? NOTHING,
          },
    );
  }, [follow, id, liveNodes, view]);
  return { follow, runs, chosen, view, choose };
}
