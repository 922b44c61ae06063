import type { Asked, RunRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';
import { SwitchyardError } from '../base/errors.ts';
import type { RunId } from '../base/ids.ts';
import { planOfRun } from '../runtime/desk.ts';
import { nodeOfRow } from '../runtime/run-state.ts';
import type { TraceRow } from '../store/trace.ts';
import type { NodeState, RunSummary, RunView } from './contract/views.ts';
import { edgeTaken } from './edge-taken.ts';
import { namesOf } from './names.ts';
import { stateAfter, tellRow } from './story.ts';

/** One run as a line of a list. */
export function summarizeRun(read: Reader, run: RunRecord): RunSummary {
  const { id, flow, version, status, waitingFor, outcome, error, startedAt, updatedAt, byHand } = run;
  return {
    id,
    flow,
    flowName: read.flow(flow)?.draft.name ?? 'A removed flow',
    version,
    case: run.case,
    subject: read.caseById(run.case)?.subject ?? '',
    status,
    waitingFor,
    outcome,
    error,
    startedAt,
    updatedAt,
    byHand,
    liveVersion: read.flow(flow)?.liveVersion ?? null,
    movedTo: run.movedTo ?? null,
    asked: run.asked ? askedInWords(run.asked, read) : null,
  };
}

/** "Ivo (IT) asked Petra": whose work a run is, apart from the flow's own steps. */
const askedInWords = ({ as, from, agent }: Asked, read: Reader): string => {
  const name = read.agent(agent)?.name ?? 'a teammate';
  return as === 'ask' ? `${from} asked ${name}` : `${from} handed it to ${name}`;
};

/** A child run whose story is told with its parent's. */
export const belongsToParent = (run: RunRecord): boolean =>
  run.parent !== undefined && run.parent.root !== run.id;

/** How a child run begins and ends is told by its parent's rows. */
export const concernsWholeRun = (row: TraceRow): boolean =>
  row.event.type === 'run_started' || row.event.type === 'run_finished' || row.event.type === 'run_failed';

/** One run as a story and as a picture: what each node did and which edges were taken. */
export function viewRun(read: Reader, id: RunId): RunView {
  const run = read.run(id);
  const version = run && read.version(run.flow, run.version);
  if (!run || !version) throw new SwitchyardError('not_found', 'This run is not here any more.');
  const rows = storyOf(read, id);
  const plan = planOfRun(run, version.plan, read);
  const names = namesOf(read, read.flow(run.flow), plan, run.asked);
  return {
    run: summarizeRun(read, run),
    document: version.document,
    story: rows.flatMap((row) =>
      row.run !== id && concernsWholeRun(row) ? [] : (tellRow(row, plan, names) ?? []),
    ),
    ...pictureOf(rows, run),
  };
}

/** Most child runs whose rows are shown with their parent's: a list of thousands is told by its ends alone. */
const MOST_CHILDREN = 200;

/** The rows of a run and of the child runs that belong to its story, in the order in which they were written. */
function storyOf(read: Reader, id: RunId): readonly TraceRow[] {
  const rows = [...read.traceOf(id)];
  const children = rows.flatMap(({ event }) => (event.type === 'branch_started' ? [event.run] : []));
  const own = children.slice(0, MOST_CHILDREN).filter((child) => {
    const run = read.run(child);
    return run !== undefined && belongsToParent(run);
  });
  return [...rows, ...own.flatMap((child) => storyOf(read, child))].toSorted((a, b) => a.seq - b.seq);
}

function pictureOf(rows: readonly TraceRow[], run: RunRecord): Pick<RunView, 'nodes' | 'edges'> {
  const nodes: Record<string, NodeState> = {};
  const edges: Record<string, number> = {};
  const lefts = new Map<RunId, TraceRow>();
  for (const row of rows) {
    const node = nodeOfRow(row);
    const state = stateAfter(row.event);
    if (node !== null && state !== null) nodes[node] = state;
    const left = lefts.get(row.run);
    if (row.event.type === 'step_started' && left) {
      const edge = edgeTaken(left, row.event.node);
      if (edge) edges[edge] = (edges[edge] ?? 0) + 1;
    }
    if (['step_done', 'step_failed', 'run_started'].includes(row.event.type)) lefts.set(row.run, row);
  }
  // A run that has ended leaves nothing running: what was under way when it ended did not finish.
  if (run.status === 'stopped' || run.status === 'failed') {
    for (const [node, state] of Object.entries(nodes)) if (state !== 'done') nodes[node] = 'failed';
  }
  return { nodes, edges };
}
