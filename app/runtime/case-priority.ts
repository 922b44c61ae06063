import type { RunId } from '../base/ids.ts';
import type { CaseDue, CaseRecord, PriorityClaim, Sayer } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { claimsOf, resolvePriority, withClaims, type ResolvedPriority } from './priority.ts';
import type { RunContext } from './run-context.ts';

/** Rules and due times speak through this. */
export const BY_ITSELF: Sayer = { kind: 'tool', name: 'Switchyard' };

/** What is said of a case now; what is absent stays. */
export interface Said {
  readonly claims?: readonly PriorityClaim[];
  /** Null: there is no due time any more. */
  readonly due?: CaseDue | null;
}

/** A case as it stands after something was said. */
export interface Standing extends ResolvedPriority {
  readonly record: CaseRecord;
  readonly changed: boolean;
  /** Runs that stand in line and have a new place. */
  readonly woken: readonly RunId[];
}

/**
 * Lets a case and its open runs stand where the claims and the due time put it, inside a transaction. A change is kept in
 * the case's history and told in each run.
 * @param own a run whose record and trace the caller writes itself
 */
export function putStanding(
  tx: Transaction,
  before: CaseRecord,
  said: Said,
  now: number,
  by: Sayer,
  own?: RunId,
): Standing {
  const claims = said.claims ?? claimsOf(before);
  const due = said.due === undefined ? before.due : (said.due ?? undefined);
  const resolved = resolvePriority(claims, due, now);
  const { claims: _claims, due: _due, risesAt: _risesAt, ...rest } = before;
  const { priority, why, risesAt } = resolved;
  const record: CaseRecord = {
    ...rest,
    priority,
    claims,
    ...(due === undefined ? {} : { due }),
    ...(risesAt === null ? {} : { risesAt }),
  };
  tx.putCase(record);
  if (priority === before.priority) return { ...resolved, record, changed: false, woken: [] };
  const reason = by.kind === 'person' || why === '' ? {} : { why };
  tx.addToCase(record.id, now, own ?? null, {
    type: 'priority',
    from: before.priority,
    to: priority,
    by,
    ...reason,
  });
  const woken: RunId[] = [];
  for (const run of tx.openRunsOfCase(record.id)) {
    if (run.id === own || run.priority === priority) continue;
    tx.putRun({ ...run, priority });
    tx.append(run.id, null, now, { type: 'priority_set', to: priority, why });
    if (run.status === 'ready') woken.push(run.id);
  }
  return { ...resolved, record, changed: true, woken };
}

/** A run has found out how urgent its case is. Written at once, so that everything of the case takes its new place. */
export async function sayOfCase(context: RunContext, said: readonly PriorityClaim[]): Promise<void> {
  const { parts, run } = context;
  const known = parts.store.read.caseById(run.case);
  if (!known || said.length === 0) return;
  const before = claimsOf(known);
  if (withClaims(before, said) === before) return;
  const woken = await context.write('case.priority', (tx, emit, put) => {
    const record = tx.caseById(run.case);
    if (!record) return [];
    const claims = withClaims(claimsOf(record), said);
    const stands = putStanding(tx, record, { claims }, context.now(), BY_ITSELF, run.id);
    if (stands.changed) {
      put({ priority: stands.priority });
      emit(null, { type: 'priority_set', to: stands.priority, why: stands.why });
    }
    return stands.woken;
  });
  parts.wake(woken);
}

/** Raises the cases whose due time has come near, inside a transaction. Gives the runs that have a new place in line. */
export function raiseDueCases(tx: Transaction, now: number, limit: number): readonly RunId[] {
  return tx.casesRising(now, limit).flatMap((record) => {
    if (record.status === 'open') return putStanding(tx, record, {}, now, BY_ITSELF).woken;
    // It is done: nothing of it stands in line.
    const { risesAt: _past, ...rest } = record;
    tx.putCase(rest);
    return [];
  });
}
