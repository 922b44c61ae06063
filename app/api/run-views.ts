import type { RunRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';
import { SwitchyardError } from '../base/errors.ts';
import type { RunId } from '../base/ids.ts';
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
  };
}

/** One run as a story and as a picture: what each node did and which edges were taken. */
export function viewRun(read: Reader, id: RunId): RunView {
  const run = read.run(id);
  const version = run && read.version(run.flow, run.version);
  if (!run || !version) throw new SwitchyardError('not_found', 'This run is not here any more.');
  const rows = read.traceOf(id);
  const names = namesOf(read, read.flow(run.flow), version.plan);
  return {
    run: summarizeRun(read, run),
    document: version.document,
    story: rows.flatMap((row) => tellRow(row, version.plan, names) ?? []),
    ...pictureOf(rows, run),
  };
}

function pictureOf(rows: readonly TraceRow[], run: RunRecord): Pick<RunView, 'nodes' | 'edges'> {
  const nodes: Record<string, NodeState> = {};
  const edges: Record<string, number> = {};
  let left: TraceRow | undefined;
  for (const row of rows) {
    const node = nodeOfRow(row);
    const state = stateAfter(row.event);
    if (node !== null && state !== null) nodes[node] = state;
    if (row.event.type === 'step_started' && left) {
      const edge = edgeTaken(left, row.event.node);
      if (edge) edges[edge] = (edges[edge] ?? 0) + 1;
    }
    if (['step_done', 'step_failed', 'run_started'].includes(row.event.type)) left = row;
  }
  // A run that has ended leaves nothing running: what was under way when it ended did not finish.
  if (run.status === 'stopped' || run.status === 'failed') {
    for (const [node, state] of Object.entries(nodes)) if (state !== 'done') nodes[node] = 'failed';
  }
  return { nodes, edges };
}
