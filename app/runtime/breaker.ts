import type { ErrorData } from '../base/errors.ts';
import type { ConnectionId } from '../base/ids.ts';
import type { BreakerRecord } from '../store/records.ts';

/** Opens at the fifth failure in a row; looks again after about half a minute, then twice as long, up to ten minutes. */
export const BREAKER = { failures: 5, firstMs: 30_000, mostMs: 600_000 } as const;

/** Does this failure say that the tool is away? What a person must mend, and a lost cursor, say that it answers. */
export const isAway = (error: ErrorData): boolean =>
  (error.actor === 'time' && error.code !== 'cursor_lost') || error.code === 'unknown_outcome';

/**
 * The breaker of one connection after a call that got no proper answer. Five in a row open it; a vendor that says when
 * to come back opens it at once, until then. While it is open, calls that were already out change nothing. A failure
 * after its time is up is that of the one call that was let through to try: it opens again, for longer.
 * @param before what is known so far; undefined while all is well
 * @param chance a number in [0, 1), so that many connections do not come back together
 */
export function afterFailure(
  before: BreakerRecord | undefined,
  connection: ConnectionId,
  error: ErrorData,
  now: number,
  chance: number,
): BreakerRecord {
  const { failures = 0, opened = 0, openUntil = null } = before ?? {};
  const asked = error.retryAt ?? 0;
  if (openUntil !== null && now < openUntil)
    return { connection, failures, opened, openUntil: Math.max(openUntil, asked), problem: error };
  const wasOpen = openUntil !== null;
  const opens = wasOpen || failures + 1 >= BREAKER.failures || asked > now;
  if (!opens) return { connection, failures: failures + 1, opened, openUntil: null, problem: error };
  const pause = Math.min(BREAKER.firstMs * 2 ** opened, BREAKER.mostMs);
  const until = Math.max(Math.round(now + pause * (0.5 + chance / 2)), asked);
  return { connection, failures: failures + 1, opened: opened + 1, openUntil: until, problem: error };
}

/** May a call go out? `closed`: yes. `half-open`: one may, to try. `open`: none may before `openUntil`. */
export function stateOf(breaker: BreakerRecord | undefined, now: number): 'closed' | 'half-open' | 'open' {
  if (!breaker || breaker.openUntil === null) return 'closed';
  return now < breaker.openUntil ? 'open' : 'half-open';
}
