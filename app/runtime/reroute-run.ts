import { digestOf } from '../base/digest.ts';
import { SwitchyardError } from '../base/errors.ts';
import { newId, nodeOfStep, type RunId, type StepKey } from '../base/ids.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import type { CorrectionRecord } from '../store/directives.ts';
import type { RunRecord } from '../store/records.ts';
import type { Reader, Transaction } from '../store/store.ts';
import type { DoneBefore } from '../store/trace.ts';
import type { RuntimeParts } from './parts.ts';
import { pastDecision, type PastDecision } from './past-decision.ts';
import { RunState } from './run-state.ts';

/** A run that can be sent another way, and what it has done since it was sorted. */
interface Reroutable extends PastDecision {
  readonly done: readonly DoneBefore[];
}

const no = (sentence: string, fix?: string): SwitchyardError =>
  new SwitchyardError('conflict', sentence, fix === undefined ? {} : { fix });

/**
 * The run, if it can be sent another way: it has ended or waits, and nothing of it is out whose outcome is not known.
 * What only waits for a person's leave has not happened. Throws `conflict` with the reason otherwise.
 */
export function reroutable(read: Reader, id: RunId, step: StepKey): Reroutable {
  const past = pastDecision(read, { run: id, step });
  if (!past) throw new SwitchyardError('not_found', 'This decision is not here any more.');
  const { run } = past;
  if (run.movedTo) throw no('It goes on in another run already.');
  if (run.parent) throw no('It is a part of another run, and cannot be sent elsewhere alone.');
  if (run.waitingFor === 'restore') throw no('It stands still since the data was set back.');
  if (run.status === 'ready')
    throw no('It is at work at this moment.', 'Try again when it waits or has ended.');
  if (read.openBranches(id).length > 0)
    throw no('Parts of it are still at work.', 'Try again when they have come together.');
  const { overlap = 'parallel' } = read.version(run.flow, run.version)?.document ?? {};
  const others = read.openRunsOf(run.flow).filter((other) => other.id !== id && other.parent === undefined);
  if (overlap !== 'parallel' && others.length > 0)
    throw no(
      'Another run of this flow is open, and it runs one at a time.',
      'Try again when that one has ended.',
    );

  const rows = read.traceOf(id);
  const sorted = rows.findIndex((row) => row.step === step && row.event.type === 'route_chosen');
  const before = new Set(RunState.of(rows.slice(0, sorted)).steps.keys());
  const done: DoneBefore[] = [];
  for (const [key, { planned, intent, result }] of RunState.of(rows).steps) {
    const isOpen =
      planned &&
      ((intent && !result) ||
        result?.type === 'action_put_off' ||
        result?.type === 'action_unknown' ||
        (result?.type === 'action_failed' && result.retryAt !== null));
    if (isOpen)
      throw no(
        `It is in the middle of something: ${planned.title}.`,
        'Decide that first, or wait until it is done.',
      );
    if (!planned || planned.effect === 'read' || result?.type !== 'action_done' || before.has(key)) continue;
    const { action, agent, input } = planned.proposal;
    done.push({ action, agent, input: digestOf(input), title: planned.title, output: result.output });
  }
  return { ...past, done };
}

/**
 * Sends a run the way that a person said it should have gone, inside a transaction: it ends, and a new run of the same
 * version begins at that way with what was known when it was sorted. What was done stays done and is not done again;
 * what waited for a person's leave is withdrawn. Gives the new run. Throws `conflict` as above.
 */
export function rerouteRun(
  parts: Pick<RuntimeParts, 'clock' | 'random'>,
  tx: Transaction,
  correction: CorrectionRecord & { readonly label: string },
  by: string,
): RunId {
  const { run, data, node, done } = reroutable(tx, correction.run, correction.step);
  const port = correction.way ?? 'otherwise';
  const now = parts.clock.now();
  const to = newId('run', now, parts.random);
  for (const card of tx.approvalsOfRun(run.id))
    if (card.status === 'pending')
      tx.putApproval({ ...card, status: 'withdrawn', decidedAt: now, decidedBy: by });
  tx.dropWaits(run.id);
  tx.append(run.id, null, now, {
    type: 'run_moved',
    to,
    version: run.version,
    by,
    sentTo: correction.label,
  });
  const isOpen = run.status === 'waiting';
  tx.putRun({
    ...run,
    ...(isOpen ? { status: 'stopped' as const, waitingFor: null } : {}),
    movedTo: to,
    updatedAt: isOpen ? now : run.updatedAt,
  });
  tx.addRun(newRun(run, to, now));
  tx.append(to, null, now, {
    type: 'run_started',
    node: node.id,
    port,
    data: sortedAs(data, nodeOfStep(correction.step), port),
    byHand: run.byHand,
    movedFrom: run.id,
    sentTo: correction.label,
    ...(done.length > 0 ? { done } : {}),
  });
  const ofCase = tx.caseById(run.case);
  if (ofCase) tx.putCase({ ...ofCase, status: 'open', updatedAt: now });
  tx.addAudit(now, by, 'run_sent_elsewhere', { run: run.id, to, way: correction.label });
  return to;
}

function newRun(run: RunRecord, id: RunId, now: number): RunRecord {
  const { movedTo: _movedTo, ...rest } = run;
  return {
    ...rest,
    id,
    status: 'ready',
    waitingFor: null,
    outcome: null,
    error: null,
    startedAt: now,
    updatedAt: now,
  };
}

/** What the steps after the router are told of its decision: the person's. */
function sortedAs(data: JsonObject, node: string, port: string): JsonObject {
  const steps = isJsonObject(data['steps']) ? data['steps'] : {};
  return { ...data, steps: { ...steps, [node]: { route: port, directive: '', probability: 1, also: '' } } };
}
