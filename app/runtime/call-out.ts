import type { ConnectionId } from '../base/ids.ts';
import type { Priority } from '../store/records.ts';
import { connectionLane, type RuntimeParts } from './parts.ts';

/**
 * The one way out to a tool: through the lane of the connection, then through its breaker. Throws PutOff while the tool
 * is away, and the signal's reason when the call was called off in line; in both cases `work` was not begun.
 */
export function callOut<T>(
  parts: RuntimeParts,
  connection: ConnectionId,
  priority: Priority,
  work: () => Promise<T>,
): Promise<T> {
  const { signal } = parts;
  return parts.lanes.within(
    connectionLane(connection),
    priority,
    () => parts.breakers.through(connection, signal, work),
    signal,
  );
}
