import type { ErrorData } from '../base/errors.ts';
import { stepKey, type NodeId, type RunId } from '../base/ids.ts';
import { jsonAt } from '../base/json.ts';
import type { RunOutcome } from '../store/records.ts';
import { askPerson } from './ask-person.ts';
import { endBranch } from './branches.ts';
import type { Emit, Put, RunContext } from './run-context.ts';
import type { Transaction } from '../store/store.ts';

const CASE_STATUS = {
  resolved: 'resolved',
  unresolved: 'unresolved',
  escalated: 'escalated',
  finished: 'resolved',
} as const;

/** A person takes over: a card that stays in the inbox after the run has ended. */
function handOver(
  context: RunContext,
  tx: Transaction,
  emit: Emit,
  node: NodeId,
  reason: string,
  person: string | undefined,
): void {
  const subject = tx.caseById(context.run.case)?.subject ?? '';
  // What the agent said when it gave the case up stands on the card, as its own words.
  const { left, outputs } = context.state;
  const summary = left?.port === 'stuck' ? jsonAt(outputs, [left.node, 'summary']) : undefined;
  askPerson(context, tx, emit, stepKey(node, context.state.visits.get(node) ?? 1), {
    kind: 'escalation',
    title: subject || 'A case needs a person',
    agentSays: typeof summary === 'string' ? summary : '',
    reason,
    asked: person ? [{ person }] : [],
  });
}

export interface Ending {
  readonly node: NodeId;
  readonly outcome: RunOutcome;
  readonly note: string;
  /** Why a person must take over, when one must. */
  readonly handOver: string | null;
  readonly person?: string | undefined;
}

/** Ends a run: its outcome becomes the case's, and what needs a person goes to the inbox in the same transaction. */
export async function finishRun(
  context: RunContext,
  ending: Ending,
  before: (emit: Emit) => void = () => {},
): Promise<void> {
  const woken = await context.write('run.finish', (tx, emit, put) => {
    before(emit);
    tx.dropWaits(context.run.id);
    return endRun(context, tx, emit, put, ending);
  });
  context.parts.wake(woken);
}

/** As `finishRun`, inside a transaction, for a run that waits for nothing. Gives the runs that can go on now. */
export function endRun(
  context: RunContext,
  tx: Transaction,
  emit: Emit,
  put: Put,
  ending: Ending,
): readonly RunId[] {
  if (ending.handOver !== null) handOver(context, tx, emit, ending.node, ending.handOver, ending.person);
  emit(null, { type: 'run_finished', outcome: ending.outcome, note: ending.note });
  auditEnd(context, tx, ending.outcome);
  put({ status: 'done', waitingFor: null, outcome: ending.outcome });
  if (context.run.parent)
    return endBranch(
      tx,
      context.run,
      {
        outcome: ending.outcome === 'escalated' ? 'escalated' : 'done',
        error: null,
        note: ending.note,
        output: context.state.ownOutputs,
      },
      context.now(),
    );
  settleCase(
    context,
    tx,
    CASE_STATUS[ending.outcome],
    ending.handOver === null ? undefined : (ending.person ?? 'you'),
  );
  return [];
}

/** Ends a run that cannot go on. It is never lost in silence: a person is told (M7). */
export async function failRun(context: RunContext, error: ErrorData): Promise<void> {
  const woken = await context.write('run.fail', (tx, emit, put) => {
    const node = context.state.at?.node ?? context.state.left?.node ?? context.plan.triggers[0];
    // A child's failure is its parent's to deal with.
    if (node && !context.run.parent)
      handOver(context, tx, emit, node, `It could not go on: ${error.sentence}`, undefined);
    emit(null, { type: 'run_failed', error });
    auditEnd(context, tx, 'failed');
    put({ status: 'failed', waitingFor: null, error });
    tx.dropWaits(context.run.id);
    if (context.run.parent)
      return endBranch(
        tx,
        context.run,
        { outcome: 'failed', error, note: '', output: context.state.ownOutputs },
        context.now(),
      );
    settleCase(context, tx, 'escalated', 'you');
    return [];
  });
  context.parts.wake(woken);
}

/** Most steps that are named in one line of the audit log. */
const MOST_NAMED = 100;

/** What a run went through stays on record after its trace has been cleared away. */
function auditEnd({ run, state, parts }: RunContext, tx: Transaction, outcome: RunOutcome | 'failed'): void {
  const steps = [...state.path, ...(state.at ? [stepKey(state.at.node, state.at.visit)] : [])];
  tx.addAudit(parts.clock.now(), 'Switchyard', 'run_ended', {
    run: run.id,
    flow: run.flow,
    version: run.version,
    outcome,
    steps: steps.slice(0, MOST_NAMED),
  });
}

function settleCase(
  context: RunContext,
  tx: Transaction,
  status: 'resolved' | 'unresolved' | 'escalated',
  owner: string | undefined,
): void {
  const record = tx.caseById(context.run.case);
  if (record)
    tx.putCase({ ...record, status, ...(owner === undefined ? {} : { owner }), updatedAt: context.now() });
}
