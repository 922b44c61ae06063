import { localIn } from './times.ts';

export interface Span {
  /** Epoch ms. */
  readonly start: number;
  readonly end: number;
}

const MINUTE = 60_000;
/** Proposals begin on the quarter of an hour. */
const STEP = 15 * MINUTE;

export interface SlotWish {
  readonly busy: readonly Span[];
  readonly from: number;
  readonly until: number;
  readonly minutes: number;
  readonly zone: string;
  readonly most: number;
}

/** 09:00 to 17:00 from Monday to Friday, as the clocks of the zone show it. */
function isWorkingTime(span: Span, zone: string): boolean {
  const [start, end] = [localIn(span.start, zone), localIn(span.end, zone)];
  const day = new Date(`${start.slice(0, 10)}T00:00:00Z`).getUTCDay();
  return (
    day >= 1 &&
    day <= 5 &&
    start.slice(0, 10) === end.slice(0, 10) &&
    start.slice(11) >= '09:00' &&
    end.slice(11) <= '17:00'
  );
}

/** The first stretches of working time in which nobody is busy, none overlapping another. */
export function freeSlots({ busy, from, until, minutes, zone, most }: SlotWish): readonly Span[] {
  const found: Span[] = [];
  const length = minutes * MINUTE;
  let start = Math.ceil(from / STEP) * STEP;
  while (start + length <= until && found.length < most) {
    const span = { start, end: start + length };
    const blocking = busy.filter((other) => other.start < span.end && other.end > span.start);
    if (blocking.length > 0) {
      const over = Math.max(...blocking.map(({ end }) => end));
      start = Math.max(start + STEP, Math.ceil(over / STEP) * STEP);
    } else if (isWorkingTime(span, zone)) {
      found.push(span);
      start = Math.ceil(span.end / STEP) * STEP;
    } else start += STEP;
  }
  return found;
}
