import type { RunId, StepKey } from '../base/ids.ts';
import type { Asked, RunRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { takeIn } from './deliver.ts';
import type { RuntimeParts } from './parts.ts';

const TYPE = 'case-handed-over';

/**
 * Starts the flows that begin when this teammate is handed a case, inside the transaction of the hand-over. They get what
 * stands in the packet and no more of the case's data: what came from outside must not look like our own on the way (G3).
 * A run that began like this starts no further one, or two flows could hand a case round for ever. Gives the runs.
 */
export function startOnHandOver(
  parts: RuntimeParts,
  tx: Transaction,
  {
    asked,
    run,
    step,
    to,
  }: { readonly asked: Asked; readonly run: RunRecord; readonly step: StepKey; readonly to: string },
): readonly RunId[] {
  const began = tx.triggerOfEvent(run.event);
  if (began !== undefined && tx.trigger(began)?.type === TYPE) return [];
  const ofCase = tx.caseById(run.case);
  if (!ofCase) return [];
  const { from, packet } = asked;
  return tx
    .triggers()
    .filter(({ type, state, agent }) => type === TYPE && state === 'on' && agent === asked.agent)
    .flatMap((trigger) => {
      const { woken } = takeIn(parts, tx, trigger, [
        {
          key: `${run.id}/${step}`,
          at: parts.clock.now(),
          caseKey: ofCase.key,
          subject: ofCase.subject,
          data: {
            handOver: {
              from,
              to,
              task: packet.task,
              promise: packet.promise ?? '',
              within: packet.within ?? '',
            },
            case: { id: ofCase.id, subject: ofCase.subject },
          },
        },
      ]);
      tx.putTrigger({ ...trigger, lastNewAt: parts.clock.now() });
      return woken;
    });
}
