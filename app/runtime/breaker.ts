import type { ErrorData } from '../base/errors.ts';
import type { ConnectionId } from '../base/ids.ts';
import type { BreakerRecord } from '../store/records.ts';

/** Opens at the fifth failure in a row; looks again after about half a minute, then twice as long, up to ten minutes. */
export const BREAKER = { failures: 5, firstMs: 30_000, mostMs: 600_000 } as const;

/** Does this failure say that the tool is away? What a person must mend, and a lost cursor, say that it answers. */
export const isAway = (error: ErrorData): boolean =>
  (error.actor === 'time' && error.code !== 'cursor_lost') || error.code === 'unknown_outcome';

/**
 * The breaker of one connection after a call that got no proper answer. Five in a row open it. A vendor that says when
 * to come back is left alone until then, from the first time it says so. While it is open, calls that were already out
 * change nothing. A failure after its time is up is that of the one call that was let through to try: it opens again, for
 * longer.
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
  const known = { connection, failures: failures + 1, opened, problem: error };
  const asked = error.retryAt !== undefined && error.retryAt > now ? error.retryAt : null;
  if (openUntil !== null && now < openUntil)
    return { ...known, failures, openUntil: Math.max(openUntil, asked ?? 0) };
  if (opened === 0 && failures + 1 < BREAKER.failures) return { ...known, openUntil: asked };
  const pause = Math.min(BREAKER.firstMs * 2 ** opened, BREAKER.mostMs);
  const until = Math.round(now + pause * (0.5 + chance / 2));
  return { ...known, opened: opened + 1, openUntil: Math.max(until, asked ?? 0) };
}

/**
 * May a call go out? `open`: none may before `openUntil`. `half-open`: one may, to try. `closed`: yes; also when a vendor
 * that asked to be left alone said until when, and that time is up.
 */
export function stateOf(breaker: BreakerRecord | undefined, now: number): 'closed' | 'half-open' | 'open' {
  if (!breaker || breaker.openUntil === null) return 'closed';
  if (now < breaker.openUntil) return 'open';
  return breaker.opened > 0 ? 'half-open' : 'closed';
}
