import { SwitchyardError } from '../base/errors.ts';
import type { RunId } from '../base/ids.ts';
import type { ApprovalRecord, CaseRecord, EventRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { startRun } from './deliver.ts';
import type { RuntimeParts } from './parts.ts';
import { startInTurn } from './turns.ts';

/** Starts every other missed start of a card, oldest first, inside a transaction. Gives the runs that are ready. */
export function startOthers(parts: RuntimeParts, tx: Transaction, card: ApprovalRecord): readonly RunId[] {
  const run = tx.run(card.run);
  const flow = run && tx.flow(run.flow);
  const version = run && tx.version(run.flow, run.version);
  const started = tx.traceOf(card.run).find((row) => row.event.type === 'run_started')?.event;
  if (!flow || !version || started?.type !== 'run_started')
    throw new SwitchyardError('not_found', 'What was missed is not here any more.');
  const { node } = started;
  return (card.missed ?? []).flatMap((id) => {
    const event: EventRecord | undefined = tx.event(id);
    const ofCase: CaseRecord | undefined = event && tx.caseById(event.case);
    if (!event || !ofCase) return [];
    const start = { flow, version, node, event: id, case: ofCase, data: event.data, byHand: false };
    const begun = startInTurn(parts, tx, start, startRun);
    tx.setEventFate(
      id,
      begun.run === null ? 'skipped' : 'started',
      begun.run === null ? begun.why : undefined,
    );
    return begun.run !== null && begun.ready ? [begun.run] : [];
  });
}
