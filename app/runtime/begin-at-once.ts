import { stepKey } from '../base/ids.ts';
import type { RunRecord, VersionRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { runCapReached } from './cap-gate.ts';
import { endRun, type Ending } from './finish-run.ts';
import { nextStep } from './next-step.ts';
import type { RuntimeParts } from './parts.ts';
import { RunContext } from './run-context.ts';
import { conditionAtOnce } from './steps/condition-step.ts';
import { doneBy, endingOf } from './steps/outcome-step.ts';
import { setStep } from './steps/set-step.ts';

/** Most steps of one run inside the transaction that starts it, so that no other start waits long for it. */
const MOST_AT_ONCE = 50;

/**
 * Takes a run that was just started as far as it needs nothing from outside, inside the transaction that starts it:
 * conditions, values, an outcome. The rest is a worker's. That saves a commit for each run, and for a flow that only
 * sorts and names, the run is over when its event is on disk. A step that goes wrong here is left as it was, for the worker
 * to fail properly. Nothing is done at once where a run may have brought Switchyard down: its event must be on disk
 * first, so that it can be set aside.
 */
export function beginAtOnce(
  parts: RuntimeParts,
  tx: Transaction,
  run: RunRecord,
  version: VersionRecord,
): void {
  if (parts.alwaysSuspend || !parts.mayBeginAtOnce()) return;
  const context = RunContext.begun(parts, tx, run, version.plan);
  let ending: Ending | undefined;
  try {
    ending = goOn(context);
  } catch (error) {
    parts.log.warn('left_to_worker', { run: run.id, error: String(error) });
    return;
  }
  // Outside of the catch: what cannot be written fails the whole transaction.
  context.writeWithin(tx, (emit, put) => {
    if (ending) endRun(context, tx, emit, put, ending);
  });
}

/** Notes the steps that need nothing from outside. Gives how the run ends, when it does; a card for a person is a worker's to make. */
function goOn(context: RunContext): Ending | undefined {
  for (let done = 0; done < MOST_AT_ONCE;) {
    const next = nextStep(context.plan, context.state);
    switch (next.do) {
      case 'nothing':
      case 'fail':
        return undefined;
      case 'finish':
        return next.handOver === null ? next : undefined;
      case 'enter':
        if (runCapReached(context)) return undefined;
        context.note(stepKey(next.node.id, next.visit), { type: 'step_started', node: next.node.id });
        break;
      case 'continue': {
        const { node, visit } = next;
        done += 1;
        if (node.kind === 'set') setStep(context, node, visit);
        else if (node.kind === 'outcome') {
          const ending = endingOf(context, node);
          if (ending.handOver !== null) return undefined;
          context.note(stepKey(node.id, visit), doneBy(node, ending));
          return ending;
        } else if (node.kind !== 'condition' || !conditionAtOnce(context, node, visit)) return undefined;
      }
    }
  }
  return undefined;
}
