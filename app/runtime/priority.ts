import { DURATION_UNITS } from '../base/duration.ts';
import {
  PRIORITIES,
  type CaseDue,
  type CaseRecord,
  type Priority,
  type PriorityClaim,
  type PriorityVoice,
} from '../store/records.ts';

/** Where a case stands in the line, and whose word that is. */
export interface ResolvedPriority {
  readonly priority: Priority;
  /** `usual`: nobody has said anything. */
  readonly from: PriorityVoice | 'due' | 'usual';
  /** In words that go after "because"; empty for `usual`. */
  readonly why: string;
  /** When the due time will raise it (epoch ms); null: it will not rise by itself. */
  readonly risesAt: number | null;
}

/** Whose word counts, the strongest first. A due time comes after a person and only raises. */
const VOICES: readonly PriorityVoice[] = ['person', 'directive', 'router', 'tool'];

/** High in the second half of its time, and not before its last day. */
const HIGH_SHARE = 1 / 2;
const HIGH_MOST_MS = DURATION_UNITS.d;
/** Urgent in the last tenth of its time, and not before its last two hours. */
const URGENT_SHARE = 1 / 10;
const URGENT_MOST_MS = 2 * DURATION_UNITS.h;

export const isMoreUrgent = (a: Priority, b: Priority): boolean =>
  PRIORITIES.indexOf(a) < PRIORITIES.indexOf(b);

/**
 * Where a case stands, exactly:
 *
 * 1. What a person chose on the case counts, whatever anybody else says.
 * 2. Else the first of: a directive, the router that chose its way, the field of the tool that it came from; else normal.
 * 3. Its due time raises that, and never lowers it: high once half of the time is used up (at most a day before), urgent
 *    when a tenth is left (at most two hours before), and from then on.
 */
export function resolvePriority(
  claims: readonly PriorityClaim[],
  due: CaseDue | undefined,
  now: number,
): ResolvedPriority {
  const said = VOICES.flatMap((voice) => claims.find((claim) => claim.voice === voice) ?? [])[0];
  const base: Omit<ResolvedPriority, 'risesAt'> = said
    ? { priority: said.priority, from: said.voice, why: said.why }
    : { priority: 'normal', from: 'usual', why: '' };
  if (!due || base.from === 'person') return { ...base, risesAt: null };
  const rises = risesOf(due).filter(({ to }) => isMoreUrgent(to, base.priority));
  const past = rises.findLast(({ at }) => at <= now);
  const risesAt = rises.find(({ at }) => at > now)?.at ?? null;
  if (!past) return { ...base, risesAt };
  const why =
    now >= due.at
      ? 'it is past its due time'
      : past.to === 'urgent'
        ? 'its due time is very near'
        : 'its due time comes near';
  return { priority: past.to, from: 'due', why, risesAt };
}

/** When a due time raises to what, the earlier first. */
function risesOf({ at, since }: CaseDue): readonly { readonly at: number; readonly to: Priority }[] {
  const span = Math.max(0, at - since);
  return [
    { at: at - Math.min(span * HIGH_SHARE, HIGH_MOST_MS), to: 'high' },
    { at: at - Math.min(span * URGENT_SHARE, URGENT_MOST_MS), to: 'urgent' },
  ];
}

/** What was said of a case. Before there were claims, only a person could change a priority. */
export const claimsOf = ({ claims, priority, updatedAt }: CaseRecord): readonly PriorityClaim[] =>
  claims ??
  (priority === 'normal' ? [] : [{ voice: 'person', priority, why: 'a person chose it', at: updatedAt }]);

/** Adds what is said now. Of one voice the most urgent word stays, except that a person's last word counts. */
export function withClaims(
  known: readonly PriorityClaim[],
  said: readonly PriorityClaim[],
): readonly PriorityClaim[] {
  return said.reduce<readonly PriorityClaim[]>((claims, claim) => {
    const had = claims.find(({ voice }) => voice === claim.voice);
    if (had && claim.voice !== 'person' && !isMoreUrgent(claim.priority, had.priority)) return claims;
    return [...claims.filter((one) => one !== had), claim];
  }, known);
}

/**
 * What still counts when something new comes in for a case: a person's word; while it is open, also what made it more
 * urgent. That an earlier message could wait says nothing of this one.
 */
export const claimsForNext = (record: CaseRecord): readonly PriorityClaim[] =>
  claimsOf(record).filter(
    ({ voice, priority }) =>
      voice === 'person' || (record.status === 'open' && isMoreUrgent(priority, 'normal')),
  );
