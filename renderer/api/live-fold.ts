import type { LiveBatch, LiveRow, NodeState, RunSummary, StoryLine } from '../../app/api/contract/views.ts';

type Keyed<T> = Readonly<Record<string, T>>;

/** What the window knows from the live line alone. Everything else is asked for. */
export interface LiveState {
  readonly connection: 'connecting' | 'open' | 'lost';
  readonly needsYou: number;
  /** Runs that changed while this window was open, by id. */
  readonly runs: Keyed<RunSummary>;
  /** Run → node → how it stands there. */
  readonly nodes: Keyed<Keyed<NodeState>>;
  /** Run → `from|port|to` → how often. */
  readonly edges: Keyed<Keyed<number>>;
  /** Run → the newest sentence of its story. */
  readonly said: Keyed<StoryLine>;
  /** Run → node → words of a model as they arrive. */
  readonly typing: Keyed<Keyed<string>>;
  /** Topic → how often it went stale. A topic is one of the batch's, `runs`, or the id of a run. */
  readonly stale: Keyed<number>;
}

export const NO_LIVE: LiveState = {
  connection: 'connecting',
  needsYou: 0,
  runs: {},
  nodes: {},
  edges: {},
  said: {},
  typing: {},
  stale: {},
};

/** Most runs that the window keeps: the oldest ones can be asked for again. */
const MOST_RUNS = 200;
/** So many more may gather before they are forgotten together. */
const SLACK = 50;

const ENDED: ReadonlySet<RunSummary['status']> = new Set(['done', 'failed', 'stopped']);

/** One batch further. Keyed parts that do not change stay the same objects, so that little is drawn again. */
export function foldBatch(before: LiveState, batch: LiveBatch): LiveState {
  const state = {
    runs: { ...before.runs },
    nodes: { ...before.nodes },
    edges: { ...before.edges },
    said: { ...before.said },
    typing: { ...before.typing },
    stale: { ...before.stale },
  };
  const topics = new Set<string>(batch.stale);
  for (const { run, node, text } of batch.typing) state.typing[run] = { ...state.typing[run], [node]: text };
  for (const row of batch.rows) {
    foldRow(state, row);
    topics.add('runs').add(row.run);
  }
  for (const run of batch.runs) {
    state.runs[run.id] = run;
    topics.add('runs').add(run.id).add(run.flow);
    if (ENDED.has(run.status)) endRun(state, run);
  }
  for (const topic of topics) state.stale[topic] = (state.stale[topic] ?? 0) + 1;
  forgetOldest(state);
  return { ...before, ...state, needsYou: batch.needsYou };
}

/** Nothing on the screen can be trusted after a break: every topic is asked for again. */
export const markAllStale = (state: LiveState): LiveState => ({
  ...state,
  stale: { ...state.stale, '*': (state.stale['*'] ?? 0) + 1 },
});

type Parts = {
  [K in 'runs' | 'nodes' | 'edges' | 'said' | 'typing' | 'stale']: Record<string, LiveState[K][string]>;
};

function foldRow(state: Parts, { run, node, state: nodeState, edge, line }: LiveRow): void {
  if (node !== null && nodeState !== null) state.nodes[run] = { ...state.nodes[run], [node]: nodeState };
  if (edge !== null) state.edges[run] = { ...state.edges[run], [edge]: (state.edges[run]?.[edge] ?? 0) + 1 };
  if (line !== null) state.said[run] = line;
  // A row of the node says durably what was being typed.
  if (node !== null && state.typing[run]?.[node] !== undefined) {
    const { [node]: _said, ...rest } = state.typing[run];
    state.typing[run] = rest;
  }
}

/** A run that was cut short leaves nothing running; an ended one types nothing. */
function endRun(state: Parts, run: RunSummary): void {
  const { [run.id]: _typed, ...typing } = state.typing;
  state.typing = typing;
  const nodes = state.nodes[run.id];
  if (run.status === 'done' || !nodes) return;
  state.nodes[run.id] = Object.fromEntries(
    Object.entries(nodes).map(([id, now]) => [id, now === 'done' ? now : 'failed']),
  );
}

function forgetOldest(state: Parts): void {
  const ids = Object.keys(state.runs);
  if (ids.length <= MOST_RUNS + SLACK) return;
  const oldest = new Set(
    ids
      .toSorted((a, b) => (state.runs[b]?.updatedAt ?? 0) - (state.runs[a]?.updatedAt ?? 0))
      .slice(MOST_RUNS),
  );
  const without = <T>(part: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(part).filter(([id]) => !oldest.has(id)));
  state.runs = without(state.runs);
  state.nodes = without(state.nodes);
  state.edges = without(state.edges);
  state.said = without(state.said);
  state.typing = without(state.typing);
  state.stale = without(state.stale);
}
