/** `count` months later in UTC, on the same day of the month or its last one. Epoch seconds in and out. */
export function addMonths(from: number, count: number): number {
  const date = new Date(from * 1_000);
  const day = date.getUTCDate();
  const moved = new Date(date);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + count);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, lastDay));
  return Math.floor(moved.getTime() / 1_000);
}

/** The monthly period, counted from `anchor`, in which `at` lies. Epoch seconds. */
export function periodAt(anchor: number, at: number): { readonly start: number; readonly end: number } {
  const [from, to] = [new Date(anchor * 1_000), new Date(at * 1_000)];
  let count = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  if (addMonths(anchor, count) > at) count -= 1;
  return { start: addMonths(anchor, Math.max(0, count)), end: addMonths(anchor, Math.max(0, count) + 1) };
}
