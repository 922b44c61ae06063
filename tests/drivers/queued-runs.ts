import { newId, type FlowId, type NodeId, type RunId } from '../../app/base/ids.ts';
import type { Random } from '../../app/base/random.ts';
import { addRun } from '../../app/runtime/add-run.ts';
import type { Priority } from '../../app/store/records.ts';
import type { Store } from '../../app/store/store.ts';

/**
 * Puts a run for each ticket behind the others that are ready, each in a case of this priority, as an event of a known
 * case does. Nobody is told yet: `runtime.wake` does that.
 */
export function queueRuns(
  store: Store,
  at: { readonly flow: FlowId; readonly node: NodeId; readonly now: number; readonly random: Random },
  priority: Priority,
  tickets: readonly string[],
): Promise<readonly RunId[]> {
  const { flow, node, now, random } = at;
  return store.write('test', (tx) => {
    const version = tx.version(flow, tx.flow(flow)?.liveVersion ?? 0);
    if (!version) throw new Error('The flow has not been published.');
    return tickets.map((ticket) => {
      const ofCase = newId('case', now, random);
      tx.putCase({
        id: ofCase,
        key: `queued:${ticket}`,
        subject: ticket,
        priority,
        status: 'open',
        owner: null,
        openedAt: now,
        updatedAt: now,
      });
      const run = {
        id: newId('run', now, random),
        flow,
        version: version.number,
        planHash: version.plan.hash,
        event: newId('event', now, random),
        case: ofCase,
        priority,
        byHand: false,
      };
      return addRun(tx, now, run, { node, data: { ticket: { id: ticket, text: '' } } });
    });
  });
}
