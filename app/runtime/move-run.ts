import { SwitchyardError } from '../base/errors.ts';
import { newId, type NodeId, type RunId } from '../base/ids.ts';
import { planDiff } from '../graph/plan-diff.ts';
import type { RunRecord, VersionRecord } from '../store/records.ts';
import type { Reader, Transaction } from '../store/store.ts';
import { HERE } from './next-step.ts';
import type { RuntimeParts } from './parts.ts';
import { RunState } from './run-state.ts';

interface Movable {
  readonly run: RunRecord;
  readonly state: RunState;
  readonly live: VersionRecord;
  readonly own: VersionRecord;
}

const no = (sentence: string, fix?: string): SwitchyardError =>
  new SwitchyardError('conflict', sentence, fix === undefined ? {} : { fix });

/**
 * The run, if it stands at a safe point: it waits, and no action of it is proposed, out, or not known to have happened.
 * Throws `conflict` with the reason when it cannot be moved now.
 */
function movable(read: Reader, id: RunId): Movable {
  const run = read.run(id);
  const own = run && read.version(run.flow, run.version);
  if (!run || !own) throw new SwitchyardError('not_found', 'This run is not here any more.');
  const liveNumber = read.flow(run.flow)?.liveVersion;
  const live = liveNumber ? read.version(run.flow, liveNumber) : undefined;
  if (!live || live.number === run.version) throw no('There is no other published version to move it to.');
  if (run.parent) throw no('This is a part of another run, and cannot be moved alone.');
  if (run.status !== 'waiting') throw no('It can be moved only while it waits.', 'Try again in a moment.');
  if (read.openBranches(id).length > 0) throw no('It can be moved when its branches have come together.');
  const state = RunState.of(read.traceOf(id));
  for (const { planned, result } of state.steps.values()) {
    const isOpen =
      planned &&
      (!result ||
        result.type === 'action_put_off' ||
        result.type === 'action_unknown' ||
        (result.type === 'action_failed' && result.retryAt !== null));
    if (isOpen)
      throw no(
        `It is in the middle of something: ${planned.title}.`,
        'Decide that first, or wait until it is done.',
      );
  }
  return { run, state, live, own };
}

/** What moving a run to its flow's live version would mean: what is different, and where it could go on. */
export function previewMove(read: Reader, id: RunId) {
  const { run, state, live, own } = movable(read, id);
  const nodes = Object.values(live.plan.nodes).filter((node) => node.kind !== 'trigger');
  const at = state.at?.node;
  return {
    from: run.version,
    to: live.number,
    differs: planDiff(own.plan, live.plan),
    nodes: nodes.map(({ id: node, title }) => ({ id: node, title })),
    suggested: nodes.find((node) => node.id === at)?.id ?? null,
  };
}

/**
 * Moves a run to the live version, inside a transaction: it ends as moved, and a new run goes on from the chosen node with
 * all that the old one knew. Gives the new run. Throws `conflict` as above, and when the versions are not those that the
 * person was shown.
 */
export function moveRun(
  parts: Pick<RuntimeParts, 'clock' | 'random'>,
  tx: Transaction,
  move: { readonly id: RunId; readonly to: number; readonly node: NodeId },
  by: string,
): RunId {
  const { run, state, live } = movable(tx, move.id);
  if (live.number !== move.to)
    throw no('Another version was published meanwhile.', 'Look at what is different again.');
  const node = live.plan.nodes[move.node];
  if (!node || node.kind === 'trigger') throw no('The published version has no such step.');
  const now = parts.clock.now();
  const to = newId('run', now, parts.random);
  for (const card of tx.approvalsOfRun(run.id))
    if (card.status === 'pending' && card.kind !== 'escalation')
      tx.putApproval({ ...card, status: 'withdrawn', decidedAt: now, decidedBy: by });
  tx.dropWaits(run.id);
  tx.append(run.id, null, now, { type: 'run_moved', to, version: live.number, by });
  tx.putRun({ ...run, status: 'stopped', waitingFor: null, movedTo: to, updatedAt: now });
  tx.addRun({
    ...run,
    id: to,
    version: live.number,
    planHash: live.plan.hash,
    status: 'ready',
    waitingFor: null,
    startedAt: now,
    updatedAt: now,
  });
  tx.append(to, null, now, {
    type: 'run_started',
    node: move.node,
    port: HERE,
    data: state.data,
    byHand: run.byHand,
    movedFrom: run.id,
  });
  tx.addAudit(now, by, 'run_moved', { run: run.id, to, version: live.number, node: move.node });
  return to;
}
