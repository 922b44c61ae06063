import { stepKey, type FlowId, type RunId } from '../base/ids.ts';
import type { Transaction } from '../store/store.ts';
import { beginAtOnce } from './begin-at-once.ts';
import type { startRun } from './deliver.ts';
import { onOverlap } from './overlap.ts';
import type { RuntimeParts } from './parts.ts';
import { stopRun } from './stop-run.ts';

/** Runs that wait for their turn wait here, first come, first served. No outside event has such a name. */
export const turnOf = (flow: FlowId): string => `turn:${flow}`;

/** What came of a start. `ready`: a worker may take the run; otherwise it waits for its turn. */
export type Started =
  | { readonly run: RunId; readonly ready: boolean }
  | { readonly run: null; readonly why: string };

/** What a start is made of. */
export type Start = Parameters<typeof startRun>[2];

/** Starts a run the way the published version wants overlapping starts, inside a transaction. */
export function startInTurn(
  parts: RuntimeParts,
  tx: Transaction,
  start: Start,
  begin: typeof startRun,
): Started {
  const { overlap = 'parallel' } = start.version.document;
  const beginNow = (): Started => {
    const id = begin(parts, tx, start);
    const run = tx.run(id);
    if (run) beginAtOnce(parts, tx, run, start.version);
    return { run: id, ready: true };
  };
  if (overlap === 'parallel') return beginNow();
  // A child run belongs to its parent and was started by nothing outside.
  const open = tx.openRunsOf(start.flow.id).filter((run) => run.parent === undefined);
  const answer = onOverlap(
    overlap,
    open.map((run) => run.id),
  );
  if (answer.do === 'skip') return { run: null, why: answer.why };
  const now = parts.clock.now();
  if (answer.do === 'replace') {
    for (const run of open) {
      tx.append(run.id, null, now, {
        type: 'note_added',
        text: 'A newer start of this flow takes its place',
      });
      stopRun(parts, tx, run.id, 'a newer start');
    }
  }
  if (answer.do !== 'queue') return beginNow();
  const id = begin(parts, tx, start);
  const record = tx.run(id);
  if (!record) return { run: id, ready: true }; // it was written three lines above
  tx.append(id, null, now, {
    type: 'note_added',
    text: 'Waits for its turn: another run of this flow is open',
  });
  tx.putRun({ ...record, status: 'waiting', waitingFor: 'turn' });
  tx.putWait({
    run: id,
    step: stepKey(start.node, 1),
    kind: 'event',
    correlation: turnOf(start.flow.id),
    dueAt: null,
  });
  return { run: id, ready: false };
}
