import { newId, stepKey, type EventId, type RunId } from '../base/ids.ts';
import { SwitchyardError } from '../base/errors.ts';
import type { FoundEvent } from '../kit/implement.ts';
import type { CaseRecord, TriggerRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { chainOf } from './ask-person.ts';
import type { startRun } from './deliver.ts';
import { turnAt } from './escalation.ts';
import type { RuntimeParts } from './parts.ts';
import { peopleBook } from './people-book.ts';
import type { Start } from './turns.ts';

/**
 * Starts were missed, and the schedule says: ask. The last of them becomes a run that waits for a person before its
 * first step; the others are kept on its card, so that all can be started. Inside a transaction.
 */
export function askAboutMissed(
  parts: RuntimeParts,
  tx: Transaction,
  start: Start,
  others: readonly EventId[],
  begin: typeof startRun,
): RunId {
  const run = begin(parts, tx, start);
  const now = parts.clock.now();
  const record = tx.run(run);
  if (!record) throw new SwitchyardError('internal', 'A run that was just started is missing.');
  const step = stepKey(start.node, 1);
  const count = others.length + 1;
  const title =
    count === 1 ? '1 start was missed: start it now?' : `${count} starts were missed: start which?`;
  const id = newId('approval', now, parts.random);
  const { asked } = chainOf(tx, []);
  const turn = turnAt({ asked, atEnd: 'hold' }, 0, now, peopleBook(tx));
  tx.putApproval({
    id,
    kind: 'missed',
    run,
    step,
    flow: start.flow.id,
    case: start.case.id,
    agent: null,
    status: 'pending',
    title,
    agentSays: '',
    reason: 'the computer slept or Switchyard was closed when they were due, and this schedule asks',
    effect: null,
    proposal: null,
    digest: null,
    finalInput: null,
    finalDigest: null,
    asked,
    ...turn,
    createdAt: now,
    decidedAt: null,
    decidedBy: null,
    consumedAt: null,
    note: '',
    missed: others,
  });
  const of = asked[turn.askedNow]?.person ?? 'you';
  tx.append(run, step, now, { type: 'approval_requested', approval: id, title, of });
  tx.putWait({ run, step, kind: 'approval', correlation: null, dueAt: null });
  tx.putRun({ ...record, status: 'waiting', waitingFor: 'approval' });
  return run;
}

/** Keeps what was missed before the last one, as events of the same case. Gives those that were not known. */
export function keepMissed(
  parts: RuntimeParts,
  tx: Transaction,
  trigger: TriggerRecord,
  ofCase: CaseRecord,
  found: readonly FoundEvent[],
): readonly EventId[] {
  return found.flatMap(({ key, at, data }) => {
    const id = newId('event', parts.clock.now(), parts.random);
    const isNew = tx.addEvent({ id, trigger: trigger.id, key, at, case: ofCase.id, data, fate: 'no-run' });
    return isNew ? [id] : [];
  });
}
