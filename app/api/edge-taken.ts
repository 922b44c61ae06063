import type { NodeId } from '../base/ids.ts';
import type { TraceRow } from '../store/trace.ts';

/** `from|port|to`, from the row that left a node and the node that came next. */
export function edgeTaken(left: TraceRow, to: NodeId): string | null {
  const { event } = left;
  if (event.type === 'run_started') return `${event.node}|${event.port ?? 'next'}|${to}`;
  if (event.type === 'step_done') return `${event.node}|${event.port}|${to}`;
  return event.type === 'step_failed' && event.port !== null ? `${event.node}|${event.port}|${to}` : null;
}
